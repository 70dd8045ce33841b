"""The checkout that `course` runs from: notebooks to copy, and the students' package to build."""

from __future__ import annotations

from pathlib import Path

from autograder.course import messages
from autograder.errors import CourseError

CHECKOUT = Path(__file__).parents[2]


def require_checkout() -> Path:
    """Return the checkout; raise `CourseError` if the grader was installed without one."""
    if not (CHECKOUT / "course_lib" / "pyproject.toml").is_file():
        raise CourseError(messages.NO_CHECKOUT)
    return CHECKOUT
