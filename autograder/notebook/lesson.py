"""Look at an instructor's notebook: which cells it has, who may write in them, what they define."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from autograder import messages
from autograder.errors import CourseError
from autograder.notebook.markers import without_region
from autograder.notebook.reading import Submission
from autograder.translation.notebooks import translated
from course_lib.cell_text import defined_names, only_check, plain
from course_lib.language import SOURCE, languages
from grader_tests.engine.registry import exists

EXPERIMENT = "experiment"
HIDDEN_TESTS = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"

_GRADED = re.compile(r"""^grade\(["'](\w+)["']\)""", re.MULTILINE)


def is_experiment(cell: NotebookNode) -> bool:
    """Return whether a cell is an experiment, which students may edit and no mark depends on."""
    return EXPERIMENT in cell.metadata.get("tags", ())


def is_locked(cell: NotebookNode) -> bool:
    """Return whether a cell is the instructor's, so that none of it can be a student's."""
    own = cell.metadata.get("nbgrader", {})
    return bool(not own.get("solution") and (own.get("grade") or own.get("locked")))


def is_open(cell: NotebookNode) -> bool:
    """Return whether the student may have written this cell's source."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution")) or is_experiment(cell)


def exercise_of(cell: NotebookNode) -> str | None:
    """Return the exercise or question that a graded cell grades; None for other cells."""
    if not cell.metadata.get("nbgrader", {}).get("grade") or cell.cell_type != "code":
        return None
    found = _GRADED.search(cell.source)
    return found.group(1) if found else None


def copied_check(cell: NotebookNode) -> str | None:
    """Return the name that a cell of the student's own checks, and does nothing else."""
    if cell.cell_type != "code" or "nbgrader" in cell.metadata:
        return None
    return only_check(cell.source)


@lru_cache(maxsize=32)  # nbgrader asks for every submission
def require_exercises(source: str, assignment: str) -> None:
    """Raise `CourseError` if an instructor's notebook has a graded cell that cannot be graded.

    Either its exercise does not exist, or its points are no number of points.
    """
    for cell in nbformat.reads(source, as_version=4).cells:
        _require_points(cell, assignment)
        name = exercise_of(cell)
        if name is not None and not exists(name):
            cell_name = cell.metadata.nbgrader.grade_id
            raise CourseError(
                messages.NO_EXERCISE.format(cell=cell_name, assignment=assignment, name=name)
            )


def _require_points(cell: NotebookNode, assignment: str) -> None:
    known = cell.metadata.get("nbgrader") or {}
    points: Any = known.get("points")
    if not known.get("grade"):
        return
    if type(points) not in (int, float) or not 0 <= points < float("inf"):
        words = {"cell": known.get("grade_id"), "assignment": assignment, "points": points}
        raise CourseError(messages.NO_POINTS.format(**words))


@lru_cache(maxsize=1024)
def visible_source(source: str) -> str:
    """Return a cell's source without the hidden part, which no child ever sees."""
    return without_region(source, *HIDDEN_TESTS)


@dataclass(frozen=True)
class Lesson:
    """The instructor's notebook with solutions cleared, and where to find what in it."""

    notebook: NotebookNode

    @cached_property
    def cells(self) -> dict[str, NotebookNode]:
        """Its cells in their order, by what they are recognized by: the grade ID or the ID."""
        return {
            str(cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {cell.id}"): cell
            for cell in self.notebook.cells
        }

    @cached_property
    def by_source(self) -> dict[tuple[str, str], list[str]]:
        """The keys of the cells with a type and a source as students see it."""
        found: dict[tuple[str, str], list[str]] = {}
        for key, cell in self.cells.items():
            known = cell.cell_type, plain(visible_source(cell.source))
            found.setdefault(known, []).append(key)
        return found

    @cached_property
    def checks(self) -> dict[str, str]:
        """The key of the graded cell of each exercise and question."""
        named = ((exercise_of(cell), key) for key, cell in self.cells.items())
        return {name: key for name, key in named if name is not None}

    @cached_property
    def solutions(self) -> dict[str, str]:
        """The key of the cell in which each exercise or question is to be answered."""
        return {
            name: key
            for key, cell in self.cells.items()
            if cell.cell_type == "code" and is_open(cell) and not is_experiment(cell)
            for name in defined_names(cell.source)
            if name in self.checks or name == key
        }

    @cached_property
    def setup(self) -> list[str]:
        """The keys of the locked cells of code before the first cell to write in: the imports."""
        keys = []
        for key, cell in self.cells.items():
            if cell.cell_type == "code" and not is_locked(cell) and not is_experiment(cell):
                break
            if cell.cell_type == "code" and is_locked(cell) and exercise_of(cell) is None:
                keys.append(key)
        return keys

    def is_stub(self, name: str, source: str) -> bool:
        """Return whether a source is the empty solution cell of an exercise."""
        key = self.solutions.get(name)
        return key is not None and plain(self.cells[key].source) == plain(source)


@lru_cache(maxsize=32)
def lesson_of(skeleton: str, language: str = SOURCE) -> Lesson:
    """Return the lesson of a skeleton; a worker parses it once for all submissions to it.

    In another language it has the same cells, names and points.
    """
    notebook = cast(NotebookNode, nbformat.v4.reads(skeleton))
    return Lesson(notebook if language == SOURCE else translated(notebook, language))


def language_of(submission: Submission, skeleton: str) -> str:
    """Return the language of the notebook that a student was given.

    Where its metadata were lost, it is the one in which more of its texts are the lesson's.
    """
    known = languages()
    if submission.language in known:
        return submission.language
    texts = {(c["cell_type"], plain(c["source"])) for c in submission.cells}
    texts = {text for text in texts if text[0] != "code"}

    def recognized(language: str) -> int:
        return len(texts & lesson_of(skeleton, language).by_source.keys())

    if not texts or 2 * recognized(SOURCE) > len(texts):
        return SOURCE
    return max((SOURCE, *known), key=recognized)
