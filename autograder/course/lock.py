"""Allow one grading at a time on a course folder, and clean up after one that was killed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import messages
from autograder.course.folder import Course
from autograder.errors import CourseError

LOCK = ".grading.lock"
FEEDBACK_LOCK = ".lock"
DRAFT = ".draft-"
OLD = ".old-"


@contextmanager
def course_lock(course: Course) -> Iterator[None]:
    """Hold the course's lock, which ends with this process."""
    with _only_one(course.root / LOCK, messages.BUSY.format(root=course.root)):
        _sweep(course.root / str(course.directory.autograded_directory))
        yield


@contextmanager
def feedback_lock(course: Course) -> Iterator[None]:
    """Hold the lock of the feedback pages: two processes would take each other's for half done."""
    folder = course.root / str(course.directory.feedback_directory)
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one(folder / FEEDBACK_LOCK, messages.BUSY_FEEDBACK.format(root=course.root)):
        yield


@contextmanager
def _only_one(path: Path, busy: str) -> Iterator[None]:
    import fcntl

    with open(path, "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(busy) from None
        yield


def _sweep(autograded: Path) -> None:
    """Delete what a grading that was killed had begun to write."""
    for prefix in (DRAFT, OLD):
        for folder in autograded.glob(f"*/{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)
