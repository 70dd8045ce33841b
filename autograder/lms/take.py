"""Take one notebook of each student out of a ZIP: the newest that can be read and has answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from autograder.course import messages as files
from autograder.course.find_notebook import CHECKPOINTS
from autograder.errors import EntryRejected
from autograder.lms import messages
from autograder.lms.archive import Archive, shown
from autograder.lms.choose import ArchiveContents, Candidate, moment
from autograder.notebook.decode import decode
from autograder.notebook.file_kinds import kind_of
from autograder.notebook.rebuild import skeleton_of
from autograder.notebook.worked import Answers, answers_in_each
from autograder.notebook.wrappings import is_packed
from autograder.notebook.zipped import count_of_names, is_archive, only_notebook
from course_lib.cell_text import checked_names

_BLANK = b"\x00 \t\r\n"
_HEAD = 5_000
_MOST = 8
"""Notebooks of one student or group that are looked into."""

Taken = tuple[Candidate, bytes]


@dataclass(frozen=True)
class LessonFile:
    """The instructor's notebook, by which a student's is recognized among several."""

    path: Path

    @cached_property
    def source(self) -> str:
        """Its text; empty if it cannot be read."""
        try:
            return self.path.read_text("utf-8")
        except (OSError, ValueError):
            return ""

    @cached_property
    def exercises(self) -> list[str]:
        """The exercises that it checks; none if it cannot be read."""
        try:
            cells = json.loads(self.source)["cells"]
            return checked_names("\n".join("".join(cell["source"]) for cell in cells))
        except (ValueError, KeyError, TypeError):
            return []

    @cached_property
    def skeleton(self) -> str:
        """The same without solutions."""
        return skeleton_of(self.source) if self.exercises else ""

    def answers(self, data: bytes) -> Answers | None:
        """Return what a file answers of the lesson; None if that cannot be told."""
        return answers_in_each([data], self.skeleton)[0] if self.skeleton else None


@dataclass(frozen=True)
class _Seen:
    """A candidate that was read, and what is in it."""

    candidate: Candidate
    blank: bool
    answers: Answers | None
    exercises: int

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        """What makes it likelier than one that comes before it."""
        named = self.candidate.named
        has_answers = self.answers is None or bool(self.answers)
        return not self.blank, has_answers, named, 0 if named else self.exercises


def take_notebooks(
    contents: ArchiveContents, archive: Archive, lesson: LessonFile
) -> Iterator[tuple[str, Candidate, bytes]]:
    """Yield the notebook of each student that counts, and note the others."""
    taken: Taken | None = None
    before: list[Candidate] = []
    for student, candidates in contents.by_student.items():
        if candidates is not before:  # else of another member of the same group
            before = candidates
            taken = _take(contents, archive, student, lesson)
            if taken:
                contents.notices += _of_group(contents, student, taken[0])
        if taken is None:
            contents.without.append(student)
        else:
            yield student, *taken


def _take(
    contents: ArchiveContents, archive: Archive, student: str, lesson: LessonFile
) -> Taken | None:
    """Return the notebook of one student or group, of which only the best so far is kept."""
    candidates = contents.by_student[student]
    best: tuple[_Seen, bytes] | None = None
    seen: list[_Seen] = []
    unseen: list[Candidate] = []
    for place, candidate in enumerate(candidates):
        if best and place >= _MOST:
            unseen.append(candidate)
            continue
        try:
            data = _read(archive, candidate, lesson)
        except EntryRejected as error:
            contents.ignore(candidate.entry, str(error))
            continue
        one = _look(candidate, data, lesson, len(candidates) > 1)
        seen.append(one)
        if best is None or one.rank > best[0].rank:
            best = one, data
    if best is None:
        return None
    taken = best[0]
    for one in seen:
        if one is not taken:
            contents.ignore(one.candidate.entry, _why_not(contents, one, taken, student))
    for candidate in unseen:
        contents.ignore(candidate.entry, _at_once(contents, taken, student))
    if not taken.candidate.named or CHECKPOINTS in taken.candidate.entry.path:
        words = {"assignment": contents.assignment, "file": taken.candidate.entry.shown}
        contents.renamed.append(messages.RENAMED.format(**words))
    contents.notices += _with_more(contents, taken, seen, student)
    return taken.candidate, best[1]


def _read(archive: Archive, candidate: Candidate, lesson: LessonFile) -> bytes:
    """Return a candidate's notebook, out of the student's own archive if need be."""
    data = archive.read(candidate.entry)
    if not candidate.packed or _only_called_so(data):
        return data
    try:
        return only_notebook(data, lesson.exercises)[1]
    except ValueError as error:
        raise EntryRejected(str(error)) from None


def _only_called_so(data: bytes) -> bool:
    """Return whether a file is no archive but in name, as where an LMS takes nothing but ZIPs.

    Raises `EntryRejected` if it is no notebook either.
    """
    head = data[:_HEAD]
    if is_archive(data) or is_packed(data) or not head.strip(_BLANK):
        return False
    text = decode(head)[0]
    if text.lstrip().startswith("{"):
        return True
    kind = kind_of(head, text, None)
    if kind in (files.IS_SOMETHING_ELSE, files.IS_NO_TEXT):
        return False  # then the name may be right
    raise EntryRejected(kind)


def _look(candidate: Candidate, data: bytes, lesson: LessonFile, several: bool) -> _Seen:
    """Return what is in a notebook, if there are others to compare it with."""
    blank = not data.strip(_BLANK)
    if not several or blank:
        return _Seen(candidate, blank, frozenset() if blank else None, 0)
    return _Seen(candidate, False, lesson.answers(data), count_of_names(data, lesson.exercises))


def _why_not(contents: ArchiveContents, one: _Seen, taken: _Seen, student: str) -> str:
    """Return the end of the sentence that says why another one was taken."""
    who = shown(contents.groups.get(student, student))
    if one.blank:
        return messages.EMPTY
    if taken.answers and one.answers is not None and not one.answers:
        return messages.NO_ANSWERS
    if not one.candidate.named and taken.candidate.named:
        return messages.OTHER_NAME.format(student=who, assignment=contents.assignment)
    if _moment(contents, one) < _moment(contents, taken):
        return messages.OLDER.format(student=who)
    return _at_once(contents, taken, student)


def _at_once(contents: ArchiveContents, taken: _Seen, student: str) -> str:
    words = {"student": shown(contents.groups.get(student, student))}
    return messages.SEVERAL_AT_ONCE.format(file=taken.candidate.entry.shown, **words)


def _moment(contents: ArchiveContents, one: _Seen) -> tuple[datetime, int]:
    return moment(one.candidate, contents.with_times)


def _with_more(
    contents: ArchiveContents, taken: _Seen, seen: list[_Seen], student: str
) -> Iterator[str]:
    """Yield sentences about notebooks with answers that the one that was taken lacks."""
    words = {"assignment": contents.assignment, "file": taken.candidate.entry.shown}
    for one in seen:
        more = one.answers and taken.answers is not None and not one.answers <= taken.answers
        if more and _moment(contents, one) >= _moment(contents, taken):
            words |= {"other": one.candidate.entry.shown, "student": shown(student)}
            yield messages.ANSWERS_TOO.format(**words)


def _of_group(contents: ArchiveContents, student: str, taken: Candidate) -> Iterator[str]:
    """Yield a sentence about whose notebook counts for a group, if several members handed in."""
    group, several = contents.groups.get(student), contents.by_student[student]
    if group is None or len({candidate.upload.number for candidate in several}) < 2:
        return
    known = contents.with_times or several[0].upload.order > 0
    form = messages.GROUP_NEWEST if known else messages.GROUP_UNKNOWN
    if known and taken is not several[0]:
        form = messages.GROUP_OTHER
    yield form.format(group=shown(group), name=shown(taken.upload.name))
