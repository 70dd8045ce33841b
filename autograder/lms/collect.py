"""Put the notebooks that were found in a ZIP into submitted/, each with its time."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder.course.find_notebook import TIMESTAMP
from autograder.course.folder import Course
from autograder.course.submission_files import MAX_WITH_OUTPUTS, read_regular
from autograder.course.upload_note import UPLOAD, UploadNote, read_note, shared_by
from autograder.full_disk import is_full
from autograder.lms import messages
from autograder.lms.archive import Archive
from autograder.lms.choose import ArchiveContents, Candidate
from autograder.lms.replace import Outcome, age_in, choose, upload_noted, why_no_answers
from autograder.lms.take import LessonFile, take_notebooks
from autograder.messages import all_of, listed
from autograder.visible import called
from autograder.whole_file import write_whole


@dataclass
class CollectResult:
    """The outcome for each student's notebook."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Students whose earlier notebook stays, because it is newer or has answers."""
    with_others: list[str] = field(default_factory=list)
    """Students who keep what they handed in with another group."""
    outcomes: dict[Outcome, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What came of notebooks where others had been collected: whose they are."""
    without_answers: dict[tuple[str, str], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """(file, why) of those that were left out for better ones: whose they are."""
    untimed: list[str] = field(default_factory=list)
    """Students whose notebook has lost the time that an earlier ZIP gave it."""
    late: dict[str, bool] = field(default_factory=dict)
    """Students whose notebook Canvas marked LATE: whether its time is known."""
    refused: list[str] = field(default_factory=list)
    """Sentences about notebooks that could not be written."""

    @property
    def students(self) -> list[str]:
        """All whose notebook was found."""
        return [*self.new, *self.replaced, *self.unchanged, *self.kept, *self.with_others]

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

        def who(students: list[str], shown: Callable[[list[str]], str] = all_of) -> str:
            return shown([called(student, name_of(student)) for student in students])

        sentences = list(self.refused)
        if contents.without:
            without = all_of(contents.without)
            sentences.append(messages.WITHOUT_NOTEBOOK.format(students=without))
        place = {"place": course.directory.submitted_directory, "assignment": contents.assignment}
        for outcome, form in _OUTCOMES.items():
            if outcome in self.outcomes:
                shown = listed if outcome in _AS_EXPECTED else all_of
                words = {"students": who(self.outcomes[outcome], shown), **place}
                graded = course.directory.autograded_directory
                sentences.append(form.format(graded=graded, **words))
        for (file, why), students in self.without_answers.items():
            words = {"students": who(students), "file": file, "why": why, **place}
            sentences.append(messages.KEPT_WITH_ANSWERS.format(**words))
        if self.with_others:
            words = {"students": who(self.with_others), **place}
            sentences.append(messages.KEPT_WITH_OTHERS.format(**words))
        if self.untimed:
            sentences.append(messages.NO_LONGER_TIMED.format(students=who(self.untimed)))
        for timed, form in ((False, messages.LATE), (True, messages.LATE_TIMED)):
            late = sorted(student for student, known in self.late.items() if known is timed)
            if late:
                sentences.append(form.format(students=who(late), **place))
        return sentences


_OUTCOMES = {
    Outcome.NEWER: messages.REPLACED,
    Outcome.UNCLEAR: messages.REPLACED_UNCLEAR,
    Outcome.ANSWERS: messages.REPLACED_BY_OLDER,
    Outcome.OLDER: messages.KEPT_NEWER,
}

_AS_EXPECTED = (Outcome.NEWER, Outcome.OLDER)
"""Outcomes of which nobody has to look at each: the newer notebook counts."""


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
        blocked = _not_a_folder(course.root, folder)
        if blocked:
            result.refused.append(messages.FOLDER_IS_A_LINK.format(path=blocked))
            continue
        members = shared[members].members if members else ()
        try:
            _store(folder, contents, Coming(student, candidate, data, members), lesson, result)
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


@dataclass(frozen=True)
class Coming:
    """A notebook out of a ZIP, of a student or of all members of a group."""

    student: str
    candidate: Candidate
    data: bytes
    members: tuple[str, ...]


def _store(
    folder: Path, contents: ArchiveContents, new: Coming, lesson: LessonFile, result: CollectResult
) -> None:
    """Put one notebook into its folder, unless what is there is to stay; note what it is."""
    notebook, stamp = folder / f"{contents.assignment}.ipynb", folder / TIMESTAMP
    note, time = read_note(folder), contents.time(new.candidate)
    before, age = _before(notebook), age_in(folder, note, new.candidate.upload, time)
    now = UploadNote(new.candidate.entry.name, new.members, _stamped(time))
    outcome = None
    if before is not None and before != new.data:
        outcome = choose(before, new.data, age, lesson)
    elif before is not None:
        name = note.name if note and age == -1 else now.name
        now = UploadNote(name, new.members, note.time if note else "")
    if before is None or (outcome and outcome.replaces):
        _write(notebook, new.data, time)
    else:
        kept = note if outcome and note else now
        noted = _retime(stamp, kept.time, None if outcome else time, contents.times_refused)
        if kept.time and not noted:
            result.untimed.append(new.student)
        now = replace(kept, time=noted)
    _count(new, before, outcome, result)
    if not outcome or outcome.replaces or note:
        _note(folder / UPLOAD, now.to_bytes())
    uploaded = upload_noted(read_note(folder))
    if uploaded and uploaded.late:
        result.late[new.student] = os.path.lexists(stamp)


def _count(
    new: Coming, before: bytes | None, outcome: Outcome | None, result: CollectResult
) -> None:
    """Note what came of a notebook, once it has been written."""
    if outcome is None:
        (result.new if before is None else result.unchanged).append(new.student)
        return
    result.outcomes[outcome].append(new.student)
    (result.replaced if outcome.replaces else result.kept).append(new.student)
    if outcome is Outcome.NO_ANSWERS:
        what = new.candidate.entry.shown, why_no_answers(new.data)
        result.without_answers[what].append(new.student)


def _retime(stamp: Path, noted: str, time: datetime | None, refused: bool) -> str:
    """Add the time of a notebook that stays, or take away the one that came from a ZIP.

    Returns what of it is noted as the ZIP's: a time that somebody wrote there stays.
    """
    if refused and noted and _before(stamp) == noted.encode():
        stamp.unlink()
        return ""
    if time is not None and not os.path.lexists(stamp):
        _put_time(stamp, time)
        return _stamped(time)
    return noted


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
    write_whole(stamp, _stamped(time).encode())


def _stamped(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC" if time else ""
