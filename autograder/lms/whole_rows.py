"""Refuse a roster whose rows a program or a person has damaged: marks would go to others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from autograder.lms import messages
from autograder.visible import in_one_line

_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.ASCII | re.IGNORECASE)
"""How spreadsheets show a long number, and save it: `1.23457E+08`."""
_SHOWN = 80


def require_whole_rows(
    header: Sequence[str], rows: Iterable[Sequence[str]], naming: Collection[str]
) -> None:
    """Raise ValueError with the end of a sentence if what is in which column is unclear.

    `naming` are the columns with names and IDs.
    """
    at = [place for place, column in enumerate(header) if column in naming]
    for row in rows:
        if any(cell.strip() for cell in row[len(header) :]):
            raise ValueError(messages.ROW_TOO_LONG.format(row=_shown(", ".join(row))))
        for cell in (row[place] for place in at if place < len(row)):
            if "\n" in cell.strip():
                raise ValueError(messages.SEVERAL_LINES.format(cell=_shown(cell)))
            if _ROUNDED.fullmatch(cell.strip()):
                raise ValueError(messages.ROUNDED_ID.format(id=cell.strip()))


def _shown(text: str) -> str:
    return in_one_line(text.strip()[:_SHOWN])
