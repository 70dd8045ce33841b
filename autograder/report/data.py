"""Reads what grading left in a course folder and its gradebook, for the class report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import make_url

from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.report.suspicions import suspicion
from course_lib.cases.verdict import Verdict

NO_NOTEBOOK = "The graded notebook {path} is missing. Grade this submission again."
UNREADABLE = "The graded notebook {path} cannot be read. Grade this submission again."
NO_VERDICT = (
    "The cell {cell} has no verdict: it was graded by something other than this course's grader."
)
LATE = "It was handed in late: {penalty:g} points are taken off."


class NothingToReport(Exception):
    """There is nothing to write a report about; the message says what to do."""


@dataclass(frozen=True)
class Mark:
    """The mark of one cell; `pending` as long as somebody still has to give it by hand."""

    score: float
    pending: bool


@dataclass(frozen=True)
class Work:
    """What one student did in one assignment."""

    student: str
    name: str
    submitted: bool
    marks: Mapping[str, Mark] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    costs: tuple[float, ...] | None = None
    notices: tuple[str, ...] = ()
    """Whole sentences about what somebody should look at."""
    penalty: float = 0.0

    @property
    def total(self) -> float:
        """The marks so far, less the penalty for being late."""
        return max(0.0, sum(mark.score for mark in self.marks.values()) - self.penalty)

    @property
    def pending(self) -> tuple[str, ...]:
        """The cells that wait for a mark by hand."""
        return tuple(cell for cell, mark in self.marks.items() if mark.pending)


@dataclass(frozen=True)
class ClassWork:
    """One assignment of the whole class: graded cells in the notebook's order, with most points."""

    assignment: str
    cells: Mapping[str, float]
    works: tuple[Work, ...]

    @property
    def out_of(self) -> float:
        """The most points that a submission can have."""
        return sum(self.cells.values())

    @property
    def submitted(self) -> list[Work]:
        """The works that were handed in."""
        return [work for work in self.works if work.submitted]


@contextmanager
def open_gradebook(db_url: str, course_id: str) -> Iterator[Gradebook]:
    """The gradebook, closed at the end; `NothingToReport` where there is none yet."""
    url = make_url(db_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        raise NothingToReport(f"There is no gradebook {url.database} yet. Grade something first.")
    gradebook = Gradebook(db_url, course_id)
    try:
        yield gradebook
    finally:
        gradebook.close()


def read_class(course: Path, gradebook: Gradebook, assignment: str) -> ClassWork:
    """Everything about one assignment; `NothingToReport` if the gradebook does not know it.

    The gradebook is asked a fixed number of questions, however large the class is.
    """
    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        raise NothingToReport(
            f"The gradebook knows no assignment {assignment!r}. Release and grade it first."
        ) from None
    cells = _cells(gradebook, assignment)
    marks = _marks(gradebook, assignment)
    works, order = [], dict[str, None]()
    for student, first, last in gradebook.db.query(
        Student.id, Student.first_name, Student.last_name
    ).order_by(Student.id):
        name = " ".join(filter(None, (first, last)))
        if student not in marks:
            works.append(Work(student, name, submitted=False))
            continue
        found = read_notebook(course, student, assignment)
        order.update(dict.fromkeys(found.order))
        penalty, own = marks[student]
        works.append(_work(student, name, own, penalty, found))
    known = {cell: cells[cell] for cell in (*order, *cells) if cell in cells}
    return ClassWork(assignment, known, tuple(works))


def _cells(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind in (GradeCell, TaskCell):
        rows = (
            gradebook.db.query(kind.name, kind.max_score)
            .join(Notebook, Notebook.id == kind.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .filter(Assignment.name == assignment)
        )
        found |= {name: float(most or 0.0) for name, most in rows}
    return found


def _marks(gradebook: Gradebook, assignment: str) -> dict[str, tuple[float, dict[str, Mark]]]:
    """Student -> penalty and marks by cell, of those who submitted."""
    submissions = (
        gradebook.db.query(
            SubmittedAssignment.student_id, SubmittedAssignment.late_submission_penalty
        )
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
    found: dict[str, tuple[float, dict[str, Mark]]] = {
        student: (float(penalty or 0.0), {}) for student, penalty in submissions
    }
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id, Grade.cell_id, Grade.score, Grade.needs_manual_grade
        )
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
    names = {
        cell: name
        for kind in (GradeCell, TaskCell)
        for cell, name in gradebook.db.query(kind.id, kind.name)
    }
    for student, cell, score, pending in rows:
        found[student][1][names[cell]] = Mark(float(score or 0.0), bool(pending))
    return found


@dataclass(frozen=True)
class _Found:
    """What a graded notebook says."""

    order: tuple[str, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    costs: tuple[float, ...] | None = None
    notices: tuple[str, ...] = ()


def read_notebook(course: Path, student: str, assignment: str) -> _Found:
    """The verdicts, the costs and the notices in a graded notebook; never raises."""
    path = Path("autograded") / student / assignment / f"{assignment}.ipynb"
    try:
        notebook = json.loads((course / path).read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if _nbgrader(cell).get("grade")]
        grading = notebook["metadata"].get(METADATA_KEY, {})
        notices = [str(s) for kind in ("incidents", "tampering") for s in grading.get(kind) or ()]
        notices += filter(None, (suspicion(notebook["cells"]),))
        verdicts = {
            _nbgrader(cell)["grade_id"]: Verdict.from_json(
                cell["metadata"][METADATA_KEY]["verdict"]
            )
            for cell in cells
            if METADATA_KEY in cell["metadata"]
        }
        order = tuple(_nbgrader(cell)["grade_id"] for cell in cells)
        costs = grading.get("training_probe")
        costs = None if costs is None else tuple(map(_cost, costs))
    except FileNotFoundError:
        return _Found(notices=(NO_NOTEBOOK.format(path=path),))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Found(notices=(UNREADABLE.format(path=path),))
    by_hand = {_nbgrader(cell)["grade_id"] for cell in cells if _nbgrader(cell).get("solution")}
    notices += [
        NO_VERDICT.format(cell=cell)
        for cell in order
        if cell not in verdicts and cell not in by_hand
    ]
    return _Found(order, verdicts, costs, tuple(notices))


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    own = cell["metadata"].get("nbgrader")
    return own if isinstance(own, dict) else {}


def _cost(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _work(
    student: str, name: str, marks: Mapping[str, Mark], penalty: float, found: _Found
) -> Work:
    notices = found.notices + ((LATE.format(penalty=penalty),) if penalty else ())
    return Work(student, name, True, marks, found.verdicts, found.costs, notices, penalty)
