"""Find whose the notebooks are in a ZIP that an LMS made, each student's newest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from autograder.course.find_notebook import is_archive, is_noise
from autograder.errors import CourseError
from autograder.lms import messages, names
from autograder.lms.archive import Archive, Entry, in_utc, is_folder, is_rejected, shown
from autograder.lms.directory import Directory
from autograder.lms.names import Upload
from autograder.lms.owners import Owned, is_test_student, owners
from autograder.lms.rosters.roster import CANVAS, words_of
from autograder.lms.systems import (
    FOLDERS,
    any_upload_in,
    is_apples,
    meant_by,
    read_uploads,
    upload_in,
)
from autograder.messages import all_of, listed
from autograder.visible import called

_VERSION = re.compile(r"/Version (\d{1,9})/", re.ASCII)
"""Where Teams has what somebody handed in before."""
_NOTHING = "nothing"
"""A file that could be in an empty folder."""
_MOMENT = timedelta(minutes=2)
_PER_FILE = timedelta(seconds=2)


@dataclass(frozen=True)
class Candidate:
    """A notebook in the ZIP that a student may have meant."""

    entry: Entry
    upload: Upload
    copy: int
    place: int
    time: datetime | None
    """When it was handed in (UTC), if the ZIP says so."""
    named: bool
    """True if it has the assignment's name; otherwise it is taken if there is no better one."""

    @property
    def packed(self) -> bool:
        """Whether it is an archive of the student's own, with the notebook in it."""
        return is_archive(self.upload.file)


@dataclass
class ArchiveContents:
    """The contents of a ZIP for one assignment: each student's notebooks, newest first."""

    assignment: str
    by_student: dict[str, list[Candidate]]
    with_times: bool
    times_refused: bool = False
    """True if somebody said that the files' times are not those of handing in."""
    notices: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    """A sentence for each notebook that has another name than its assignment."""
    ignored: list[str] = field(default_factory=list)
    """A sentence for each file that was left out."""
    without: list[str] = field(default_factory=list)
    """Students of whom the ZIP has files, or the roster a row, but no notebook."""
    system: str = ""
    """Which system made the ZIP."""
    groups: dict[str, str] = field(default_factory=dict)
    """Student -> the group whose notebook it is; its members have one list of notebooks."""

    def members(self, student: str) -> tuple[str, ...]:
        """Return all members of the group whose notebook it is; nobody if it is one student's."""
        group = self.groups.get(student)
        return tuple(s for s, other in self.groups.items() if other == group) if group else ()

    def time(self, candidate: Candidate) -> datetime | None:
        """Return when it was handed in (UTC), if the ZIP says so."""
        return candidate.time if self.with_times else None

    def ignore(self, entry: Entry, why: str) -> None:
        """Note that a file was left out."""
        self.ignored.append(messages.IGNORED.format(file=entry.shown, why=why))


def find_notebooks(
    archive: Archive,
    path: Path,
    known: Mapping[str, str],
    assignment: str | None,
    directory: Directory | None,
    times: bool | None,
    in_groups: bool = False,
) -> ArchiveContents:
    """Find the students' notebooks; raise `CourseError` if their assignment is unclear.

    It is the one that the notebooks are named after or, if none is, whose name or title is in that
    of the ZIP, as Moodle makes it. `known` maps the names of assignments to their titles.
    `times` says whether the files' times are submission times; with None the ZIP decides.
    `in_groups` says that a notebook is the whole group's.
    """
    uploads, ignored = read_uploads(archive, path, directory, known)
    if not uploads:
        raise CourseError(_why_nothing(path, ignored))
    assignment = assignment or _assignment(path, uploads, known)
    candidates: list[Candidate] = []
    for place, (entry, upload) in enumerate(uploads):
        meant = meant_by(upload.file, known)
        named = _is_named(upload.file, known)
        if meant and meant[0] != assignment:
            why = messages.OTHER_ASSIGNMENT.format(other=meant[0], assignment=assignment)
            ignored.append((entry, why if named else messages.NO_NOTEBOOK))
        else:
            copy = meant[1] if meant else 0
            time = in_utc(upload.time, archive.zone) if upload.time else entry.time
            candidates.append(Candidate(entry, upload, copy, place, time, named))
    chosen = [c.time for c in candidates]
    said = any(c.upload.time for c in candidates)
    system = uploads[0][1].lms if uploads else ""
    theirs = said or not (system == CANVAS or _is_of_download(chosen))
    with_times = theirs if times is None else times
    found = ArchiveContents(assignment, {}, with_times, times is False, system=system)
    whose = list(owners([c.upload for c in candidates], directory, in_groups))
    _assign(found, candidates, whose, ignored)
    # a notebook with the right name comes before any other
    for several in {id(several): several for several in found.by_student.values()}.values():
        several.sort(
            key=lambda c: (c.named, not is_archive(c.upload.file), *_age(c, with_times)),
            reverse=True,
        )
    _ignore(found, archive, ignored, directory)
    if found.groups:
        groups = [*dict.fromkeys(found.groups.values())]
        found.notices.append(messages.GROUPS.format(groups=listed(groups)))
    if found.system == FOLDERS:
        found.notices.append(messages.BY_FOLDERS)
    if archive.code_page:
        found.notices.append(messages.NAMES_GUESSED.format(encoding=archive.code_page))
    if times is None and any(chosen) and not with_times:
        canvas = found.system == CANVAS
        found.notices.append(messages.TIMES_OF_CANVAS if canvas else messages.MOMENT_OF_DOWNLOAD)
    return found


