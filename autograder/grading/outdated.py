"""Notice work that was graded before its lesson was released again, before its marks go out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.grading import messages
from autograder.grading.graded_with import KEY, lesson_digest
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of


def grading_before(graded: Path) -> dict[str, Any]:
    """Return what grading left in a notebook's metadata; nothing if there is none."""
    try:
        known = json.loads(graded.read_text("utf-8"))["metadata"][METADATA_KEY]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return known if isinstance(known, dict) else {}


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
        parts = (grading_before(path).get(KEY) for path in older)
        count = sum(isinstance(one, dict) and one.get("lesson") != now for one in parts)
        if count:
            yield messages.GRADED_BEFORE_RELEASE.format(assignment=name, count=count)


def _graded(course: Course, assignment: str) -> Iterator[Path]:
    step = course.directory.autograded_directory
    for student in course.graded_students(assignment):
        yield course.path(step, student, assignment) / f"{assignment}.ipynb"


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
