"""Turn a tar that a student handed in into a ZIP, without trusting what it says of itself.

Python's own `tarfile` searches headers in a time that grows with the square of their length, and
takes a damaged header for the end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice

from autograder.course import messages
from autograder.course.submission_files import MAX_WITH_OUTPUTS
from autograder.notebook.wrappings import is_packed, unpacked

_BLOCK = 512
_NUMBER = re.compile(rb" *([0-7]*)[ \0]*")
_BIG = 0x80
"""The first byte of a number that is written in bytes, not in digits."""
_FILES = (b"0", b"\0", b"7")
_LONG_NAME = b"L"
_MORE = (b"x", b"X")
_ABOUT_OTHERS = (b"K", b"g")
"""Entries that say something of the next one, or of all, but not the name."""
_MAX_NAME = 4_000
_MAX_DIGITS = 10


def is_tar(data: bytes) -> bool:
    """Return whether a file is a tar, perhaps compressed, and even if nothing or little is left."""
    if not is_packed(data):
        return _is_header(data[:_BLOCK])
    try:
        head = unpacked(data, _BLOCK)[:_BLOCK]
    except ValueError:
        return False
    cut_off = len(head) < _BLOCK and b"\0" in head and not head.startswith(b"PK")
    return cut_off or not head.strip(b"\0") or _is_header(head)


def as_zip(data: bytes, most: int, is_needed: Callable[[str], bool]) -> bytes:
    """Return a tar's files as a ZIP: their names, and the contents of those that are needed.

    Raises ValueError, with the end of a sentence about the tar, if it is damaged, is too large, or
    has more entries than `most`. As when it is unpacked, the last of several files with one name
    counts.
    """
    if is_packed(data):
        data = unpacked(data, MAX_WITH_OUTPUTS)
    if len(data) > MAX_WITH_OUTPUTS:
        raise ValueError(messages.IS_ARCHIVE)
    found = [*islice(_entries(memoryview(data)), most + 1)]
    if len(found) > most:
        raise ValueError(messages.IS_ARCHIVE)
    files = {name: content for name, kind, content in found if kind in _FILES}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            if not name.endswith("/"):  # else it is a folder, in the oldest tars
                text = bytes(content) if is_needed(name.split("/")[-1]) else b""
                archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def _entries(data: memoryview) -> Iterator[tuple[str, bytes, memoryview]]:
    """Yield the name, the kind and the content of all that is in a tar."""
    place, long_name = 0, b""
    while place < len(data):
        header = bytes(data[place : place + _BLOCK])
        if len(header) == _BLOCK and not any(header):
            return
        size = _number(header[124:136]) if _is_header(header) else None
        begin, kind = place + _BLOCK, header[156:157]
        place = begin + -(-(size or 0) // _BLOCK) * _BLOCK
        if size is None or place > len(data):
            raise ValueError(messages.IS_BROKEN_ARCHIVE)
        content = data[begin : begin + size]
        if kind == _LONG_NAME:
            long_name = bytes(content[-_MAX_NAME:])
        elif kind in _MORE:
            long_name = _path_in(bytes(content)) or long_name
        elif kind not in _ABOUT_OTHERS:
            name = long_name.rstrip(b"\0") or _short_name(header)
            yield name.replace(b"\0", b"?").decode("utf-8", "replace"), kind, content
            long_name = b""


def _is_header(block: bytes) -> bool:
    """Return whether a block has the checksum of an entry's header."""
    blank = sum(block) - sum(block[148:156]) + 8 * ord(" ")
    return len(block) == _BLOCK and _number(block[148:156]) == blank


def _number(digits: bytes) -> int | None:
    if digits[0] == _BIG:
        return int.from_bytes(digits[1:], "big")
    found = _NUMBER.fullmatch(digits)
    return int(found[1] or b"0", 8) if found else None


def _short_name(header: bytes) -> bytes:
    name = header[:100].partition(b"\0")[0]
    before = header[345:500].partition(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return b"/".join(part for part in (before, name) if part)


def _path_in(records: bytes) -> bytes:
    """Return the name among an entry's further properties, each `LENGTH KEY=VALUE`."""
    place, path = 0, b""
    while place < len(records):
        space = records.find(b" ", place, place + _MAX_DIGITS)
        digits = records[place:space] if space > 0 else b""
        length = int(digits) if digits.isdigit() else 0
        if length <= len(digits) + 1:
            return path
        key, _, value = records[space + 1 : place + length].partition(b"=")
        if key == b"path":
            path = value.removesuffix(b"\n")[-_MAX_NAME:]
        place += length
    return path