def _why_nothing(path: Path, ignored: list[tuple[Entry, str]]) -> str:
    """Return the sentence that says why no file of a ZIP can be a student's notebook."""
    whys = {why for _, why in ignored}
    real = [(entry, why) for entry, why in ignored if not any(map(is_noise, entry.path))]
    if not real:
        return messages.NO_FILES.format(path=path)
    if all(why == messages.NOT_OF_AN_LMS and is_archive(e.path[-1]) for e, why in real):
        return messages.ONLY_ARCHIVES.format(path=path, files=listed([e.shown for e, _ in real]))
    if messages.ENCRYPTED in whys and whys <= {messages.ENCRYPTED, messages.NO_NOTEBOOK}:
        return messages.ALL_ENCRYPTED.format(path=path)
    uploads = dict.fromkeys(
        called(upload.number, upload.name)
        for entry, why in ignored
        for upload in [any_upload_in(entry.path)]
        if upload and why == messages.NO_NOTEBOOK
    )
    rejected = [(entry, why) for entry, why in ignored if is_rejected(entry)]
    if not uploads and any(any_upload_in(entry.path) for entry, _ in rejected):
        files = {why: entry.shown for entry, why in rejected}
        reasons = [messages.A_REASON.format(file=file, why=why) for why, file in files.items()]
        return messages.NOTHING_USABLE.format(path=path, reasons="; ".join(reasons))
    if messages.NOT_OF_AN_LMS in whys or messages.OF_ANOTHER_LMS in whys or not uploads:
        return messages.NOTHING_COLLECTED.format(path=path)
    return messages.NO_NOTEBOOKS.format(path=path, students=all_of([*uploads]))


def _assign(
    found: ArchiveContents,
    candidates: list[Candidate],
    whose: list[Owned],
    ignored: list[tuple[Entry, str]],
) -> None:
    """Give each notebook to its student, or to all members of its group in one list."""
    lists: dict[tuple[str, ...], list[Candidate]] = {}
    strangers: dict[str, None] = {}
    for candidate, owned in zip(candidates, whose, strict=True):
        if owned.why:
            ignored.append((candidate.entry, owned.why))
            continue
        if owned.stranger:
            strangers[called(candidate.upload.number, candidate.upload.name)] = None
        several = lists.setdefault(owned.students, [])
        several.append(candidate)
        for student in owned.students:
            found.by_student[student] = several
            if owned.group:
                found.groups[student] = owned.group
    if strangers:
        found.notices.append(messages.STRANGERS.format(students=all_of([*strangers])))


