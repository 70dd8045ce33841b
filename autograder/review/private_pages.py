"""Write pages that only instructors may see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.course.folder import Course
from autograder.html.templates import fill
from autograder.whole_file import PRIVATE, make_private_folder, write_whole

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


def write_private(course: Course, name: str, template: str, **values: Any) -> Path:
    """Write a page that only the owner of the course folder can read, and return its path."""
    path = private_folder(course) / f"{name}.html"
    write_whole(path, fill(template, **values), PRIVATE)
    return path
