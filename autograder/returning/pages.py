"""Find the feedback to return, and remember what was returned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course.folder import Course
from autograder.course.traces import RETURNED
from autograder.course.upload_note import UploadNote, read_note
from autograder.whole_file import read_json, write_json


@dataclass(frozen=True)
class Page:
    """A student's page, and what is known of the file that it answers."""

    student: str
    assignment: str
    path: Path
    note: UploadNote | None

    @property
    def digest(self) -> str:
        """What tells this page from another."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def pages_of(course: Course, assignment: str, students: Iterable[str]) -> list[Page]:
    """Return the pages of these students that were written."""
    found = []
    for student in students:
        folder = course.path(course.directory.feedback_directory, student, assignment)
        path = folder / f"{assignment}.html"
        submitted = course.path(course.directory.submitted_directory, student, assignment)
        if path.is_file():
            found.append(Page(student, assignment, path, read_note(submitted)))
    return found


class Returned:
    """What was returned of the course's feedback, by each way on which it goes."""

    def __init__(self, course: Course, way: str) -> None:
        self._path = course.root / str(course.directory.feedback_directory) / RETURNED
        self._way = way
        self._known: dict[str, dict[str, str]] = read_json(self._path)

    def changed(self, pages: Iterable[Page]) -> list[Page]:
        """Return the pages that were never returned, or say something else now."""
        known = self._known.get(self._way, {})
        return [page for page in pages if known.get(_key(page)) != page.digest]

    def note(self, pages: Iterable[Page]) -> None:
        """Remember that these were returned."""
        self._known.setdefault(self._way, {}).update({_key(page): page.digest for page in pages})
        write_json(self._path, self._known)


def _key(page: Page) -> str:
    return f"{page.assignment}/{page.student}"
