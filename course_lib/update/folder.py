"""Update a student's folder from that of a newer zip: first a backup, then each file as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from course_lib.errors import ShownAsOneLine
from course_lib.language import SOURCE, of_metadata
from course_lib.update import messages
from course_lib.update.merge import Change, merge
from course_lib.update.notebook import (
    Notebook,
    UnreadableNotebook,
    key_of,
    read,
    release_of,
    text_of,
    write,
)
from course_lib.update.page import page
from course_lib.update.running import open_notebooks

PAGE = "what-changed.html"
BACKUP = "before-update"


class UpdateFailed(ShownAsOneLine):
    """Raised if a folder cannot be updated; the message says what to do."""


@dataclass
class LessonUpdate:
    """What an update does to one lesson: `files` has the new content of each file it writes."""

    title: str
    changes: list[Change] = field(default_factory=list)
    files: dict[Path, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Updated:
    """What an update did; `page` and `backup` are None if there was nothing to do."""

    lessons: tuple[LessonUpdate, ...]
    page: Path | None = None
    backup: Path | None = None


def update_folder(new: Path, own: Path, now: datetime) -> Updated:
    """Bring the lessons in a student's folder up to date, and add those that are new.

    Raises `UpdateFailed` if a folder is the wrong one, a notebook is open, or the disk is full.
    """
    lessons = _plan(new, own)
    changing = {file: data for lesson in lessons for file, data in lesson.files.items()}
    if not changing:
        return Updated(tuple(lessons))
    _refuse_open([file for file in changing if file.exists()], own)
    backup = _free(own / f"{BACKUP}-{now:%Y-%m-%d-%H%M}")
    content = page([(one.title, one.changes) for one in lessons], backup.name).encode()
    try:
        for file in [file for file in changing if file.exists()]:
            copied = backup / file.relative_to(own)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copied)
        write(backup / PAGE, content)
    except OSError as error:
        sentence = messages.CANNOT_BACK_UP.format(backup=backup, error=error)
        raise UpdateFailed(sentence) from None
    for file, data in {**changing, own / PAGE: content}.items():
        try:
            write(file, data)
        except OSError as error:
            sentence = messages.CANNOT_WRITE.format(file=file, error=error, backup=backup)
            raise UpdateFailed(sentence) from None
    return Updated(tuple(lessons), own / PAGE, backup)


def _plan(new: Path, own: Path) -> list[LessonUpdate]:
    for folder in (new, own):
        if not folder.is_dir():
            raise UpdateFailed(messages.NO_FOLDER.format(folder=folder))
    if new.resolve() == own.resolve():
        raise UpdateFailed(messages.SAME_FOLDER.format(folder=new))
    names = list(_lessons(new))
    if not names:
        raise UpdateFailed(messages.NO_LESSONS.format(folder=new))
    if not any(own.glob("*/*.ipynb")) and not (own / ".venv").exists():
        raise UpdateFailed(messages.NOT_BEGUN_HERE.format(folder=own))
    return [
        *(_start_page(page, own) for page in sorted(new.glob("*.ipynb"))),
        *(_lesson(name, new, own) for name in names),
    ]


def language_of(new: Path) -> str:
    """Return the language of the newer lessons; English if there are none."""
    for name in _lessons(new):
        return of_metadata(read(new / name / f"{name}.ipynb")["metadata"])
    return SOURCE


def _lessons(folder: Path) -> Iterator[str]:
    """Yield the names of the lessons in a folder, `NAME/NAME.ipynb`."""
    for path in sorted(folder.glob("*/*.ipynb")):
        if path.stem == path.parent.name:
            yield path.stem


def _start_page(page: Path, own: Path) -> LessonUpdate:
    """Replace the page that lists the lessons, unless it only was run."""
    released, mine = read(page), own / page.name
    lesson = LessonUpdate(_title(released))
    try:
        known = [cell["source"] for cell in read(mine)["cells"]]
    except (UnreadableNotebook, OSError):
        known = []
    if known != [cell["source"] for cell in released["cells"]]:
        form = messages.FILE_CHANGED if mine.exists() else messages.FILE_NEW
        lesson.changes.append(Change(form.format(file=page.name)))
        lesson.files[mine] = page.read_bytes()
    return lesson


def _lesson(name: str, new: Path, own: Path) -> LessonUpdate:
    released = read(new / name / f"{name}.ipynb")
    lesson = LessonUpdate(_title(released))
    mine = _notebook_of(name, released, own)
    usual = own / name / f"{name}.ipynb"
    if mine is None:
        sentence = messages.LESSON_NEW.format(file=f"{name}/{name}.ipynb")
        lesson.changes.append(Change(sentence))
        lesson.files[usual] = (new / name / f"{name}.ipynb").read_bytes()
    else:
        if mine != usual:
            file = mine.relative_to(own).as_posix()
            lesson.changes.append(Change(messages.LESSON_RENAMED.format(file=file)))
        _merge_into(lesson, mine, own, released)
    for path in sorted((new / name).rglob("*")):
        there = own / path.relative_to(new)
        if path.is_file() and path.name != f"{name}.ipynb":
            data = path.read_bytes()
            if not there.exists() or there.read_bytes() != data:
                form = messages.FILE_CHANGED if there.exists() else messages.FILE_NEW
                file = there.relative_to(own).as_posix()
                lesson.changes.append(Change(form.format(file=file)))
                lesson.files[there] = data
    return lesson


def _merge_into(lesson: LessonUpdate, mine: Path, own: Path, released: Notebook) -> None:
    try:
        student = read(mine)
    except (UnreadableNotebook, OSError):
        file = mine.relative_to(own).as_posix()
        lesson.changes.append(Change(messages.UNREADABLE.format(file=file), look=True))
        return
    merged = merge(student, released)
    if merged.notebook == student:
        return
    lesson.files[mine] = text_of(merged.notebook).encode()
    if _was_left_before(mine, own, released):
        lesson.changes.append(Change(messages.LESSON_OLDER, look=True))
    if not merged.begun:
        lesson.changes.append(Change(messages.LESSON_NOT_BEGUN))
    lesson.changes += [change for change in merged.changes if merged.begun or change.look]


def _was_left_before(mine: Path, own: Path, released: Notebook) -> bool:
    """Return whether an earlier update led away from this release: the zip may be an older one."""
    release = release_of(released)
    for backup in own.glob(f"{BACKUP}-*"):
        with suppress(UnreadableNotebook, OSError):
            if release and release_of(read(backup / mine.relative_to(own))) == release:
                return True
    return False


def _notebook_of(name: str, released: Notebook, own: Path) -> Path | None:
    """Return the student's notebook of a lesson, also if they gave the one that is there a name."""
    usual = own / name / f"{name}.ipynb"
    if usual.exists():
        return usual
    wanted = {key_of(cell) for cell in released["cells"]}
    found = [path for path in sorted(own.glob("*/*.ipynb")) if _is_of(path, wanted)]
    return found[0] if len(found) == 1 else None


def _is_of(path: Path, wanted: set[str]) -> bool:
    if path.parent.name.startswith((BACKUP, ".")) or path.stem == path.parent.name:
        return False  # a copy of ours, or another lesson's
    try:
        before = release_of(read(path))
    except (UnreadableNotebook, OSError):
        return False
    return bool(before) and 2 * len(wanted & before.keys()) > len(wanted | before.keys())


def _title(notebook: Notebook) -> str:
    first = notebook["cells"][0]["source"] if notebook["cells"] else ""
    return str(first.split("\n")[0].lstrip("# "))


def _refuse_open(files: list[Path], own: Path) -> None:
    running = open_notebooks()
    names = [file.relative_to(own).as_posix() for file in files if file.resolve() in running]
    if names:
        form = messages.OPEN if len(names) == 1 else messages.SEVERAL_OPEN
        raise UpdateFailed(form.format(notebooks=", ".join(names)))


def _free(folder: Path) -> Path:
    """Return a folder's name that is not taken yet."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free
