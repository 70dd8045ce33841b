"""Write the page that says where a student lost points, for instructors only."""

from __future__ import annotations

from pathlib import Path

from autograder.course.folder import Course
from autograder.review import messages
from autograder.review.private_pages import write_private
from autograder.review.why import Why


def write_page(course: Course, why: Why) -> Path:
    """Write the page into the folder for instructors, and return its path."""
    return write_private(
        course,
        "why",
        why,
        private=messages.PRIVATE,
        all_right=messages.ALL_RIGHT,
        shade=shade,
    )


def shade(score: float, out_of: float) -> str:
    """Return the CSS class of a number of points."""
    if score >= out_of:
        return "full"
    return "none" if score <= 0 else "part"
