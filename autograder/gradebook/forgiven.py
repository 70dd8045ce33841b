"""Drop exercises and questions after hand-in, or give their points to everybody.

nbgrader's gradebook has the result: a dropped cell is worth nothing, and a forgiven cell has its
points as if given by hand. So the formgrader, the exports and all pages show the same numbers.
`forgiven.json` in the course folder has what was decided, and the marks by hand that it replaces,
so that everything can be undone. Marks by the grader are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder import messages
from autograder.course.folder import Course
from autograder.course.own_json import read_own, write_own
from autograder.errors import CourseError
from autograder.gradebook.save_marks import share_of
from autograder.notebook.titles import function_of

NAME = "forgiven.json"


class Way(StrEnum):
    """What becomes of a graded cell."""

    drop = "drop"
    everyone = "everyone"


@dataclass
class Forgiven:
    """One graded cell that is dropped, or that everybody gets."""

    way: Way
    points: float = 0.0
    """What the cell is worth in the notebook."""
    given: float | None = None
    """The points that were entered last for everybody."""
    by_hand: dict[str, tuple[float | None, bool]] = field(default_factory=dict)
    """Student -> the points by hand that this replaces, and whether they waited for a mark."""


Rules = dict[str, dict[str, Forgiven]]
"""Assignment -> graded cell -> what was decided."""


def read_forgiven(root: Path) -> Rules:
    """Return what was decided in a course folder; raise `CourseError` if it cannot be read."""
    return read_own(root / NAME, _rules, messages.FORGIVEN_UNREADABLE) or {}


def _rules(data: Mapping[str, Any]) -> Rules:
    return {
        assignment: {cell: _from_json(rule) for cell, rule in cells.items()}
        for assignment, cells in data.items()
    }


def _from_json(rule: Mapping[str, Any]) -> Forgiven:
    by_hand = {
        student: (points, bool(waits)) for student, (points, waits) in rule["by_hand"].items()
    }
    return Forgiven(Way(rule["way"]), float(rule["points"]), rule["given"], by_hand)


def forgive(
    course: Course, gradebook: Gradebook, assignment: str, cell: str, way: Way | None
) -> str:
    """Drop a cell, give it to everybody, or undo either (None); return the cell's name.

    `cell` may also be the name of the exercise or question. Raises `CourseError` for a cell that
    the assignment does not have, or that was not forgiven.
    """
    rules = read_forgiven(course.root)
    name = _cell_named(gradebook, assignment, cell)
    before = rules.get(assignment, {}).get(name)
    if before is not None:
        _take_back(gradebook, assignment, name, before)
        del rules[assignment][name]
    elif way is None:
        raise CourseError(messages.NOT_FORGIVEN.format(assignment=assignment, cell=name))
    if way is not None:
        rules.setdefault(assignment, {})[name] = Forgiven(way)
    _settle(gradebook, rules, [assignment])
    _write(course.root, rules)  # before the gradebook, which can be settled again from it
    gradebook.db.commit()
    return name


def settle_forgiven(
    course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()
) -> list[str]:
    """Enter in the gradebook what was decided, also for new work and after another release.

    Returns a sentence for each cell that is dropped or that everybody gets.
    """
    rules = read_forgiven(course.root)
    if not rules:
        return []
    _settle(gradebook, rules, assignments)
    _write(course.root, rules)
    gradebook.db.commit()
    return forgiven_sentences(rules, assignments)


def forgiven_sentences(rules: Rules, assignments: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each cell that is dropped or that everybody gets."""
    return [
        messages.FORGIVEN[rule.way].format(assignment=name, cell=cell, points=f"{rule.points:g}")
        for name, cells in rules.items()
        if not assignments or name in assignments
        for cell, rule in cells.items()
    ]


def _settle(gradebook: Gradebook, rules: Rules, assignments: Sequence[str]) -> None:
    for assignment, cells in rules.items():
        if assignments and assignment not in assignments:
            continue
        for name, rule in cells.items():
            cell = _cells(gradebook, assignment).get(name)
            if cell is not None:
                _enter(gradebook, cell, rule)
    gradebook.db.flush()


def _enter(gradebook: Gradebook, cell: GradeCell, rule: Forgiven) -> None:
    """Enter one decision; what somebody typed since the last time is kept to be restored."""
    ours = {None, rule.given}
    if rule.way is Way.everyone or cell.max_score:  # a dropped one has points after a release
        ours.add(_change_points(rule, cell.max_score))
    points = 0.0 if rule.way is Way.drop else rule.points
    for student, grade in _grades(gradebook, cell):
        if student not in rule.by_hand or grade.manual_score not in ours:
            rule.by_hand[student] = (grade.manual_score, bool(grade.needs_manual_grade))
        grade.manual_score, grade.needs_manual_grade = points, False
    rule.given = points
    cell.max_score = points


def _change_points(rule: Forgiven, points: float) -> float | None:
    """Let marks by hand keep their share of other points, as those do that count.

    Returns what grading has then made of the points that were given.
    """
    before, rule.points = rule.points, points
    if not before or before == points:
        return rule.given
    rule.by_hand = {
        student: (share_of(mark, points, before), waits)
        for student, (mark, waits) in rule.by_hand.items()
    }
    return share_of(rule.given, points, before)


def _take_back(gradebook: Gradebook, assignment: str, name: str, rule: Forgiven) -> None:
    cell = _cells(gradebook, assignment)[name]
    cell.max_score = cell.max_score or rule.points
    for student, grade in _grades(gradebook, cell):
        if grade.manual_score != rule.given:  # typed since: it stays
            continue
        waits = grade.auto_score is None
        grade.manual_score, grade.needs_manual_grade = rule.by_hand.get(student, (None, waits))
    gradebook.db.flush()


def _cells(gradebook: Gradebook, assignment: str) -> dict[str, GradeCell]:
    rows = (
        gradebook.db.query(GradeCell)
        .join(Notebook, Notebook.id == GradeCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .filter(Assignment.name == assignment)
    )
    return {cell.name: cell for cell in rows}


def _grades(gradebook: Gradebook, cell: BaseCell) -> Iterator[tuple[str, Grade]]:
    """Yield each student's grade of a cell."""
    yield from (
        gradebook.db.query(SubmittedAssignment.student_id, Grade)
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .filter(Grade.cell_id == cell.id)
    )


def _cell_named(gradebook: Gradebook, assignment: str, name: str) -> str:
    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        raise CourseError(messages.NOT_RELEASED.format(assignment=assignment)) from None
    cells = sorted(_cells(gradebook, assignment))
    for cell in cells:
        if name in (cell, function_of(cell)):
            return cell
    known = ", ".join(map(function_of, cells))
    raise CourseError(messages.NO_CELL.format(assignment=assignment, cell=name, known=known))


def _write(root: Path, rules: Rules) -> None:
    path = root / NAME
    data = {
        assignment: {cell: asdict(rule) for cell, rule in cells.items()}
        for assignment, cells in rules.items()
        if cells
    }
    if data:
        write_own(path, data)
    else:
        path.unlink(missing_ok=True)
