"""Read a roster from a file, and tell whose table it is and which of its rows are students."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.course.own_table import rows_of, text_of
from autograder.errors import CourseError
from autograder.lms.rosters import messages
from autograder.lms.rosters.code_pages import text_in_a_code_page
from autograder.lms.rosters.columns import english_titles, english_titles_of_plain_table
from autograder.lms.rosters.roster import (
    CANVAS,
    CANVAS_COLUMNS,
    CANVAS_IDS,
    LMS_NAMES,
    MOODLE,
    MOODLE_COLUMNS,
    MOODLE_IDS,
    MOODLE_NAMES,
    PLAIN,
    Roster,
)
from autograder.lms.rosters.row_kinds import Row, kind_of_row, left_out
from autograder.lms.rosters.whole_rows import is_garbled, require_whole_names, require_whole_rows
from autograder.messages import all_of

MAX_BYTES = 50_000_000
_POINTS_POSSIBLE = "points possible"

_IDENTIFYING = {
    CANVAS: CANVAS_COLUMNS,
    MOODLE: (*MOODLE_NAMES, *MOODLE_IDS, "Identifier"),
    PLAIN: (*CANVAS_IDS, *MOODLE_IDS),
}
"""The columns of which a student's row has one that is not empty."""


def read_roster(path: Path, lms: str | None = None) -> Roster:
    """Read a roster; raise `CourseError` if it is not one, or not of the LMS asked for."""
    table, guessed = _table(path)
    titles = tuple(cell.strip() for cell in (table[0] if table else ()))
    found, header = kind_of(titles)
    if not any(cell.strip() for row in table for cell in row):
        raise CourseError(messages.NO_ROSTER.format(path=path, why=messages.NOTHING_IN_IT))
    if not found:
        header_line = ", ".join(titles)
        if "\0" in header_line:
            raise CourseError(messages.NO_ROSTER.format(path=path, why=messages.NO_TABLE))
        raise CourseError(messages.NOT_A_ROSTER.format(path=path, header=header_line[:200]))
    if lms not in (None, found):
        names = {"found": LMS_NAMES[found], "wanted": LMS_NAMES.get(lms or "", lms)}
        raise CourseError(messages.OTHER_LMS.format(path=path, **names))
    rows = [tuple(row[: len(header)] + [""] * (len(header) - len(row))) for row in table[1:]]
    try:
        require_whole_rows(header, table[1:], {*_IDENTIFYING[found], *MOODLE_NAMES})
        require_whole_names(titles, header, rows, {*MOODLE_COLUMNS, *CANVAS_COLUMNS})
    except ValueError as error:
        raise CourseError(messages.NO_ROSTER.format(path=path, why=error)) from None
    table_of = Roster(found, titles, header, tuple(rows))
    kinds = [_kind_of_row(table_of, row) for row in range(len(rows))]
    points = next((row for row, k in zip(rows, kinds, strict=True) if k is Row.POINTS), None)
    students = [row for row, kind in zip(rows, kinds, strict=True) if kind is Row.STUDENT]
    roster = Roster(found, titles, header, tuple(students), points)
    called = [(kind, table_of.name(n) or table_of.student(n)) for n, kind in enumerate(kinds)]
    notices = (*filter(None, [guessed]), *left_out(path, called), *_garbled(roster, path))
    nobody = () if students else (messages.NO_STUDENTS_IN_IT.format(path=path),)
    return replace(roster, notices=(*notices, *nobody))


def _kind_of_row(table: Roster, row: int) -> Row:
    """Return whose a row is; Canvas's own have no IDs, and it indents what they are called."""
    cells = {column: table.cell(row, column) for column in table.header}
    ids = (*table.ids, "Identifier")
    first = table.rows[row][0]
    own = table.lms == CANVAS and not any(cells.get(column) for column in ids)
    if own and (_POINTS_POSSIBLE in first.lower() or (first[:4].isspace() and first.strip())):
        return Row.POINTS
    titles = dict(zip(table.header, table.titles, strict=True))
    return kind_of_row(cells, titles, _IDENTIFYING[table.lms], ids)


def _garbled(roster: Roster, path: Path) -> Iterator[str]:
    """Yield a sentence that names those whose names a program has damaged."""
    names = [roster.called(row) for row in range(len(roster.rows)) if is_garbled(roster.name(row))]
    if names:
        yield messages.GARBLED.format(path=path, students=all_of(names))


def kind_of(titles: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return who wrote a table with these titles, and its titles in English; empty for nobody."""
    if "ID" in titles and "Section" in titles and {"Student", "LastName"} & {*titles}:
        return CANVAS, titles
    of_moodle = english_titles(titles)
    header = english_titles_of_plain_table(titles)
    ids, others = {*CANVAS_IDS, *MOODLE_IDS} & {*header}, {*MOODLE_NAMES, "Groups"} & {*header}
    known, names = {*MOODLE_IDS} & {*of_moodle}, {*MOODLE_NAMES} & {*of_moodle}
    worksheet = "Identifier" in of_moodle and len({*MOODLE_COLUMNS} & {*of_moodle}) > 1
    if worksheet or (names and names >= others - {"Groups"} and known and known >= ids):
        return MOODLE, of_moodle
    return (PLAIN, header) if ids and (others or "Email address" in ids) else ("", header)


def _table(path: Path) -> tuple[list[list[str]], str]:
    """Return the rows of a table, and a sentence if it is not certain how it reads."""
    guessed: dict[str, str | int] = {}

    def in_a_code_page(data: bytes) -> str:
        text, words = text_in_a_code_page(data)
        guessed.update(words)
        return text

    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(messages.NO_ROSTER.format(path=path, why=error.strerror)) from None
    if len(data) > MAX_BYTES:
        why = messages.ROSTER_TOO_BIG.format(limit=MAX_BYTES)
        raise CourseError(messages.NO_ROSTER.format(path=path, why=why))
    try:
        rows = rows_of(text_of(data, in_a_code_page))
    except ValueError as error:
        raise CourseError(messages.NO_ROSTER.format(path=path, why=error)) from None
    return rows, messages.READ_IN_CODE_PAGE.format(path=path, **guessed) if guessed else ""
