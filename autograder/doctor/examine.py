"""Find what would stop an instructor, before it does: sandbox, secret, rights, gradebook, cells."""

from __future__ import annotations

import platform
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder.course.folder import Course
from autograder.course.secret import NAME as SECRET
from autograder.course.secret import read_secret
from autograder.doctor import messages
from autograder.errors import AutograderError
from autograder.gradebook.database import (
    is_filled,
    is_made,
    open_gradebook,
    require_writable,
    shown,
)
from autograder.grading.save import released_skeleton
from autograder.notebook.lesson import require_exercises
from autograder.refused import in_the_way
from autograder.sandbox.confine import refuse_readable, require_confinement, secret_places
from course_lib import __version__


@dataclass(frozen=True)
class Finding:
    """A sentence about one thing that was examined, and whether it is well."""

    well: bool
    sentence: str


def examine(root: Path) -> Iterator[Finding]:
    """Yield what is found about this installation and the course folder; change nothing."""
    words = {"version": __version__, "python": platform.python_version()}
    yield Finding(True, messages.VERSIONS.format(**words))
    yield _sandbox()
    try:
        course = Course(root)
        course.require_course()
    except AutograderError as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, messages.CONFIGURED.format(root=course.root))
    yield _hidden(course)
    yield _private(course)
    yield _secret(course)
    yield from _gradebook(course)
    yield from _submissions(course)


def _sandbox() -> Finding:
    try:
        require_confinement()
    except AutograderError as error:
        return Finding(False, str(error))
    return Finding(True, messages.SANDBOX)


def _hidden(course: Course) -> Finding:
    try:
        refuse_readable(secret_places(course.root))
    except AutograderError as error:
        return Finding(False, str(error))
    return Finding(True, messages.HIDDEN)


def _private(course: Course) -> Finding:
    if _others_can_read(course.root):
        return Finding(False, messages.OPEN_FOLDER.format(root=course.root))
    return Finding(True, messages.PRIVATE)


def _secret(course: Course) -> Finding:
    path = course.root / SECRET
    if not path.exists() and not is_filled(course):
        return Finding(True, messages.NO_SECRET_YET)
    try:
        read_secret(course.root)
    except AutograderError as error:
        return Finding(False, str(error))
    if _others_can_read(path):
        return Finding(False, messages.OPEN_SECRET.format(path=path))
    return Finding(True, messages.SECRET)


def _others_can_read(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IROTH)


def _gradebook(course: Course) -> Iterator[Finding]:
    """Yield whether the gradebook can be written, and has the notebooks as they are now."""
    try:
        names = course.require([])
        if not is_made(course):  # opening it would make an empty one
            yield Finding(True, messages.NO_GRADEBOOK)
            return
        with open_gradebook(course) as gradebook:
            require_writable(course, gradebook)
            yield Finding(True, messages.GRADEBOOK.format(url=shown(course)))
            for name in names:
                yield _assignment(course, gradebook, name)
    except AutograderError as error:
        yield Finding(False, str(error))


def _assignment(course: Course, gradebook: Gradebook, name: str) -> Finding:
    try:
        require_exercises(course.read_source(name), name)
        gradebook.find_notebook(name, name)
        released_skeleton(course, gradebook, name)
    except MissingEntry:
        return Finding(True, messages.NOT_RELEASED.format(assignment=name))
    except AutograderError as error:
        return Finding(False, str(error))
    except OSError as error:
        return Finding(False, messages.NO_NOTEBOOK.format(assignment=name, why=error.strerror))
    return Finding(True, messages.RELEASED.format(assignment=name))


def _submissions(course: Course) -> Iterator[Finding]:
    if sentence := in_the_way(course.submitted, folder=True):
        yield Finding(False, sentence)
        return
    if not course.submitted.is_dir():
        yield Finding(True, messages.NOTHING_HANDED_IN)
        return
    misplaced = course.misplaced()
    yield from (Finding(False, sentence) for sentence in misplaced)
    if not misplaced:
        yield Finding(True, messages.PLACED.format(folder=course.submitted))
