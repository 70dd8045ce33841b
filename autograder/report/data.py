"""Read what grading left in a course folder and its gradebook, for the class report."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from nbgrader.api import Gradebook, MissingEntry

from autograder.course.folder import Course
from autograder.errors import NothingToReport
from autograder.gradebook.database import is_made, open_gradebook, shown
from autograder.gradebook.forgiven import forgiven_sentences, read_forgiven
from autograder.gradebook.marks import (
    CellMark,
    SubmissionMark,
    read_cells,
    read_people,
    read_submissions,
)
from autograder.groups.explanation import Explained, explained
from autograder.groups.groups import WrongAnswer, is_wrong
from autograder.groups.named import NO_NAMES, NamedMistakes, read_named
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notices import in_language, verdict_in_language
from autograder.report import messages
from autograder.report.suspicions import suspicion
from autograder.visible import called, in_one_line
from course_lib.cases.training_probe import MAX_COST
from course_lib.cases.verdict import Verdict

FOLDER = "report"
"""The folder of the report in the course folder."""
MAX_COSTS = 1_000
"""Costs of one training; no training of the course has more."""


@dataclass(frozen=True)
class GradedNotebook:
    """The parts of one graded notebook that the report needs."""

    order: tuple[str, ...] = ()
    """The graded cells, from top to bottom."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    wrong: tuple[WrongAnswer, ...] = ()
    """The functions that are wrong."""
    costs: tuple[float, ...] | None = None
    notices: tuple[str, ...] = ()
    """Whole sentences about what somebody should look at."""
    unread: bool = False
    """Whether the file was of no use, so that it was graded as if it were empty."""


@dataclass(frozen=True)
class Work:
    """One student's work in one assignment; `mark` is None if nothing was handed in."""

    student: str
    name: str
    mark: SubmissionMark | None = None
    page: str | None = None
    """The student's feedback page, as a link from the report; None if it is not written yet."""
    notebook: GradedNotebook = field(default_factory=GradedNotebook)

    @property
    def called(self) -> str:
        """The name and the ID, as people are shown."""
        return called(self.student, self.name)

    @property
    def submitted(self) -> bool:
        """True if the student handed something in."""
        return self.mark is not None

    @property
    def marks(self) -> Mapping[str, CellMark]:
        """The marks by graded cell."""
        return self.mark.cells if self.mark else {}

    @property
    def total(self) -> float:
        """The points so far less the penalty for lateness."""
        return self.mark.score if self.mark else 0.0

    @property
    def pending(self) -> tuple[str, ...]:
        """The cells that still have to be marked by hand."""
        return self.mark.pending if self.mark else ()

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The grader's verdicts by graded cell."""
        return self.notebook.verdicts

    @property
    def costs(self) -> tuple[float, ...] | None:
        """The cost history of the training probe; None if there is none."""
        return self.notebook.costs

    @property
    def notices(self) -> tuple[str, ...]:
        """Whole sentences about what somebody should look at."""
        return self.notebook.notices

    @property
    def penalty(self) -> float:
        """The points that are deducted for lateness."""
        return self.mark.penalty if self.mark else 0.0

    @property
    def late(self) -> timedelta:
        """How late it was handed in."""
        return self.mark.late if self.mark else timedelta()


@dataclass(frozen=True)
class ClassWork:
    """One assignment of the whole class; `cells` maps graded cells to their maximum points."""

    assignment: str
    cells: Mapping[str, float]
    works: tuple[Work, ...]
    forgiven: tuple[str, ...] = ()
    """A sentence for each cell that was dropped, or given to everybody."""

    @property
    def out_of(self) -> float:
        """The maximum points of a submission."""
        return sum(self.cells.values())

    @property
    def submitted(self) -> list[Work]:
        """The works that were handed in."""
        return [work for work in self.works if work.submitted]


@contextmanager
def existing_gradebook(course: Course) -> Iterator[Gradebook]:
    """Open the course's gradebook, or raise `NothingToReport` if there is none yet."""
    if not is_made(course):  # opening it would make an empty one
        raise NothingToReport(messages.NO_GRADEBOOK.format(url=shown(course)))
    with open_gradebook(course) as gradebook:
        yield gradebook


