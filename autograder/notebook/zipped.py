"""Take the one notebook out of an archive that a student handed in, without trusting its sizes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection

from autograder.course import messages
from autograder.course.find_notebook import (
    is_almost_notebook,
    is_noise,
    is_notebook,
    is_of_several,
)
from autograder.course.submission_files import MAX_BYTES, MAX_WITH_OUTPUTS
from autograder.notebook.code_pages import DOS, likeliest
from autograder.notebook.signatures import kind_of_zip
from autograder.notebook.tarred import as_zip, is_tar
from autograder.notebook.wrappings import is_packed, unpacked

MAX_ENTRIES = 1_000
MAX_NOTEBOOKS = 30
"""Notebooks in one archive that are looked into."""
MAX_ARCHIVES = 3
"""Archives in one another."""
_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP begins, and an empty one."""
_SIMPLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compressions that are unpacked in small portions."""
_MACS = "__MACOSX"
_ENCRYPTED = 0x1
_IN_UTF8 = 0x800


def is_archive(data: bytes) -> bool:
    """Return whether a file is a ZIP or a tar, whatever its name is."""
    return data.startswith(_BEGINS) or is_tar(data)


def only_notebook(data: bytes, exercises: Collection[str] = ()) -> tuple[str, bytes]:
    """Return the name and the bytes of the one notebook in an archive that can be meant.

    Of several it is the one that names most of these exercises: students pack their whole folder.
    In a single compressed file, which has no name for what is in it, it is that.
    Raises ValueError with the end of a sentence that says what is in it instead.
    """
    return _only_notebook(data, "", exercises, MAX_ARCHIVES)


def count_of_names(data: bytes, exercises: Collection[str]) -> int:
    """Return how many of some exercises a file names, whatever it is."""
    return sum(name.encode() in data for name in exercises)


def _only_notebook(
    data: bytes, name: str, exercises: Collection[str], depth: int
) -> tuple[str, bytes]:
    """Return what `only_notebook` does for a file that is called `name`."""
    if not data.strip(b"\0"):
        raise ValueError(messages.IS_EMPTY)
    if is_tar(data):
        data = as_zip(data, MAX_ENTRIES, _may_be_needed)
    elif is_packed(data):
        return name, _single(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise ValueError(messages.IS_ARCHIVE)
            real = [entry for entry in entries if not any(map(is_noise, _parts(entry)))]
            found = _called(real, is_notebook)
            if not found and (kind := _kind(archive, entries)):
                raise ValueError(kind)
            inner = _called(real, is_of_several)
            if not found and len(inner) == 1 and depth > 1:
                data = _unpacked(archive, inner[0])
                return _only_notebook(data, _name(inner[0]), exercises, depth - 1)
            found = found or _called(real, is_almost_notebook)
            found = found or _called([e for e in entries if not _is_macs(e)], is_notebook)
            if not found:  # not even a copy that JupyterLab made
                raise ValueError(messages.ARCHIVE_WITHOUT)
            if len(found) == 1:
                return _name(found[0]), _unpacked(archive, found[0])
            return _of_lesson(archive, found, exercises)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, struct.error):
        raise ValueError(messages.IS_BROKEN_ARCHIVE) from None


def _kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    """Return what the ZIP is if a program made it for itself."""
    said = next((entry for entry in entries if entry.filename == "mimetype"), None)
    mimetype = _unpacked(archive, said) if said else b""
    return kind_of_zip([entry.filename for entry in entries], mimetype)


def _of_lesson(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], exercises: Collection[str]
) -> tuple[str, bytes]:
    """Return the one of several notebooks that names most exercises; copies of one are one."""
    most, name, best, tied = 0, "", b"", True
    for entry in entries if len(entries) <= MAX_NOTEBOOKS else ():
        data = _unpacked(archive, entry)
        count = count_of_names(data, exercises)
        if count > most:
            most, name, best, tied = count, _name(entry), data, False
        elif count == most and data != best:
            tied = True
    if tied:
        raise ValueError(messages.ARCHIVE_HOLDS.format(count=len(entries)))
    return name, best


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the end of a path as people are to read it: without a mark, it is in any code page."""
    name = entry.filename
    if not name.isascii() and not entry.flag_bits & _IN_UTF8:
        raw = name.encode("cp437", "replace")  # as `zipfile` has read it
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode(likeliest(raw, usual=DOS), "replace")
    return name[-200:]


def _called(
    entries: list[zipfile.ZipInfo], is_meant: Callable[[str], bool]
) -> list[zipfile.ZipInfo]:
    """Return the files with a name of some kind, as those that lie in a student's folder have."""
    return [entry for entry in entries if not entry.is_dir() and is_meant(_parts(entry)[-1])]


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    parts = entry.filename.replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..")] or [""]


def _may_be_needed(name: str) -> bool:
    return is_almost_notebook(name) or is_of_several(name)


def _single(data: bytes) -> bytes:
    """Return what is in one compressed file."""
    found = unpacked(data, MAX_WITH_OUTPUTS)
    if len(found) > MAX_WITH_OUTPUTS:
        raise ValueError(messages.IS_ARCHIVE)
    return found


def _is_macs(entry: zipfile.ZipInfo) -> bool:
    """Return whether it is what macOS keeps of another file, under nearly its name."""
    parts = _parts(entry)
    return _MACS in parts or parts[-1].startswith("._")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise ValueError(messages.IS_ENCRYPTED)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.compress_type not in _SIMPLE:
        raise ValueError(messages.IS_BROKEN_ARCHIVE)
    with archive.open(entry) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=entry.file_size, limit=MAX_BYTES))
    return data
