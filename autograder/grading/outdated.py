"""Read what the last grading left, and notice marks that are not those of the last release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.marks import SubmissionMark
from autograder.grading import messages
from autograder.grading.graded_with import KEY, lesson_digest
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from course_lib.language import counted

_ROUNDED = 0.005
"""Points differ if they differ by more than the rounding."""


@dataclass(frozen=True)
class GradedBefore:
    """What the last grading left in a notebook; both are empty if there is none."""

    known: Mapping[str, Any] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    """Graded cell -> the machine's points."""

    def is_saved(self, mark: SubmissionMark | None) -> bool:
        """Return whether the gradebook has these points: it may come from a backup."""
        machine = {cell: one.machine for cell, one in mark.cells.items()} if mark else {}
        return mark is not None and all(
            abs((machine.get(cell) or 0.0) - points) < _ROUNDED
            for cell, points in self.points.items()
        )


def grading_before(graded: Path) -> GradedBefore:
    """Return what grading left in a notebook."""
    try:
        notebook = json.loads(graded.read_text("utf-8"))
        known = notebook["metadata"][METADATA_KEY]
        points = {
            str(cell["metadata"]["nbgrader"]["grade_id"]): float(verdict["points"] or 0.0)
            for cell in notebook["cells"]
            if (verdict := cell["metadata"].get(METADATA_KEY, {}).get("verdict"))
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return GradedBefore()
    return GradedBefore(known, points) if isinstance(known, dict) else GradedBefore()


def graded_before_release(course: Course, assignments: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each assignment with marks for another release than the last.

    Only what was graded before the last release is read.
    """
    for name in assignments:
        released = course.root / str(course.directory.release_directory) / name / f"{name}.ipynb"
        older = [path for path in _graded(course, name) if _time(path) < _time(released)]
        if not older:
            continue
        try:
            now = lesson_digest(skeleton_of(course.read_source(name)))
        except CourseError:
            continue
        parts = (grading_before(path).known.get(KEY) for path in older)
        count = sum(isinstance(one, dict) and one.get("lesson") != now for one in parts)
        if count:
            yield counted(messages.GRADED_BEFORE_RELEASE, count, assignment=name)


def _graded(course: Course, assignment: str) -> Iterator[Path]:
    step = course.directory.autograded_directory
    for student in course.graded_students(assignment):
        yield course.path(step, student, assignment) / f"{assignment}.ipynb"


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
