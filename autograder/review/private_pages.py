"""Write pages that only instructors may see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.folder import Course
from autograder.html.templates import fill
from autograder.notebook.titles import lesson_titles
from autograder.whole_file import PRIVATE, make_private_folder, write_whole

if TYPE_CHECKING:
    from autograder.review.interview import Interview
    from autograder.review.why import Why

FOLDER = "instructor"
"""In the course folder, which nobody but instructors may read; no step of nbgrader's copies it."""


def private_folder(course: Course) -> Path:
    """Return the folder for instructors, which nobody else may enter; make it if necessary."""
    folder = course.root / FOLDER
    make_private_folder(folder)
    return folder


def name_of(kind: str, student: str, assignment: str) -> str:
    """Return the name of what a command makes of a submission, such as `why-ana-adam`."""
    return f"{kind}-{student}-{assignment}"


def whose(path: Path) -> tuple[str, str]:
    """Return the student and the assignment of something in that folder, as its name has them."""
    _, _, rest = path.name.removesuffix(".html").partition("-")
    student, _, assignment = rest.rpartition("-")  # no assignment has a hyphen in its name
    return student, assignment


def write_private(course: Course, kind: str, of: Why | Interview, **values: Any) -> Path:
    """Write a page that only the owner of the course folder can read, and return its path.

    The template `review/KIND.html.j2` finds under that name what the page is made from, besides the
    titles of the lesson and the values.
    """
    titles = lesson_titles(course.source(of.assignment), of.assignment)
    known = {kind: of, "titles": titles, "assignment_title": titles.assignment}
    path = private_folder(course) / f"{name_of(kind, of.student, of.assignment)}.html"
    write_whole(path, fill(f"review/{kind}.html.j2", **known, **values), PRIVATE)
    return path
