"""Fill marks into a roster, so that the LMS recognizes its own students and columns."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.errors import CourseError
from autograder.gradebook.marks import Marks, Person
from autograder.lms import messages
from autograder.lms.names import may_be_one
from autograder.lms.rosters.columns import CAN_BE_CHANGED, is_no
from autograder.lms.rosters.roster import (
    CANVAS,
    CANVAS_COLUMNS,
    CANVAS_IDS,
    MAXIMUM,
    MOODLE_IDS,
    MOODLE_NAMES,
    WORKSHEET_COLUMN,
    Roster,
)
from autograder.lms.tables import POINTS_POSSIBLE, Table, number
from autograder.messages import all_of

_EXCUSED = "EX"


def parse_columns(given: Sequence[str]) -> dict[str, str]:
    """Return assignment -> column from arguments such as `adam=Week 4 (1234)`."""
    found = {}
    for words in given:
        assignment, sign, column = words.partition("=")
        if not (sign and assignment.strip() and column.strip()):
            raise CourseError(messages.BAD_COLUMN.format(given=words))
        found[assignment.strip()] = column.strip()
    return found


@dataclass(frozen=True)
class Known:
    """What the course knows besides the marks: lessons' titles, and students' other IDs."""

    titles: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


NOTHING_KNOWN = Known()


def filled_table(
    marks: Marks,
    roster: Roster,
    columns: Mapping[str, str],
    required: bool,
    known: Known = NOTHING_KNOWN,
) -> Table:
    """Return the roster's students and the columns of the marks, with the marks filled in.

    A cell stays as it is in the roster if the course has no mark for it, and in Canvas if the
    student is excused. `required` says that each assignment must have a column.
    """
    table = Table([], [*roster.notices, *marks.notices()])
    targets = _targets(marks, roster, columns, required, known, table.notices)
    rows = _rows(marks, roster, known, table.notices)
    cells = [list(row) for row in roster.rows]
    filled: set[int] = set()
    for assignment, column in targets.items():
        kinds = messages.EXCUSED, messages.MARKED_THERE, messages.LOCKED_THERE
        left: dict[str, list[str]] = {kind: [] for kind in kinds}
        for student, row in rows.items():
            mark = marks.submissions.get((student, assignment))
            there = cells[row][column].strip()
            if mark is None:
                continue
            if not marks.counts(mark):
                left[messages.MARKED_THERE] += [student] if there.strip("-") else []
            elif roster.lms == CANVAS and there.upper() == _EXCUSED:
                left[messages.EXCUSED].append(student)
            else:
                cells[row][column] = number(mark.score)
                filled.add(row)
                if roster.is_worksheet and is_no(roster.cell(row, CAN_BE_CHANGED)):
                    left[messages.LOCKED_THERE].append(student)
        table.notices += _left(left, assignment, marks)
    if roster.lms == CANVAS:
        columns_to_export = _columns_to_export(roster, CANVAS_COLUMNS, targets)
        table.rows = [list(roster.titles), _points(marks, roster, targets, table.notices), *cells]
        table.has_marks = bool(filled)
    else:
        columns_to_export = _columns_to_export(roster, (*MOODLE_NAMES, *MOODLE_IDS), targets)
        table.notices += _other_maximum(marks, roster, targets, filled)
        rows_of_marks = _identified(roster, cells, filled, table.notices)
        table.rows = [list(roster.titles), *rows_of_marks]
        table.has_marks = bool(rows_of_marks)
    table.rows = [[row[at] for at in columns_to_export] for row in table.rows]
    return table


def _left(left: Mapping[str, list[str]], assignment: str, marks: Marks) -> Iterator[str]:
    """Yield a sentence about each kind of marks that stay as they are in the LMS."""
    called = {person.id: person.called for person in marks.people}
    for form, students in left.items():
        if students:
            names = all_of([called.get(student, student) for student in students])
            yield form.format(assignment=assignment, students=names)


def _targets(
    marks: Marks,
    roster: Roster,
    columns: Mapping[str, str],
    required: bool,
    course: Known,
    notices: list[str],
) -> dict[str, int]:
    """Return assignment -> index of its column."""
    known = ", ".join(roster.mark_columns)
    targets: dict[str, int] = {}
    missing = []
    if roster.is_worksheet and len(marks.assignments) > 1 and not columns:
        names = ", ".join(marks.assignments)
        raise CourseError(messages.WORKSHEET_OF_ONE.format(assignments=names))
    for assignment in marks.assignments:
        named = columns.get(assignment)
        if named in roster.titles:
            named = roster.header[roster.titles.index(named)]
        if named is not None and named not in roster.mark_columns:
            form = messages.NO_SUCH_COLUMN if known else messages.NO_SUCH_COLUMN_AT_ALL
            raise CourseError(form.format(column=named, columns=known))
        found = [named] if named is not None else _found(roster, assignment, course, notices)
        if found:
            targets[assignment] = _only_column(roster, assignment, found, targets)
        else:
            form = messages.NO_COLUMN if known else messages.NO_COLUMN_AT_ALL
            missing.append(form.format(assignment=assignment, columns=known))
    if missing and (required or not targets):
        raise CourseError("\n".join(missing))
    notices += missing
    return targets


def _only_column(
    roster: Roster, assignment: str, found: Sequence[str], taken: Mapping[str, int]
) -> int:
    """Return the index of the one column for an assignment; `CourseError` if it is unclear."""
    for column in found:
        if roster.header.count(column) > 1:
            raise CourseError(messages.SAME_TITLE.format(column=column))
    if len(found) > 1:
        words = {"assignment": assignment, "columns": ", ".join(found)}
        raise CourseError(messages.SEVERAL_COLUMNS.format(**words))
    at = roster.header.index(found[0])
    for other, column_of_other in taken.items():
        if at == column_of_other:
            words = {"column": found[0], "assignment": assignment, "other": other}
            raise CourseError(messages.ONE_COLUMN_FOR_TWO.format(**words))
    return at


def _found(roster: Roster, assignment: str, course: Known, notices: list[str]) -> list[str]:
    """Return the columns that are called by an assignment's name or title, or have it in theirs."""
    if roster.is_worksheet and roster.mark_columns == [WORKSHEET_COLUMN]:
        return [WORKSHEET_COLUMN]
    names = (assignment, course.titles.get(assignment, assignment))
    exact = roster.columns_of(*names)
    if exact:
        return exact
    others = {
        column
        for other, title in course.titles.items()
        if other != assignment
        for column in roster.columns_about(other, title)
    }
    about = [column for column in roster.columns_about(*names) if column not in others]
    if len(about) == 1:
        notices.append(messages.COLUMN_BY_TITLE.format(assignment=assignment, column=about[0]))
    return about


