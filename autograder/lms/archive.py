"""Read a ZIP that anybody may have made: none of its paths is used, none of its sizes trusted."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from autograder.course import messages as files
from autograder.course.find_notebook import is_notebook
from autograder.course.submission_files import MAX_WITH_OUTPUTS
from autograder.errors import CourseError, EntryRejected
from autograder.lms import messages
from autograder.lms.file_names import names_in
from autograder.lms.rosters.read import read_roster
from autograder.notebook.file_kinds import kind_of
from autograder.notebook.signatures import kind_of_zip
from autograder.visible import in_one_line

MAX_FILES = 20_000
MAX_ZIP = 8_000_000_000
MAX_UNPACKED = 4_000_000_000
"""Bytes of all notebooks together."""

_HEAD = 4096
_ENCRYPTED = 0x1
_UNIX_TIME = 0x5455
_NTFS_TIME = 0x000A
_TO_1970 = 11_644_473_600
"""Seconds from 1601, the start of Windows time, to 1970."""


@dataclass(frozen=True)
class Entry:
    """A file in the ZIP: the parts of its path, and when it was last modified (UTC), if known."""

    info: zipfile.ZipInfo
    path: tuple[str, ...]
    time: datetime | None

    @property
    def name(self) -> str:
        """The whole path, as the LMS wrote it."""
        return "/".join(self.path)

    @property
    def shown(self) -> str:
        """The path for people's eyes, whatever signs somebody put into it."""
        return shown(self.name)


class Archive:
    """An open ZIP."""

    def __init__(
        self, file: zipfile.ZipFile, zone: tzinfo | None, people: Iterable[str] = ()
    ) -> None:
        self._file = file
        self.zone = zone
        self._left = MAX_UNPACKED
        entries = file.infolist()
        names, self.code_page = names_in(entries, people)
        """The code page of the names in it, if that had to be guessed."""
        self.entries = [
            Entry(info, _parts(name), _time(info, zone))
            for info, name in zip(entries, names, strict=True)
        ]

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a notebook; raise `EntryRejected` if it is too large or no file."""
        require_file(entry)
        limit = min(MAX_WITH_OUTPUTS, self._left)
        try:
            with self._file.open(entry.info) as file:
                data = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as e:
            raise EntryRejected(messages.UNREADABLE.format(why=_in_one_line(e))) from None
        if len(data) > MAX_WITH_OUTPUTS:
            raise EntryRejected(messages.TOO_BIG.format(limit=MAX_WITH_OUTPUTS))
        if len(data) > limit:
            raise EntryRejected(messages.ALL_TOO_BIG.format(limit=MAX_UNPACKED))
        self._left -= len(data)
        return data


@contextmanager
def open_archive(path: Path, zone: tzinfo | None, people: Iterable[str] = ()) -> Iterator[Archive]:
    """Open a ZIP; raise `CourseError` if it is not one.

    The names of `people` tell in which code page those of its files are.
    """
    if path.is_dir():
        raise CourseError(messages.A_FOLDER.format(path=path))
    if not path.is_file():
        raise CourseError(messages.NO_ZIP.format(path=path))
    if path.stat().st_size > MAX_ZIP:
        raise CourseError(
            messages.ZIP_TOO_BIG.format(path=path, size=path.stat().st_size, limit=MAX_ZIP)
        )
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        form = _instead_of_a_zip(path)
        raise CourseError(form.format(path=path, why=_in_one_line(error))) from None
    with file:
        free = b"application/vnd." if "mimetype" in file.namelist() else b""
        if kind_of_zip(file.namelist(), free) == files.IS_OFFICE:
            raise CourseError(messages.A_DOCUMENT.format(path=path))
        count = len(file.infolist())
        if count > MAX_FILES:
            raise CourseError(
                messages.TOO_MANY_FILES.format(path=path, count=count, limit=MAX_FILES)
            )
        yield Archive(file, zone, people)


def _instead_of_a_zip(path: Path) -> str:
    """Return the sentence that says what a file is that is no ZIP."""
    if is_notebook(path.name):
        return messages.A_NOTEBOOK
    with suppress(OSError), open(path, "rb") as file:
        head = file.read(_HEAD)
        kind = kind_of(head, head.decode("utf-8", "replace"), None)
        if kind == files.IS_ARCHIVE and not head.startswith(b"PK"):
            return messages.ANOTHER_ARCHIVE
        if kind in (files.IS_WEB_PAGE, files.IS_LOGIN_PAGE, files.IS_ERROR_PAGE):
            return messages.A_WEB_PAGE
    return messages.A_ROSTER if _is_roster(path) else messages.NOT_A_ZIP


def _is_roster(path: Path) -> bool:
    try:
        return bool(read_roster(path).header)
    except CourseError:
        return False


def require_file(entry: Entry) -> None:
    """Raise `EntryRejected` for a link, a device, a path out of the ZIP, or unusual compression."""
    name = entry.info.orig_filename.replace("\\", "/")
    if ".." in entry.path or name.startswith("/") or name[1:3] == ":/":
        raise EntryRejected(messages.OUTSIDE)
    kind = stat.S_IFMT(entry.info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise EntryRejected(messages.A_LINK)
    if entry.info.flag_bits & _ENCRYPTED:
        raise EntryRejected(messages.ENCRYPTED)
    if entry.info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # only these two are unpacked in small portions
        raise EntryRejected(messages.PACKED_OTHERWISE)


def is_rejected(entry: Entry) -> bool:
    """Return whether an entry is not looked at, whatever it is called."""
    try:
        require_file(entry)
    except EntryRejected:
        return True
    return False


def is_folder(entry: Entry) -> bool:
    """Return whether the entry is a folder, which contains no work."""
    return entry.info.filename.replace("\\", "/").endswith("/") or not entry.path


def shown(name: str) -> str:
    """Return a name for the terminal, with characters that could deceive its reader spelled out."""
    return in_one_line(name[:300])


def _parts(name: str) -> tuple[str, ...]:
    parts = name.replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", "."))


def _time(info: zipfile.ZipInfo, zone: tzinfo | None) -> datetime | None:
    """Return when the file was last modified, in UTC without a zone as nbgrader stores it.

    `zone` is the zone of times that have none; None is this machine's.
    """
    try:
        exact = _exact_time(info.extra)
        return in_utc(exact or datetime(*info.date_time), zone)
    except (ValueError, OverflowError, OSError):
        return None


def in_utc(time: datetime, zone: tzinfo | None) -> datetime | None:
    """Return a time in UTC, without a zone as nbgrader stores it; None for one that cannot be.

    `zone` is that of a time without one.
    """
    try:
        time = (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    # DOS writes 1980 if it does not know the time
    return time.replace(tzinfo=None) if time.year > 1980 and time < tomorrow else None


def _exact_time(extra: bytes) -> datetime | None:
    """Return the time with its zone that Unix and Windows programs add."""
    found = None
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNIX_TIME and len(body) >= 5 and body[0] & 1:
            return datetime.fromtimestamp(struct.unpack_from("<I", body, 1)[0], UTC)
        if kind == _NTFS_TIME and len(body) >= 16 and body[4:8] == b"\x01\x00\x18\x00":
            ticks = struct.unpack_from("<Q", body, 8)[0]
            found = datetime.fromtimestamp(ticks / 10_000_000 - _TO_1970, UTC)
    return found


def _in_one_line(error: BaseException) -> str:
    return shown(" ".join(str(error).split()) or type(error).__name__)
