"""Tell which system made a ZIP, and read the names of its files as that system writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from autograder.course.find_notebook import (
    CHECKPOINTS,
    as_unpacked,
    is_archive,
    is_noise,
    stem_of,
)
from autograder.errors import CourseError, EntryRejected
from autograder.lms import messages, names
from autograder.lms.archive import Archive, Entry, is_folder, require_file, shown
from autograder.lms.directory import Directory
from autograder.lms.names import Upload
from autograder.lms.other_systems import (
    BLACKBOARD,
    FLAT,
    ILIAS,
    READERS,
    behind_title,
    uploads_of_others,
    user_of,
)
from autograder.lms.rosters.roster import CANVAS, MOODLE

SYSTEMS = (MOODLE, CANVAS, *READERS)
"""If several could have made a ZIP, it is the first of these."""

FOLDERS = "folders"
"""A ZIP of no system that is known, with a folder for each person."""
_DEEPEST = 5
_ALMOST = re.compile(r".+\.ipynb[^.]*(?:\.(?:crdownload|download|part|bak|txt|json))?", re.I | re.S)
"""What programs make of a notebook's name, such as Colab's `“ewa.ipynb”的副本`."""

_COPY = "-checkpoint.ipynb"
_ANY = "a.ipynb"
"""The name of a notebook that says nothing of its student."""
_FEEDBACK = re.compile(r"_assignfeedback_|/feedback attachment\(s\)/", re.I)
"""What teachers gave back, in Moodle and Sakai."""

Uploads = list[tuple[Entry, Upload]]
Ignored = list[tuple[Entry, str]]


def read_uploads(
    archive: Archive, path: Path, directory: Directory | None, known: Collection[str]
) -> tuple[Uploads, Ignored]:
    """Return the notebooks in a ZIP with what their names say, and why others are left out.

    A ZIP is of one system: that as whose files most people's notebooks can be read. A student
    chooses the end of a name, and could make it look like another's. `known` are the assignments.
    """
    found, ignored = _works(archive.entries, known)
    folders = _in_folders_of([entry for entry, _ in found], directory) if directory else []
    inside = {entry.path: upload.name for entry, upload in folders}
    outer = [(e, _before(inside[e.path], e, f) if e.path in inside else f) for e, f in found]
    system = _system(outer)
    uploads = [(entry, forms[system]) for entry, forms in outer if system in forms]
    if _people(folders) > _people(uploads):
        uploads = folders
    elif _others(system, outer) > _people(uploads):
        # then students chose the part of a name that is like this system's
        uploads = []
    if uploads and uploads is not folders and system == BLACKBOARD:
        titled = behind_title([upload for _, upload in uploads])
        uploads = [(entry, user_of(upload, titled)) for entry, upload in uploads]
    uploads += _only_copies(ignored, uploads)
    if directory is None and uploads:
        alone = _people(uploads) == 1 and len(uploads[0][1].keys) > 1
        if system == ILIAS or (system == BLACKBOARD and alone):
            form = messages.PEOPLE_FIRST if system == ILIAS else messages.PEOPLE_FIRST_BLACKBOARD
            raise CourseError(form.format(path=path))
    taken = {entry.path for entry, _ in uploads}
    ignored += [(entry, _why_other(entry, forms, uploads)) for entry, forms in found]
    return uploads, [(entry, why) for entry, why in ignored if entry.path not in taken]


def _only_copies(ignored: Ignored, uploads: Uploads) -> Uploads:
    """Return JupyterLab's own copies, of those who handed in nothing else."""
    there = {upload.number for _, upload in uploads}
    found: Uploads = []
    for entry in (entry for entry, why in ignored if why == messages.MADE_BY_A_SYSTEM):
        *folders, place, file = ("", *entry.path)
        path = (*folders[1:], file.replace(_COPY, ".ipynb"))
        if place == CHECKPOINTS and file.endswith(_COPY) and not any(map(is_noise, path)):
            found += [(entry, one) for one in [_like(path, uploads)] if one]
    return [(entry, upload) for entry, upload in found if upload.number not in there]


def _like(path: Sequence[str], uploads: Uploads) -> Upload | None:
    """Return what a path says if it is read as those of others were; None if it says nothing."""
    if not uploads:
        return None
    entry, other = uploads[0]
    if other.lms != FOLDERS:
        return upload_in(path, other.lms, len(other.keys))
    depth = entry.path.index(other.name)
    part = path[depth] if len(path) > depth + 1 else ""
    return Upload(FOLDERS, part, part, path[-1], keys=(part,)) if part else None


def _works(
    entries: Iterable[Entry], known: Collection[str]
) -> tuple[list[tuple[Entry, dict[str, Upload]]], Ignored]:
    """Return each file that may be a notebook, with what its path says in each system."""
    found: list[tuple[Entry, dict[str, Upload]]] = []
    ignored: Ignored = []
    for entry in entries:
        if is_folder(entry):
            continue
        try:
            require_file(entry)
        except EntryRejected as error:
            ignored.append((entry, str(error)))
            continue
        forms = {s: one for s, one in _forms(entry.path).items() if _is_work(one.file, known)}
        work = bool(forms) or _is_work(entry.path[-1], known)
        if not work or any(map(is_noise, entry.path)):
            ignored.append((entry, messages.MADE_BY_A_SYSTEM if work else messages.NO_NOTEBOOK))
        else:
            found.append((entry, forms))
    return found, ignored


