"""Take the one notebook out of a ZIP that a student handed in, without trusting its sizes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection

from autograder.course import messages
from autograder.course.find_notebook import is_almost_notebook, is_noise, is_notebook
from autograder.course.submission_files import MAX_BYTES

MAX_ENTRIES = 1_000
MAX_NOTEBOOKS = 30
"""Notebooks in one ZIP that are looked into."""
MAX_ZIPS = 3
"""ZIPs in one another."""
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/", "Object ")
"""Folders in documents of office programs, which are ZIPs too."""
_SIMPLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compressions that are unpacked in small portions."""
_MACS = "__MACOSX"


def only_notebook(data: bytes, exercises: Collection[str] = ()) -> tuple[str, bytes]:
    """Return the name and the bytes of the one notebook in a ZIP that can be meant.

    Of several it is the one that names most of these exercises: students pack their whole folder.
    Raises ValueError with the end of a sentence that says what is in it instead.
    """
    return _only_notebook(data, exercises, MAX_ZIPS)


def count_of_names(data: bytes, exercises: Collection[str]) -> int:
    """Return how many of some exercises a file names, whatever it is."""
    return sum(name.encode() in data for name in exercises)


def _only_notebook(data: bytes, exercises: Collection[str], depth: int) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise ValueError(messages.IS_ZIP)
            if any(entry.filename.startswith(_OFFICE) for entry in entries):
                raise ValueError(messages.IS_OFFICE)
            real = [entry for entry in entries if not any(map(is_noise, _parts(entry)))]
            found = _called(real, is_notebook)
            zips = _called(real, _is_zip)
            if not found and len(zips) == 1 and depth > 1:
                return _only_notebook(_unpacked(archive, zips[0]), exercises, depth - 1)
            found = found or _called(real, is_almost_notebook)
            found = found or _called([e for e in entries if not _is_macs(e)], is_notebook)
            if not found:  # not even a copy that JupyterLab made
                raise ValueError(messages.ZIP_WITHOUT)
            if len(found) == 1:
                return found[0].filename[-200:], _unpacked(archive, found[0])
            name, inside = _of_lesson(archive, found, exercises)
            return name[-200:], inside
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, struct.error):
        raise ValueError(messages.IS_BROKEN_ZIP) from None


def _of_lesson(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], exercises: Collection[str]
) -> tuple[str, bytes]:
    """Return the one of several notebooks that names most exercises; copies of one are one."""
    most, name, best, tied = 0, "", b"", True
    for entry in entries if len(entries) <= MAX_NOTEBOOKS else ():
        data = _unpacked(archive, entry)
        count = count_of_names(data, exercises)
        if count > most:
            most, name, best, tied = count, entry.filename, data, False
        elif count == most and data != best:
            tied = True
    if tied:
        raise ValueError(messages.ZIP_HOLDS.format(count=len(entries)))
    return name, best


def _called(
    entries: list[zipfile.ZipInfo], is_meant: Callable[[str], bool]
) -> list[zipfile.ZipInfo]:
    """Return the files with a name of some kind, as those that lie in a student's folder have."""
    return [entry for entry in entries if not entry.is_dir() and is_meant(_parts(entry)[-1])]


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    parts = entry.filename.replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..")] or [""]


def _is_zip(name: str) -> bool:
    return name.casefold().endswith(".zip")


def _is_macs(entry: zipfile.ZipInfo) -> bool:
    """Return whether it is what macOS keeps of another file, under nearly its name."""
    parts = _parts(entry)
    return _MACS in parts or parts[-1].startswith("._")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.flag_bits & 0x1 or entry.compress_type not in _SIMPLE:
        raise ValueError(messages.IS_BROKEN_ZIP)
    with archive.open(entry) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=entry.file_size, limit=MAX_BYTES))
    return data
