"""Decide between the notebook that was collected before and the one in a ZIP."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from autograder.bounded.budget import Budget
from autograder.course.submission_files import read_timestamp
from autograder.course.upload_note import UploadNote
from autograder.errors import UnusableFile
from autograder.lms import messages
from autograder.lms.names import Upload, upload_of
from autograder.lms.rosters.roster import CANVAS
from autograder.lms.take import LessonFile
from autograder.notebook.reading import read


class Outcome(Enum):
    """What comes of a notebook in a ZIP where another one was collected before."""

    NEWER = auto()
    """It replaces the other one."""
    UNCLEAR = auto()
    """It replaces the other one, and nothing tells which of them is newer."""
    ANSWERS = auto()
    """It is older, and replaces the other one, which has no answers."""
    OLDER = auto()
    """The other one stays."""
    NO_ANSWERS = auto()
    """The other one stays, because only that has answers."""

    @property
    def replaces(self) -> bool:
        """Whether the one in the ZIP is taken."""
        return self not in (Outcome.OLDER, Outcome.NO_ANSWERS)


def upload_noted(note: UploadNote | None) -> Upload | None:
    """Return what the name says under which a notebook was collected."""
    return upload_of(note.name.split("/")) if note else None


def age_in(
    folder: Path, note: UploadNote | None, upload: Upload, time: datetime | None
) -> int | None:
    """Return what `age` does, for a notebook beside the one in a folder."""
    try:
        since = read_timestamp(folder)
    except UnusableFile:
        since = None
    return age(upload_noted(note), since, upload, time)


def age(
    before: Upload | None, since: datetime | None, upload: Upload, time: datetime | None
) -> int | None:
    """Return 1 for a notebook newer than another one, -1 for an older one, else None.

    Canvas numbers files as they come in. Otherwise the times decide, if both are known.
    """
    if before and before.lms == upload.lms == CANVAS and before.order != upload.order:
        return 1 if upload.order > before.order else -1
    if since is None or time is None or since == time:
        return None
    return 1 if time > since else -1


def choose(before: bytes, data: bytes, newer: int | None, lesson: LessonFile) -> Outcome:
    """Return what comes of a notebook: the newer counts, except where only the other has answers.

    So it is among several in one ZIP as well.
    """
    if newer == -1:
        return Outcome.ANSWERS if _only_first_answers(data, before, lesson) else Outcome.OLDER
    if _only_first_answers(before, data, lesson):
        return Outcome.NO_ANSWERS
    return Outcome.NEWER if newer == 1 else Outcome.UNCLEAR


def why_no_answers(data: bytes) -> str:
    """Return the end of the sentence that says why a file has no answers."""
    why = Budget().run(_what_is_wrong, data, otherwise=str)
    return why or messages.NO_ANSWERS


def _only_first_answers(first: bytes, second: bytes, lesson: LessonFile) -> bool:
    """Return whether the first of two files has answers, and the second is known to have none."""
    answers = lesson.answers(second)
    return answers is not None and not answers and bool(lesson.answers(first))


def _what_is_wrong(data: bytes) -> str:
    try:
        read(data)
    except ValueError as error:
        return str(error)
    return ""
