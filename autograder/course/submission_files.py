"""Read the files that a student submitted: the notebook, and the few others that are copied."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from autograder.course import messages
from autograder.course.find_notebook import TIMESTAMP, find_notebook, is_there
from autograder.course.oversize import without_outputs, without_pictures
from autograder.course.own_table import text_of
from autograder.course.times import utc_time
from autograder.errors import UnusableFile

SECRET = "submission_secret.txt"
"""nbgrader's exchange notes a secret here, by which feedback finds its way back to the student."""
MAX_BYTES = 20_000_000
MAX_WITH_OUTPUTS = 100_000_000
"""Bytes of a notebook that are read, to see whether it is small enough without its outputs."""
_MAX_NOTE = 1_000


def read_regular(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a regular file of at most `limit` bytes, without following links or waiting for pipes.

    Raises ValueError with the end of a sentence that says what is wrong with it, and OSError if
    the problem is the grader's own, such as a file that it cannot read.
    """
    if os.path.islink(path.parent):
        raise ValueError(messages.NOT_A_FILE)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise ValueError(messages.NOT_A_FILE) from None
        raise
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ValueError(messages.NOT_A_FILE)
    with open(descriptor, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(messages.TOO_BIG.format(size=status.st_size, limit=limit))
    return data


def read_submission(path: Path) -> tuple[bytes, str | None, tuple[str, ...]]:
    """Return the bytes of a submitted notebook, the sentence that says why there are none, notices.

    If there is no such file, the one notebook in its folder is read. If it is too large, it is read
    without its outputs, and if that is not enough, without its pictures.
    """
    notices: tuple[str, ...] = ()
    try:
        if not is_there(path):
            found, sentence = find_notebook(path.parent, path.stem)
            if found is None and os.path.lexists(path):
                raise ValueError(messages.NOT_A_FILE)
            if found is None:
                return b"", sentence, ()
            path, notices = found, (sentence,)
        size = os.lstat(path).st_size
        if size > MAX_WITH_OUTPUTS:
            return b"", _too_big(size), ()
        data = read_regular(path, MAX_WITH_OUTPUTS)
    except FileNotFoundError:
        return b"", messages.MISSING.format(name=path.name), ()
    except ValueError as error:
        return b"", messages.UNREADABLE.format(why=error), ()
    if len(data) <= MAX_BYTES:
        return data, None, notices
    sizes = {"size": len(data), "limit": MAX_BYTES}
    small = without_outputs(data)
    if small is not None and len(small) <= MAX_BYTES:
        return small, None, (*notices, messages.OUTPUTS_LEFT_OUT.format(**sizes))
    small = small and without_pictures(small)
    if small is not None and len(small) <= MAX_BYTES:
        return small, None, (*notices, messages.PICTURES_LEFT_OUT.format(**sizes))
    return b"", _too_big(len(data)), ()


def _too_big(size: int) -> str:
    why = messages.TOO_BIG_WITHOUT_OUTPUTS.format(size=size, limit=MAX_BYTES)
    return messages.UNREADABLE.format(why=why)


def read_timestamp(folder: str | Path, zone: str = "UTC") -> datetime | None:
    """Return when a submission was handed in, as nbgrader noted it beside the notebook, or None.

    `zone` is that of its exchange, whose abbreviation stands there.
    Raises `UnusableFile` for text that nbgrader cannot have written, or would misread: it takes a
    zone that it does not know for UTC, an offset for seconds, and guesses at other orders of day
    and month.
    """
    path = Path(folder) / TIMESTAMP
    text = _note(_beside(path, _MAX_NOTE) or b"").strip()
    time = utc_time(text, zone)
    if text and time is None:
        raise UnusableFile(messages.BAD_TIMESTAMP.format(path=path))
    return time


def time_of_submission(folder: Path, zone: str) -> str:
    """Return when a submission was handed in as text; empty if nothing is noted."""
    try:
        return str(read_timestamp(folder, zone) or "")
    except (UnusableFile, OSError):
        return "unreadable"


def files_to_keep(folder: Path, listed: Iterable[str]) -> dict[str, bytes]:
    """Return what nbgrader noted and the files that the course lists; nothing else is copied.

    Raises `UnusableFile` if one of them is a link, a pipe, a folder, or too big.
    """
    read = {name: _beside(folder / name, MAX_BYTES) for name in listed if name == Path(name).name}
    read |= {name: _beside(folder / name, _MAX_NOTE) for name in (TIMESTAMP, SECRET)}
    found = {name: data for name, data in read.items() if data is not None}
    if TIMESTAMP in found:
        found[TIMESTAMP] = _note(found[TIMESTAMP]).encode()  # nbgrader reads nothing but UTF-8
    return found


def _note(data: bytes) -> str:
    """Return what nbgrader noted, or somebody wrote in its place with a program of Windows."""
    return text_of(data, lambda other: other.decode("utf-8", "replace"))


def _beside(path: Path, limit: int) -> bytes | None:
    if os.path.islink(path.parent):  # what is there does not belong to this submission
        return None
    try:
        return read_regular(path, limit)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise UnusableFile(messages.UNUSABLE_FILE.format(path=path, why=error)) from None
