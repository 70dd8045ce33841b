"""Puts the notebooks that were found in a ZIP into submitted/, each with its time."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.course.folder import Course
from autograder.course.lock import DRAFT
from autograder.course.submission_files import TIMESTAMP, read_regular, read_timestamp
from autograder.errors import UnusableFile
from autograder.lms import messages
from autograder.lms.archive import Archive
from autograder.lms.choose import Found


@dataclass
class Collected:
    """What became of each student's notebook."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Sentences."""

    @property
    def students(self) -> list[str]:
        """All whose notebook was found."""
        return [*self.new, *self.replaced, *self.unchanged, *self.older]

    def notices(self, found: Found, course: Course) -> list[str]:
        """Sentences about what became of whom."""
        said = list(self.refused)
        if self.replaced:
            said.append(messages.REPLACED.format(students=messages.listed(self.replaced)))
        if self.older:
            said.append(messages.KEPT_NEWER.format(students=messages.listed(self.older)))
        taken = {*self.new, *self.replaced}
        late = sorted(s for s, several in found.by_student.items() if several[0].upload.late)
        without = [s for s in late if s in taken and found.time(found.by_student[s][0]) is None]
        if without:
            place = course.directory.submitted_directory
            names = {"place": place, "assignment": found.assignment}
            said.append(messages.LATE.format(students=messages.listed(without), **names))
        return said


def store(course: Course, found: Found, archive: Archive) -> Collected:
    """Writes the notebooks and their times to submitted/; what is there and the same stays."""
    collected = Collected()
    step = str(course.directory.submitted_directory)
    for student, candidate, data in found.notebooks(archive):
        folder = course.path(step, student, found.assignment)
        time = found.time(candidate)
        blocked = _not_a_folder(course.root, folder)
        if blocked:
            collected.refused.append(messages.FOLDER_IS_A_LINK.format(path=blocked))
            continue
        try:
            _store(folder / f"{found.assignment}.ipynb", data, time, student, collected)
        except OSError as error:
            why = error.strerror or error
            collected.refused.append(messages.NOT_STORED.format(path=folder, why=why))
    return collected


def _store(
    notebook: Path, data: bytes, time: datetime | None, student: str, collected: Collected
) -> None:
    before = _before(notebook)
    if before == data:
        collected.unchanged.append(student)
        stamp = notebook.with_name(TIMESTAMP)
        if time is not None and not os.path.lexists(stamp):
            _put_time(stamp, time)
    elif before is not None and _is_newer(notebook.parent, time):
        collected.older.append(student)
    else:
        _write(notebook, data, time)
        (collected.new if before is None else collected.replaced).append(student)


def _not_a_folder(root: Path, folder: Path) -> Path | None:
    """The first part of the way to `STUDENT/ASSIGNMENT` that is no honest folder."""
    root = root if folder.is_relative_to(root) else folder.parents[1]  # work may lie elsewhere
    parts = folder.relative_to(root).parts
    way = [root.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    return next((p for p in way if p.is_symlink() or (p.exists() and not p.is_dir())), None)


def _before(notebook: Path) -> bytes | None:
    """What was collected before; empty if it is something else than a file, to be replaced."""
    try:
        return read_regular(notebook)
    except FileNotFoundError:
        return None
    except ValueError:
        return b""


def _is_newer(folder: Path, time: datetime | None) -> bool:
    try:
        before = read_timestamp(folder)
    except UnusableFile:
        return False
    return before is not None and time is not None and before > time


def _write(notebook: Path, data: bytes, time: datetime | None) -> None:
    """The old time goes first: whenever this is interrupted, no notebook has another's time."""
    notebook.parent.mkdir(parents=True, exist_ok=True)
    stamp = notebook.with_name(TIMESTAMP)
    stamp.unlink(missing_ok=True)
    _put(notebook, data)
    if time is not None:
        _put_time(stamp, time)


def _put_time(stamp: Path, time: datetime) -> None:
    _put(stamp, f"{time:%Y-%m-%d %H:%M:%S} UTC".encode())


def _put(path: Path, data: bytes) -> None:
    """A whole file or none, and never through a link."""
    draft = path.with_name(DRAFT + path.name)
    draft.unlink(missing_ok=True)
    with open(draft, "xb") as file:
        file.write(data)
    os.replace(draft, path)