def _before(folder: str, entry: Entry, forms: Mapping[str, Upload]) -> dict[str, Upload]:
    """Return what is said before a person's folder: all in it could be what its owner chose."""
    path = entry.path[: entry.path.index(folder)]
    return {system: forms[system] for system in _forms((*path, _ANY)) if system in forms}


def _people(uploads: Uploads) -> int:
    return len({upload.number for _, upload in uploads})


def _others(system: str, found: Sequence[tuple[Entry, Mapping[str, Upload]]]) -> int:
    """Return how many files, or folders of them, are not named as a system does it."""
    paths = [e.path for e, f in found if system not in f and not _FEEDBACK.search(e.name)]
    return len(paths) if system in FLAT else len({path[:-1] for path in paths})


def _in_folders_of(entries: Sequence[Entry], directory: Directory) -> Uploads:
    """Return the notebooks in folders that are called like people, all at the same depth.

    Others lie deeper: those a student may have named.
    """

    def folders(depth: int) -> Uploads:
        parts = ((entry, entry.path[depth]) for entry in entries if len(entry.path) > depth + 1)
        return [
            (entry, Upload(FOLDERS, part, part, entry.path[-1], keys=(part,)))
            for entry, part in parts
            if directory.find([part], [part]) is not None or directory.namesakes(part) > 1
        ]

    deepest = max((len(entry.path) for entry in entries), default=1) - 1
    each = [folders(depth) for depth in range(min(deepest, _DEEPEST))]
    return max(each, key=lambda found: len({upload.number for _, upload in found}), default=[])


def upload_in(path: Sequence[str], system: str, titled: int | None = None) -> Upload | None:
    """Return what a path says in the ZIP of a system.

    In Blackboard's, `titled` is how many ends of its name can be the user's.
    """
    upload = _forms(path).get(system)
    return user_of(upload, titled) if upload and system == BLACKBOARD else upload


def any_upload_in(path: Sequence[str]) -> Upload | None:
    """Return what a path says in the ZIP of the likeliest system; None if it says nothing."""
    forms = _forms(path)
    return next((forms[system] for system in SYSTEMS if system in forms), None)


def meant_by(file: str, known: Collection[str]) -> tuple[str, int] | None:
    """Return what `assignment_of` does, also for an archive, or where the ending has changed."""
    if len(file) > names.MAX_NAME:
        return None
    unpacked = as_unpacked(file) if is_archive(file) else f"{stem_of(file)}.ipynb"
    return names.assignment_of(unpacked, known)


def _is_work(file: str, known: Collection[str]) -> bool:
    """Return whether a file's name is a notebook's, an archive's, or that of an assignment."""
    return bool(is_archive(file) or _ALMOST.fullmatch(file) or meant_by(file, known))


def is_apples(path: Sequence[str]) -> bool:
    """Return whether it is what macOS keeps of another file in a ZIP, under nearly its name."""
    return "__MACOSX" in path or path[-1].startswith("._")


def _forms(path: Sequence[str]) -> dict[str, Upload]:
    """Return what a path says in each system that could have written it."""
    uploads = (names.upload_of(path), *uploads_of_others(path))
    return {upload.lms: upload for upload in uploads if upload}


def _system(found: Sequence[tuple[Entry, Mapping[str, Upload]]]) -> str:
    """Return the system as whose files those of most people can be read.

    Of several it is the one whose part of the names is before that of the others.
    """
    people: dict[str, set[str]] = {system: set() for system in SYSTEMS}
    for _, forms in found:
        for system, upload in forms.items():
            people[system].add(upload.number)
    most = max(map(len, people.values()))
    best = [system for system in SYSTEMS if len(people[system]) == most]
    if len(best) == 1 or not most:
        return best[0]

    def depth(system: str) -> int:
        return min(_depth(entry.path, system) for entry, forms in found if system in forms)

    return min(best, key=depth)


def _depth(path: Sequence[str], system: str) -> int:
    """Return which part of a path says whose it is in a system.

    As ILIAS's are, somebody may have called the folder of all: the last one counts.
    """
    last = len(path) - 1
    if system == ILIAS:
        return last - 1
    return next((n for n in range(last) if system in _forms((*path[: n + 1], _ANY))), last)


def _why_other(entry: Entry, forms: Mapping[str, Upload], uploads: Uploads) -> str:
    """Return why a file was left out; a folder beside those of people is somebody's, too."""
    if uploads and uploads[0][1].lms == FOLDERS and (one := _like(entry.path, uploads)):
        return messages.NOT_ENTERED.format(name=shown(one.name))
    return messages.OF_ANOTHER_LMS if forms else messages.NOT_OF_AN_LMS
