"""Take the one notebook out of a ZIP that a student handed in, without trusting its sizes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection, Set

from autograder.course import messages
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
_NOISE = frozenset({_MACS, ".ipynb_checkpoints"})


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
            found = [entry for entry in entries if _is_real(entry.filename, ".ipynb")]
            zips = [entry for entry in entries if _is_real(entry.filename, ".zip")]
            if not found and len(zips) == 1 and depth > 1:
                return _only_notebook(_unpacked(archive, zips[0]), exercises, depth - 1)
            found = found or [e for e in entries if _is_real(e.filename, ".ipynb", {_MACS})]
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


def _is_real(name: str, ending: str, noise: Set[str] = _NOISE) -> bool:
    """Return whether a path in a ZIP has an ending, and is not in a folder that systems make."""
    parts = name.replace("\\", "/").split("/")
    ours = not noise & {*parts} and not parts[-1].startswith("._")
    return name.casefold().endswith(ending) and ours


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.flag_bits & 0x1 or entry.compress_type not in _SIMPLE:
        raise ValueError(messages.IS_BROKEN_ZIP)
    with archive.open(entry) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=entry.file_size, limit=MAX_BYTES))
    return data
