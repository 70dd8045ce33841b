"""Put the notebooks that were found in a ZIP into submitted/, each with its time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.course.find_notebook import TIMESTAMP
from autograder.course.folder import Course
from autograder.course.submission_files import (
    MAX_WITH_OUTPUTS,
    read_regular,
    read_timestamp,
)
from autograder.course.upload_note import UPLOAD, UploadNote, read_note, shared_by
from autograder.errors import UnusableFile
from autograder.full_disk import is_full
from autograder.lms import messages
from autograder.lms.archive import Archive
from autograder.lms.choose import ArchiveContents
from autograder.lms.take import LessonFile, take_notebooks
from autograder.messages import listed
from autograder.visible import called
from autograder.whole_file import write_whole


@dataclass
class CollectResult:
    """The outcome for each student's notebook."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    with_others: list[str] = field(default_factory=list)
    """Students who keep what they handed in with another group."""
    refused: list[str] = field(default_factory=list)
    """Sentences about notebooks that could not be written."""

    @property
    def students(self) -> list[str]:
        """All whose notebook was found."""
        return [*self.new, *self.replaced, *self.unchanged, *self.older, *self.with_others]

    def sentence(self, assignment: str, course: Course) -> str:
        """Return the sentence with all the counts."""
        return messages.COLLECTED.format(
            assignment=assignment,
            place=course.submitted,
            new=len(self.new),
            replaced=len(self.replaced),
            unchanged=len(self.unchanged),
        )

    def notices(
        self, contents: ArchiveContents, course: Course, name_of: Callable[[str], str]
    ) -> list[str]:
        """Return sentences about whose notebooks were replaced, kept or refused."""

        def who(students: list[str]) -> str:
            return listed([called(student, name_of(student)) for student in students])

        sentences = list(self.refused)
        if contents.without:
            students = listed(contents.without)
            sentences.append(messages.WITHOUT_NOTEBOOK.format(students=students))
        if self.replaced:
            sentences.append(messages.REPLACED.format(students=who(self.replaced)))
        if self.older:
            sentences.append(messages.KEPT_NEWER.format(students=who(self.older)))
        if self.with_others:
            words = {"students": who(self.with_others), "assignment": contents.assignment}
            place = course.directory.submitted_directory
            sentences.append(messages.KEPT_WITH_OTHERS.format(place=place, **words))
        taken = {*self.new, *self.replaced}
        late = sorted(s for s, several in contents.by_student.items() if several[0].upload.late)
        without = [
            s for s in late if s in taken and contents.time(contents.by_student[s][0]) is None
        ]
        if without:
            place = course.directory.submitted_directory
            names = {"place": place, "assignment": contents.assignment}
            sentences.append(messages.LATE.format(students=who(without), **names))
        return sentences


def store(course: Course, contents: ArchiveContents, archive: Archive) -> CollectResult:
    """Write the notebooks and their times to submitted/; leave alone what has not changed."""
    result = CollectResult()
    step = str(course.directory.submitted_directory)
    shared: dict[tuple[str, ...], Shared] = {}
    lesson = LessonFile(course.source(contents.assignment))
    for student, candidate, data in take_notebooks(contents, archive, lesson):
        folder = course.path(step, student, contents.assignment)
        members = contents.members(student)
        if members and members not in shared:
            folders = {m: course.path(step, m, contents.assignment) for m in members}
            shared[members] = whose_is(folders, data, contents.assignment)
        if members and student in shared[members].with_others:
            result.with_others.append(student)
            continue
        time = contents.time(candidate)
        blocked = _not_a_folder(course.root, folder)
        if blocked:
            result.refused.append(messages.FOLDER_IS_A_LINK.format(path=blocked))
            continue
        try:
            _store(folder / f"{contents.assignment}.ipynb", data, time, student, result)
            if student not in result.older:
                members = shared[members].members if members else ()
                _note(folder / UPLOAD, UploadNote(candidate.entry.name, members).to_bytes())
        except OSError as error:
            if is_full(error):
                raise
            why = error.strerror or error
            result.refused.append(messages.NOT_STORED.format(path=folder, why=why))
    return result


@dataclass(frozen=True)
class Shared:
    """For whom a group's notebook counts, and which of the group handed in with another one."""

    members: tuple[str, ...]
    with_others: frozenset[str]


def whose_is(folders: Mapping[str, Path], data: bytes, assignment: str) -> Shared:
    """Return for whom a group's notebook counts, from what its members have so far.

    Groups change. A notebook that was there before somebody joined is not that person's, if they
    have handed in with another group, and stays that of whoever has left. One that is new counts
    for the group as it is now.
    """
    before = {m: _before(folder / f"{assignment}.ipynb") for m, folder in folders.items()}
    holders = [member for member, had in before.items() if had == data]
    notes = {member: read_note(folder) for member, folder in folders.items()}
    with_others = frozenset(
        member
        for member, note in notes.items()
        if holders and before[member] not in (None, data) and note and {*note.members} - {member}
        and not {*note.members} & {*holders}
    )  # fmt: skip
    old = {other for member in holders for other in shared_by(folders[member], member)}
    return Shared(tuple(sorted(old | (folders.keys() - with_others))), with_others)


def _store(
    notebook: Path, data: bytes, time: datetime | None, student: str, result: CollectResult
) -> None:
    before = _before(notebook)
    if before == data:
        result.unchanged.append(student)
        stamp = notebook.with_name(TIMESTAMP)
        if time is not None and not os.path.lexists(stamp):
            _put_time(stamp, time)
    elif before is not None and _is_newer(notebook.parent, time):
        result.older.append(student)
    else:
        _write(notebook, data, time)
        (result.new if before is None else result.replaced).append(student)


def _not_a_folder(root: Path, folder: Path) -> Path | None:
    """Return the first part of the path to `STUDENT/ASSIGNMENT` that is not a real folder."""
    root = (
        root if folder.is_relative_to(root) else folder.parents[1]
    )  # submissions may be elsewhere
    parts = folder.relative_to(root).parts
    folders = [root.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    return next((p for p in folders if p.is_symlink() or (p.exists() and not p.is_dir())), None)


def _before(notebook: Path) -> bytes | None:
    """Return what was collected before; empty if it is not a file and so is to be replaced."""
    try:
        return read_regular(notebook, MAX_WITH_OUTPUTS)
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
    """Write a notebook and its time, the old time first: an interruption never mixes the two."""
    notebook.parent.mkdir(parents=True, exist_ok=True)
    stamp = notebook.with_name(TIMESTAMP)
    stamp.unlink(missing_ok=True)
    write_whole(notebook, data)
    if time is not None:
        _put_time(stamp, time)


def _note(path: Path, note: bytes) -> None:
    if _before(path) != note:
        write_whole(path, note)


def _put_time(stamp: Path, time: datetime) -> None:
    write_whole(stamp, f"{time:%Y-%m-%d %H:%M:%S} UTC".encode())
