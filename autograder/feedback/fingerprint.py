"""Tell which feedback pages would say the same as before, without making them.

A page is made again unless all that went into it is known to be the same: the graded notebook and
the files beside it, marks and comments, the student's name, what was forgiven and named, the
settings, and the program itself with its templates and translations. In doubt it is made again.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import distributions
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Gradebook,
    SubmittedAssignment,
)

from autograder.course.folder import Course
from autograder.course.traces import FINGERPRINTS
from autograder.course.upload_note import shared_by
from autograder.feedback.exporter import FeedbackExporter
from autograder.gradebook.forgiven import read_forgiven
from autograder.gradebook.joined import with_submission
from autograder.gradebook.marks import read_cells, read_people, read_submissions
from autograder.grading.code_digest import checkout_digest
from autograder.groups.named import FILE as NAMED
from autograder.whole_file import read_json, write_json
from course_lib.language import catalogue_files

Page = tuple[str, str]
"""An assignment and a student."""


def fingerprints(course: Course, gradebook: Gradebook, pages: Iterable[Page]) -> dict[Page, str]:
    """Return for each page the digest of all that goes into it."""
    everywhere = _of_everything(course)
    wanted: dict[str, list[str]] = {}
    for assignment, student in pages:
        wanted.setdefault(assignment, []).append(student)
    found = {}
    people = {person.id: person for person in read_people(gradebook)}
    rules = read_forgiven(course.root)
    for assignment, students in wanted.items():
        marks = read_submissions(gradebook, [assignment])
        comments = _comments(gradebook, assignment)
        of_all = (everywhere, read_cells(gradebook, assignment), rules.get(assignment))
        for student in students:
            submitted = course.path(course.directory.submitted_directory, student, assignment)
            graded = course.path(course.directory.autograded_directory, student, assignment)
            members = shared_by(submitted, student)
            parts = (
                of_all,
                digest_of_folder(graded),
                marks.get((student, assignment)),
                sorted(comments.get(student, ())),
                [people.get(member, member) for member in members],
            )
            found[assignment, student] = _digest(repr(parts))
    return found


def _comments(gradebook: Gradebook, assignment: str) -> dict[str, list[str]]:
    comments = gradebook.db.query(
        SubmittedAssignment.student_id,
        BaseCell.name,
        Comment.auto_comment,
        Comment.manual_comment,
    )
    rows = with_submission(comments, Comment).filter(Assignment.name == assignment)
    found: dict[str, list[str]] = {}
    for student, *comment in rows:
        found.setdefault(student, []).append(repr(comment))
    return found


def _of_everything(course: Course) -> str:
    """Return the digest of what all pages of a course have in common."""
    exporter: Any = FeedbackExporter(config=course.config)
    own = [course.root / NAMED, *sorted(course.root.glob("*.py"))]
    parts = (
        _installed(),
        checkout_digest(),
        repr(course.config),
        [_digest_of_file(path) for path in own],
        [_digest_of_file(path) for path in catalogue_files()],
        # The folders of Jupyter itself are listed too, and hold much else.
        [digest_of_folder(Path(p)) for p in exporter.template_paths if Path(p).name != "jupyter"],
    )
    return _digest(repr(parts))


@cache
def _installed() -> str:
    versions = sorted({f"{one.metadata['Name']} {one.version}" for one in distributions()})
    return f"{sys.version} {versions}"


def digest_of_folder(folder: Path) -> str:
    """Return the digest of all files in a folder, with their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _digest(repr([(str(path.relative_to(folder)), _digest_of_file(path)) for path in files]))


def _digest_of_file(path: Path | Traversable) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


class Fingerprints:
    """What each page was made from, and what came of it, in a file beside the pages."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._path = course.root / str(course.directory.feedback_directory) / FINGERPRINTS
        self._known: dict[str, list[str]] = read_json(self._path)

    def is_same(self, page: Page, fingerprint: str | None) -> bool:
        """Return whether a page is there as it was made, and would be made from the same again."""
        known = self._known.get(_key(page))
        return fingerprint is not None and known == [fingerprint, self._digest(page)]

    def note(self, made: Mapping[Page, str]) -> None:
        """Remember that these pages have been made, from what the fingerprints tell."""
        if not made:
            return
        self._known |= {_key(page): [made[page], self._digest(page)] for page in made}
        write_json(self._path, self._known)

    def _digest(self, page: Page) -> str:
        assignment, student = page
        step = self._course.directory.feedback_directory
        return digest_of_folder(self._course.path(step, student, assignment))


def _key(page: Page) -> str:
    return "/".join(page)