def _rows(marks: Marks, roster: Roster, known: Known, notices: list[str]) -> dict[str, int]:
    """Return student -> row, for those with exactly one row that is nobody else's.

    A row that is somebody's by an ID is nobody else's by a name.
    """
    by_id = {person.id: _by_id(roster, person, known) for person in marks.people}
    sure = {row for rows in by_id.values() if len(rows) == 1 for row in rows}
    found: dict[int, list[str]] = {}
    lost, by_name, renamed = [], [], []
    for person in marks.people:
        rows = by_id[person.id]
        row = next(iter(rows)) if len(rows) == 1 else None
        if not rows:
            row = _by_name(roster, person, sure)
            if row is not None:
                by_name.append(f"{person.id} ({roster.name(row)})")
        if row is None and not marks.of(person.id):
            continue  # there is nothing to export
        if row is None:
            lost.append(person.called)
        else:
            if not may_be_one(person.name, roster.name(row)) and marks.of(person.id):
                renamed.append(f"{person.called}: {roster.name(row)}")
            found.setdefault(row, []).append(person.id)
    if lost:
        notices.append(messages.NO_ROW.format(students=all_of(lost)))
    if by_name:
        notices.append(messages.BY_NAME.format(students=all_of(by_name)))
    if renamed:
        notices.append(messages.UNDER_ANOTHER_NAME.format(students=all_of(renamed)))
    alone = {}
    for row, people in found.items():
        with_marks = [student for student in people if marks.of(student)]
        if len(with_marks) > 1:
            called = {person.id: person.called for person in marks.people}
            students = all_of([called[student] for student in with_marks])
            notices.append(messages.SAME_ROW.format(students=students, row=roster.name(row)))
        elif with_marks:
            alone[with_marks[0]] = row
    return alone