def _ignore(
    found: ArchiveContents,
    archive: Archive,
    ignored: list[tuple[Entry, str]],
    directory: Directory | None,
) -> None:
    """Note what was left out: a sentence a file, but one for all that lie beside a notebook."""
    uploads = [c.upload for several in found.by_student.values() for c in several]
    taken = {(upload.lms, upload.number) for upload in uploads}
    titled = len(uploads[0].keys) if uploads else None
    beside = 0
    for entry, why in sorted(ignored, key=lambda pair: pair[0].path):
        upload = upload_in(entry.path, found.system, titled)
        here = upload is not None and (upload.lms, upload.number) in taken
        if here and why in (messages.NO_NOTEBOOK, messages.MADE_BY_A_SYSTEM):
            beside += 1
            continue
        if upload and is_test_student(upload, directory):
            found.ignore(entry, messages.TEST_STUDENT)
            continue
        # whoever the course knows is named below
        if upload and not here and not is_apples(entry.path) and not _is_known(upload, directory):
            who = called(upload.number, "" if upload.name == upload.number else upload.name)
            found.without += [shown(who)] if shown(who) not in found.without else []
        found.ignore(entry, why)
    if beside:
        found.ignored.append(messages.BESIDE_NOTEBOOKS.format(count=beside))
    _note_empty_folders(found, archive, directory)
    if directory is not None:
        rows = range(len(directory.rows))
        students = {names.folder_name(directory.student(row)): row for row in rows}
        missing = [row for student, row in students.items() if student not in found.by_student]
        found.without += [directory.called(row) for row in missing]


def _note_empty_folders(
    found: ArchiveContents, archive: Archive, directory: Directory | None
) -> None:
    """Note whose folder has nothing in it at all; whoever the course knows is named anyway."""
    taken = {c.upload.number for several in found.by_student.values() for c in several}
    for path in (entry.path for entry in archive.entries if is_folder(entry) and entry.path):
        upload = upload_in((*path, _NOTHING), found.system)
        if upload and upload.number not in taken and not _is_known(upload, directory):
            who = shown(called(upload.number, "" if upload.name == upload.number else upload.name))
            found.without += [who] if who not in found.without else []


def _is_known(upload: Upload, directory: Directory | None) -> bool:
    """Return whether a file is somebody's of the course, even if it is unclear whose."""
    if directory is None:
        return False
    [owned] = owners([upload], directory)
    return bool(owned.students and not owned.stranger) or directory.namesakes(upload.name) > 0


def _is_named(file: str, known: Collection[str]) -> bool:
    """Return whether a notebook, or an archive of one, has an assignment's name and its ending."""
    return bool(names.assignment_of(file, known) or (is_archive(file) and meant_by(file, known)))


def _assignment(path: Path, uploads: list[tuple[Entry, Upload]], known: Mapping[str, str]) -> str:
    files = [upload.file for _, upload in uploads]
    files = [file for file in files if _is_named(file, known)] or files
    meant = [meant_by(file, known) for file in files]
    found = sorted({match[0] for match in meant if match}) or _named_in(path.stem, known)
    if not found:
        raise CourseError(messages.NO_ASSIGNMENT.format(path=path, known=", ".join(known)))
    if len(found) > 1:
        raise CourseError(messages.SEVERAL_ASSIGNMENTS.format(path=path, found=", ".join(found)))
    return found[0]


def _named_in(stem: str, known: Mapping[str, str]) -> list[str]:
    """Return the assignment whose name or title is among the words of a ZIP's name."""
    words = f"_{words_of(stem)}_"
    found = [a for a, title in known.items() if f"_{words_of(title)}_" in words]
    return found or [assignment for assignment in known if f"_{assignment}_" in words]


def _age(candidate: Candidate, with_times: bool) -> tuple[datetime, int, int, int, int]:
    version = _VERSION.search(candidate.entry.name)
    number = int(version[1]) if version else 0
    return (*moment(candidate, with_times), number, candidate.copy, candidate.place)


def moment(candidate: Candidate, with_times: bool) -> tuple[datetime, int]:
    """Return what tells when it was handed in: the file's time, and Canvas's number."""
    time = candidate.time if with_times else None
    return (time or datetime.min, candidate.upload.order)


def _is_of_download(times: list[datetime | None]) -> bool:
    """Return whether the times are those of making the ZIP, as older Moodles do.

    A single time is not trusted either: an unjust penalty is worse than an unnecessary message.
    """
    known = [time for time in times if time]
    return bool(known) and max(known) - min(known) <= _MOMENT + len(known) * _PER_FILE
