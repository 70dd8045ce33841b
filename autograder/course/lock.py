"""Allow one grading at a time on a course folder, and clean up after one that was killed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course.folder import Course
from autograder.errors import CourseError

LOCK = ".grading.lock"
DRAFT = ".draft-"
OLD = ".old-"


@contextmanager
def course_lock(course: Course) -> Iterator[None]:
    """Hold the course's lock, which ends with this process."""
    import fcntl

    with open(course.root / LOCK, "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"Another `course grade` is running on {course.root}. Nothing was changed. "
                "Run this again when it has finished."
            ) from None
        _sweep(course.root / str(course.directory.autograded_directory))
        yield


def _sweep(autograded: Path) -> None:
    """Delete what a grading that was killed had begun to write."""
    for prefix in (DRAFT, OLD):
        for folder in autograded.glob(f"*/{prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)
