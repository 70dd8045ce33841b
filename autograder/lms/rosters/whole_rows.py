"""Tell what a program or a person has damaged in a roster, so that no mark goes to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from autograder.lms.rosters import messages
from autograder.visible import in_one_line

_ROUNDED = re.compile(r"\d[.,]\d+E\+\d+", re.ASCII | re.IGNORECASE)
"""How spreadsheets show a long number, and save it: `1.23457E+08`."""
_LOST = re.compile(r"[^\W\d_]\?|\?[^\W\d_]|\?{2}|\ufffd")
"""What is in names of which a program could not write all letters."""
_TWICE = ("cp1252", "latin-1")
"""In what programs read names that are in UTF-8, as `JÃ¶rg`."""
_SHOWN = 80
_HALVES = ("First name", "FirstName", "Last name", "LastName", "Surname")


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


def require_whole_names(
    titles: Sequence[str],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    known: Collection[str],
) -> None:
    """Raise ValueError with the end of a sentence if half of the names may be in another column.

    `known` are the columns whose contents are known: in others with letters may be the other half.
    """
    halves = [title for title, column in zip(titles, header, strict=True) if column in _HALVES]
    if len(halves) != 1 or {"Full name", "Student"} & {*header}:
        return
    others = [
        title
        for at, title in enumerate(titles)
        if header[at] not in known and any(any(map(str.isalpha, row[at])) for row in rows)
    ]
    if others:
        words = {"column": _shown(halves[0]), "others": ", ".join(map(_shown, others))}
        raise ValueError(messages.HALF_A_NAME.format(**words))


def is_garbled(name: str) -> bool:
    """Return whether letters of a name have been lost, or became others.

    >>> is_garbled("Ay?e Y?lmaz"), is_garbled("JÃ¶rg Doe"), is_garbled("Jörg Doe")
    (True, True, False)
    """
    return bool(_LOST.search(name)) or any(_was_utf8(name, page) for page in _TWICE)


def _was_utf8(name: str, page: str) -> bool:
    try:
        return name.encode(page).decode("utf-8") != name
    except UnicodeError:
        return False


def _shown(text: str) -> str:
    return in_one_line(text.strip()[:_SHOWN])