def read_class(course: Course, gradebook: Gradebook, assignment: str) -> ClassWork:
    """Read everything about one assignment.

    The number of queries does not depend on the size of the class. Raises `NothingToReport` if the
    gradebook does not have the assignment.
    """
    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        raise NothingToReport(messages.UNKNOWN_ASSIGNMENT.format(name=assignment)) from None
    cells = read_cells(gradebook, assignment)
    marks = read_submissions(gradebook, [assignment])
    named = read_named(course.root)
    works = []
    for person in read_people(gradebook):
        mark = marks.get((person.id, assignment))
        notebook = (
            GradedNotebook()
            if mark is None
            else read_notebook(course, person.id, assignment, named)
        )
        page = _page(course, person.id, assignment) if mark else None
        works.append(Work(person.id, in_one_line(person.name), mark, page, notebook))
    order = dict.fromkeys(cell for work in works for cell in work.notebook.order)
    ordered = {cell: cells[cell] for cell in (*order, *cells) if cell in cells}
    forgiven = forgiven_sentences(read_forgiven(course.root), [assignment])
    return ClassWork(assignment, ordered, tuple(works), tuple(forgiven))


def _page(course: Course, student: str, assignment: str) -> str | None:
    folder = course.path(course.directory.feedback_directory, student, assignment)
    path = folder / f"{assignment}.html"
    return quote(os.path.relpath(path, course.root / FOLDER)) if path.exists() else None


def read_notebook(
    course: Course, student: str, assignment: str, named: NamedMistakes = NO_NAMES
) -> GradedNotebook:
    """Read a graded notebook; one that is missing or damaged gives a notice, never an error."""
    folder = course.path(course.directory.autograded_directory, student, assignment)
    path = folder / f"{assignment}.ipynb"
    try:
        return _contents(json.loads(path.read_text(encoding="utf-8")), student, named)
    except FileNotFoundError:
        sentence = messages.NO_NOTEBOOK
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        sentence = messages.UNREADABLE
    return GradedNotebook(notices=(sentence,))


def _contents(notebook: Any, student: str, named: NamedMistakes) -> GradedNotebook:
    cells = [cell for cell in notebook["cells"] if _nbgrader(cell).get("grade")]
    grading = notebook["metadata"].get(METADATA_KEY, {})
    found = {
        _nbgrader(cell)["grade_id"]: _explained(cell["metadata"][METADATA_KEY], named)
        for cell in cells
        if METADATA_KEY in cell["metadata"]
    }
    verdicts = {cell: one.verdict for cell, one in found.items()}
    sources = {
        _nbgrader(cell)["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if _nbgrader(cell).get("solution")
    }
    wrong = tuple(
        WrongAnswer(student, one, sources.get(one.verdict.name, ""))
        for one in found.values()
        if is_wrong(one.verdict)
    )
    notices = [in_language(str(sentence)) for sentence in grading.get("incidents") or ()]
    notices += filter(None, (suspicion(notebook["cells"]),))
    order = tuple(_nbgrader(cell)["grade_id"] for cell in cells)
    by_hand = {_nbgrader(cell)["grade_id"] for cell in cells if _nbgrader(cell).get("solution")}
    notices += [
        messages.NO_VERDICT.format(cell=cell)
        for cell in order
        if cell not in verdicts and cell not in by_hand
    ]
    costs = _costs(grading.get("training_probe"))
    if costs is None and grading.get("training_probe") is not None:
        notices.append(messages.NO_COSTS)
    unread = bool(grading.get("unread"))
    return GradedNotebook(order, verdicts, wrong, costs, tuple(notices), unread)


def _explained(metadata: Mapping[str, Any], named: NamedMistakes) -> Explained:
    """Return a verdict in the report's language, whatever its student reads."""
    found = explained(metadata, named)
    return replace(found, verdict=verdict_in_language(found.verdict))


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    own = cell["metadata"].get("nbgrader")
    return own if isinstance(own, dict) else {}


def _costs(history: Any) -> tuple[float, ...] | None:
    """Return a cost history, in which too large a cost is infinite; None if it is none.

    Figures of the whole class are drawn from it, so nothing in it may be out of all proportion.
    """
    if not isinstance(history, list) or len(history) > MAX_COSTS:
        return None
    return tuple(map(_cost, history))


def _cost(value: Any) -> float:
    if not isinstance(value, int | float) or value != value:
        return float("nan")
    return float(value) if abs(value) <= MAX_COST else float("inf")
