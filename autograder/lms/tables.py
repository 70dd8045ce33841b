"""Make tables of marks as Canvas and Moodle import them, and a readable one of our own."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.gradebook.marks import Marks, Person
from autograder.lms import messages
from autograder.whole_file import PRIVATE, draft_of

POINTS_POSSIBLE = "    Points Possible"
_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""Characters that begin a formula in a spreadsheet; the last four are full-width."""
_AT_THE_START = re.compile(rf"(?=\s*[{_FORMULA}])|(?=[\t\r\n])")
_AFTER_A_SEPARATOR = re.compile(rf"(?<=[;,|\t\r\n])(?=[\s\"]*[{_FORMULA}])")
_A_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|-+", re.ASCII)
"""A number, or the dash that Moodle writes if there is no mark."""

CSV_HEADER = (
    "assignment", "student", "last_name", "first_name", "email", "submitted_utc", "score",
    "max_score", "late_penalty", "points_by_machine", "points_by_hand", "cells_to_mark_by_hand",
)  # fmt: skip


_OTHER_FORMATS = frozenset(
    ".xlsx .xlsm .xlsb .xls .ods .numbers .pdf .html .json .xml .docx .zip".split()
)
"""Endings of names under which nothing would open a table in CSV."""


@dataclass
class Table:
    """Rows of text for a CSV file, and sentences about its contents."""

    rows: list[list[str]]
    notices: list[str] = field(default_factory=list)
    has_marks: bool = True
    """Whether any of the course's marks found a row, if there are some."""


def number(value: float) -> str:
    """Format a mark as a plain number with at most four decimals.

    >>> number(7.0), number(2.50)
    ('7', '2.5')
    """
    return f"{value:.4f}".rstrip("0").rstrip(".")


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whatever its cell separator.

    >>> harmless("=1+1"), harmless("Doe;=1+1"), harmless("-5")
    ("'=1+1", "Doe;'=1+1", '-5')
    """
    text = cell.replace("\x00", "")
    if _A_NUMBER.fullmatch(text):
        return text
    if _AT_THE_START.match(text):
        text = f"'{text}"
    return _AFTER_A_SEPARATOR.sub("'", text)


def own_table(marks: Marks) -> Table:
    """Return one row for each student and assignment, even for those who handed nothing in."""
    rows = [list(CSV_HEADER)]
    for assignment, maximum in marks.assignments.items():
        for person in marks.people:
            who = [assignment, person.id, person.last_name, person.first_name, person.email]
            mark = marks.submissions.get((person.id, assignment))
            if mark is None:
                rows.append([*who, "", "", number(maximum), "", "", "", ""])
                continue
            time = mark.submitted.isoformat(" ", "seconds") if mark.submitted else ""
            points = (mark.score, maximum, mark.penalty, mark.machine, mark.hand)
            rows.append([*who, time, *map(number, points), " ".join(mark.pending)])
    return Table(rows, marks.notices())


def canvas_table(marks: Marks, column: str) -> Table:
    """Return Canvas's layout without a roster, with the students' IDs in `column`."""
    ids = ("ID", "SIS User ID", "SIS Login ID")
    table = Table([["Student", *ids, "Section", *marks.assignments]], marks.notices())
    table.rows.append([POINTS_POSSIBLE, "", "", "", "", *map(number, marks.assignments.values())])
    for person in _with_marks(marks):
        own = [person.id if column == name else "" for name in ids]
        names = [person.last_name, person.first_name]
        name = ", ".join(filter(None, names)) or person.id
        table.rows.append([name, *own, "", *_cells(marks, person)])
    table.notices.append(messages.NO_ROSTER_GIVEN.format(column=column, lms="Canvas"))
    return table


def moodle_table(marks: Marks, column: str) -> Table:
    """Return Moodle's layout without a roster, with the students' IDs in `column`."""
    ids = ("ID number", "Username", "Email address")
    table = Table([["First name", "Last name", *ids, *marks.assignments]], marks.notices())
    for person in _with_marks(marks):
        own = [person.id if column == name else "" for name in ids]
        own[2] = own[2] or person.email
        table.rows.append([person.first_name, person.last_name, *own, *_cells(marks, person)])
    table.notices.append(messages.NO_ROSTER_GIVEN.format(column=column, lms="Moodle"))
    return table


def write_table(rows: Sequence[Sequence[str]], path: Path) -> None:
    """Write a CSV file completely or not at all; raise `CourseError` if it cannot be written.

    The first row comes from the course or the LMS; the others contain text that students chose.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(21, messages.IS_A_FOLDER)
        if path.suffix.lower() in _OTHER_FORMATS:
            raise ValueError(messages.OTHER_FORMAT.format(ending=path.suffix))
        if path.exists() and path.suffix.lower() != ".csv":
            raise FileExistsError(17, messages.IS_NO_TABLE)
        mode = None if path.exists() else PRIVATE
        with draft_of(path, mode) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows(rows[:1])
            writer.writerows([harmless(cell) for cell in row] for row in rows[1:])
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CourseError(messages.CANNOT_WRITE.format(path=path, why=why)) from None


def _with_marks(marks: Marks) -> list[Person]:
    return [person for person in marks.people if marks.of(person.id)]


def _cells(marks: Marks, person: Person) -> list[str]:
    own = marks.of(person.id)
    return [
        number(own[name].score) if name in own and marks.counts(own[name]) else ""
        for name in marks.assignments
    ]
