"""Read a table of the course folder, which somebody may have edited with a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks with which spreadsheets begin a table in UTF-16."""


def separator_of(text: str) -> str:
    """Return what separates the cells of a table: the commonest sign of its kind on line one.

    Where the decimal sign is a comma, spreadsheets write semicolons.
    """
    return max(",;\t", key=text.split("\n", 1)[0].count)


def read_own_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the titles and the rows of a table; raise `ValueError` if it is none."""
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in UTF16 else "utf-8-sig")
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        titles = [title.strip() for title in table.fieldnames or ()]
        table.fieldnames = titles
        rows = [{title: (row[title] or "").strip() for title in titles} for row in table]
    except csv.Error as error:
        raise ValueError(error) from None
    return titles, rows
