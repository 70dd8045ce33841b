"""Bring a course folder to the version of the course that this grader belongs to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry

from autograder.course.checkout import require_checkout
from autograder.course.folder import Course
from autograder.course.lock import course_lock
from autograder.course.made_from import FOLDER, base_of
from autograder.course_update import messages
from autograder.course_update.merge import Kept, listing, merge
from autograder.errors import CourseError
from autograder.gradebook.database import is_made, open_gradebook
from autograder.handout.new_course import files_of_course
from autograder.whole_file import write_whole

BACKUP = ".before_update"
LIST = "update-kept.md"


@dataclass
class CourseUpdate:
    """What an update changed: how much in each file, what it kept, which lessons to release."""

    changed: dict[str, int] = field(default_factory=dict)
    kept: dict[str, list[Kept]] = field(default_factory=dict)
    lessons: list[str] = field(default_factory=list)


def update_course(course: Course, write: bool = True) -> CourseUpdate:
    """Take over what has changed in the course since the folder was made or updated.

    Where the instructor has changed the same, theirs stays, and is listed. Raises `CourseError` if
    the folder does not know what it was made from.
    """
    root = course.root
    course.require_course()
    if not (root / FOLDER).is_dir():
        raise CourseError(messages.NO_BASE.format(root=root, folder=FOLDER))
    require_checkout()
    found = CourseUpdate()
    with course_lock(course):
        if write:
            shutil.rmtree(root / BACKUP, ignore_errors=True)
        for name, (path, theirs) in files_of_course(course).items():
            _update_file(course, name, path, theirs, found, write)
        if write and found.kept:
            (root / LIST).write_text(listing(found.kept), encoding="utf-8")
    return found


def _update_file(
    course: Course, name: str, path: Path, theirs: bytes, found: CourseUpdate, write: bool
) -> None:
    root = course.root
    base = base_of(root, name)
    if base == theirs:
        return
    mine = path.read_bytes() if path.is_file() else None
    data, count, kept = _merged(course, name, base, mine, theirs)
    if kept:
        found.kept[name] = kept
    if data is not None and data != mine:
        found.changed[name] = count
        if name.endswith(".ipynb"):
            found.lessons.append(Path(name).stem)
        if write:
            if mine is not None:
                write_whole(root / BACKUP / name, mine)
            write_whole(path, data)
    if write:
        write_whole(root / FOLDER / name, theirs)


def _merged(
    course: Course, name: str, base: bytes | None, mine: bytes | None, theirs: bytes
) -> tuple[bytes | None, int, list[Kept]]:
    """Return the new content of a file, how many changes it has, and what was kept."""
    if base is None or mine is None or not name.endswith(".ipynb"):
        if mine in (base, theirs):
            return theirs, 1, []
        text = "" if mine is None else mine.decode(errors="replace")
        return mine, 0, [Kept(messages.FILE_CHANGED, text, theirs.decode(errors="replace"))]
    handed_in = _is_handed_in(course, Path(name).stem)
    merged = merge(json.loads(base), json.loads(mine), json.loads(theirs), handed_in)
    if mine == base and not merged.kept and not handed_in:
        return theirs, merged.count, []
    notebook = nbformat.from_dict(merged.notebook)
    return (nbformat.writes(notebook) + "\n").encode(), merged.count, merged.kept


def _is_handed_in(course: Course, assignment: str) -> bool:
    if not is_made(course):
        return False
    with open_gradebook(course) as gradebook:
        try:
            return bool(gradebook.find_notebook(assignment, assignment).submissions)
        except MissingEntry:
            return False


def said(root: Path, found: CourseUpdate, write: bool = True) -> list[str]:
    """Return the sentences for the instructor."""
    if not (found.changed or found.kept):
        return [messages.UP_TO_DATE.format(root=root)]
    form = messages.UPDATED if write else messages.WOULD_UPDATE
    lines = [form.format(file=file, count=count) for file, count in found.changed.items()]
    lines += _kept(found.kept)
    if write and found.kept:
        lines.append(messages.LISTED.format(path=root / LIST))
    if write and found.changed:
        lines.append(messages.BACKUP.format(folder=root / BACKUP))
    if write and found.lessons:
        lines.append(messages.NEXT.format(names=" ".join(found.lessons)))
    return lines


def _kept(kept: Mapping[str, list[Kept]]) -> list[str]:
    return [
        messages.KEPT.format(file=file, sentence=one.sentence)
        for file, several in kept.items()
        for one in several
    ]
