"""Read a table of the course folder, which somebody may have edited with a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_own_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the titles and the rows of a table; raise `ValueError` if it is none.

    Where the decimal sign is a comma, spreadsheets write semicolons between the cells.
    """
    data = path.read_bytes()
    text = data.decode("utf-16" if data[:2] in _UTF16 else "utf-8-sig")
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        titles = [title.strip() for title in table.fieldnames or ()]
        table.fieldnames = titles
        rows = [{title: (row[title] or "").strip() for title in titles} for row in table]
    except csv.Error as error:
        raise ValueError(error) from None
    return titles, rows
