"""Read a table of the course folder, which somebody may have edited with a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks with which programs of Windows begin a text in UTF-16."""
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
"""A line that tells Excel what separates the cells, and is no part of the table."""


def text_of(data: bytes, otherwise: Callable[[bytes], str]) -> str:
    """Return the text of a file in UTF-8 or UTF-16, with or without a mark, `otherwise` of others.

    So Excel, Notepad and PowerShell write them.
    """
    try:
        return data.decode("utf-16" if data[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError:
        return otherwise(data)


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a table; raise `ValueError` if it is none.

    Their separator is the commonest sign of its kind on line one: where the decimal sign is a
    comma, spreadsheets write semicolons.
    """
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        return [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row
        ]
    except csv.Error as error:
        raise ValueError(error) from None


def read_own_table(
    path: Path, otherwise: Callable[[bytes], str] = bytes.decode
) -> tuple[list[str], list[dict[str, str]]]:
    """Return the titles and the rows of a table; raise `ValueError` if it is none.

    `otherwise` decodes one that is in neither UTF-8 nor UTF-16.
    """
    titles, *rows = rows_of(text_of(path.read_bytes(), otherwise)) or [[]]
    titles = [title.strip() for title in titles]
    cells = ([*map(str.strip, row), *[""] * len(titles)] for row in rows)
    return titles, [dict(zip(titles, row, strict=False)) for row in cells]
