"""Take the one notebook out of a ZIP that a student handed in, without trusting its sizes."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

from autograder.course import messages
from autograder.course.submission_files import MAX_BYTES

MAX_ENTRIES = 1_000
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/", "Object ")
"""Folders in documents of office programs, which are ZIPs too."""
_SIMPLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compressions that are unpacked in small portions."""


def only_notebook(data: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of the one notebook in a ZIP.

    Raises ValueError with the end of a sentence that says what is in it instead.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise ValueError(messages.IS_ZIP)
            if any(entry.filename.startswith(_OFFICE) for entry in entries):
                raise ValueError(messages.IS_OFFICE)
            found = [entry for entry in entries if is_real_notebook(entry.filename)]
            if len(found) != 1:
                count = len(found)
                holds = messages.ZIP_HOLDS.format(count=count) if count else messages.ZIP_WITHOUT
                raise ValueError(holds)
            return found[0].filename[-200:], _unpacked(archive, found[0])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, struct.error):
        raise ValueError(messages.IS_BROKEN_ZIP) from None


def is_real_notebook(name: str) -> bool:
    """Return whether a path in a ZIP is a notebook's, and not a Mac's note or a checkpoint."""
    parts = name.replace("\\", "/").split("/")
    noise = {"__MACOSX", ".ipynb_checkpoints"} & {*parts} or parts[-1].startswith("._")
    return name.casefold().endswith(".ipynb") and not noise


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or entry.flag_bits & 0x1 or entry.compress_type not in _SIMPLE:
        raise ValueError(messages.IS_BROKEN_ZIP)
    with archive.open(entry) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=entry.file_size, limit=MAX_BYTES))
    return data