def _by_id(roster: Roster, person: Person, known: Known) -> set[int]:
    """Return the rows that have one of a person's IDs.

    What the course calls somebody may be the number that Canvas gave another: a row that has it
    as that only, with a name that contradicts, is not theirs.
    """
    own = person.id.casefold()
    keys = [key for key in (person.email, *known.ids.get(person.id, ())) if key]
    rows = roster.rows_of([person.id, *keys])
    others = roster.rows_of([key for key in keys if key.casefold() != own])
    return {
        row
        for row in rows
        if row in others
        or roster.lms != CANVAS
        or roster.cell(row, CANVAS_IDS[0]).casefold() != own
        or may_be_one(person.name, roster.name(row))
    }


def _by_name(roster: Roster, person: Person, sure: Container[int]) -> int | None:
    """Return the one row with a person's name, unless an ID or an e-mail address says otherwise."""
    row = roster.find([], [name for name in (person.name, person.id) if name])
    if row is None or row in sure:
        return None
    mails = {mail.casefold() for mail in (person.email, roster.email(row)) if mail}
    return row if len(mails) < 2 else None


def _columns_to_export(
    roster: Roster, columns: Sequence[str], targets: Mapping[str, int]
) -> list[int]:
    """Return the columns to export: an LMS leaves alone what is not in the file."""
    if "Identifier" in roster.header:  # a grading worksheet is returned complete
        return list(range(len(roster.header)))
    return [
        at for at, column in enumerate(roster.header) if column in columns or at in targets.values()
    ]


def _points(
    marks: Marks, roster: Roster, targets: Mapping[str, int], notices: list[str]
) -> list[str]:
    """Return Canvas's row of maximum points, which an import would otherwise change."""
    points = list(roster.points or [POINTS_POSSIBLE, *[""] * (len(roster.header) - 1)])
    for assignment, column in targets.items():
        maximum, theirs = marks.assignments[assignment], points[column].strip()
        if not theirs:
            points[column] = number(maximum)
        elif not _is_number(theirs, maximum):
            sentence = messages.OTHER_MAXIMUM.format(
                assignment=assignment, ours=number(maximum), theirs=theirs
            )
            notices.append(sentence)
    return points


def _other_maximum(
    marks: Marks, roster: Roster, targets: Mapping[str, int], rows: Iterable[int]
) -> Iterator[str]:
    """Yield a sentence if a worksheet of Moodle's has another maximum, beyond which it refuses."""
    column = roster.index(MAXIMUM)
    if column is None:
        return
    for assignment in targets:
        maximum = marks.assignments[assignment]
        theirs = {roster.rows[row][column].strip() for row in rows} - {""}
        for one in sorted(text for text in theirs if not _is_number(text, maximum)):
            names = {"assignment": assignment, "ours": number(maximum), "theirs": one}
            yield messages.OTHER_MAXIMUM.format(**names)


def _is_number(text: str, value: float) -> bool:
    """Return whether a text is this number, even with a decimal comma."""
    try:
        return abs(float(text.replace(",", ".")) - value) < 0.005
    except ValueError:
        return False


def _identified(
    roster: Roster, cells: list[list[str]], filled: set[int], notices: list[str]
) -> list[list[str]]:
    """Return the rows with marks that Moodle can identify by one column without empty cells.

    Moodle gives the mark of a row without an identifier to the student of the row before.
    """
    rows = sorted(filled)
    if roster.is_worksheet:
        notices.append(messages.UPLOAD_WORKSHEET)
        return [cells[row] for row in rows]
    columns = [column for column in (*MOODLE_IDS, "Identifier") if column in roster.header]

    def count(column: str) -> int:
        return len({roster.cell(row, column) for row in rows} - {""})

    best = max(columns, key=count)
    notices.append(messages.IDENTIFY_BY.format(column=best))
    without = [row for row in rows if not roster.cell(row, best)]
    if without:
        students = all_of([roster.name(row) for row in without])
        notices.append(messages.NO_COMMON_COLUMN.format(column=best, students=students))
    return [cells[row] for row in rows if row not in without]
