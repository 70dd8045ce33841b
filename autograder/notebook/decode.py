"""Turn the bytes of a submitted file into text, whatever encoding a program saved it in."""

from __future__ import annotations

import codecs
import json
import re
from itertools import islice

from autograder.notebook.code_pages import likeliest

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RUNS = 2_000
"""Runs of bytes beyond ASCII that are looked at."""
_RUN = re.compile(rb"[\x80-\xff]+")
_HALF = re.compile(rb"[\x80-\xff]{1,2000}(?=\\[nrt\"])")
"""Letters before an escape: a letter that has lost a byte would take the backslash for it."""
_BEGIN = 100
_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond 16 bits, as programs in Java and databases write it."""
_JAPANESE = (b"\x1b$B", b"\x1b$@")
"""What begins characters of two bytes, as Japanese mail has them."""


def decode(data: bytes) -> tuple[str, str | None]:
    """Return the text, and the name of its encoding if that had to be guessed.

    Bytes that belong to no character become U+FFFD, so nothing is refused.

    >>> decode("é".encode("utf-16"))
    ('é', None)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
            if _is_json(text) or not _is_json(decode(data[len(mark) :])[0]):
                return text, None
            return decode(data[len(mark) :])  # a program added the mark of another encoding
    rest = data.lstrip(b"\x00 \t\r\n")
    if rest[:1] == b"{" and rest[1:2] not in (b"", b"\x00"):  # so zeros before it mean nothing
        data = rest
    encoding = json.detect_encoding(data[:4])  # by where the zeros are, as JSON begins with ASCII
    if encoding != "utf-8":
        return data.decode(encoding, "replace"), None
    if data.isascii():
        return _seven_bits(data)
    data = _PAIR.sub(_one_character, data)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        guess = _guess(data)
    if guess == "gb18030":
        data = _HALF.sub(_whole, data)
    return data.decode(guess or "utf-8", "replace"), guess


def _seven_bits(data: bytes) -> tuple[str, str | None]:
    """Return what `decode` does for bytes that ASCII has, which may stand for other characters."""
    if any(mark in data for mark in _JAPANESE):
        return data.decode("iso2022_jp", "replace"), "iso2022_jp"
    if b"+" in data and b"\\" not in data:  # as no notebook lacks it, except in UTF-7
        try:
            text = data.decode("utf-7").lstrip("\ufeff")
        except UnicodeDecodeError:
            text = ""
        if "\\" in text:
            return text, "utf-7"
    return data.decode(), None


def _guess(data: bytes) -> str | None:
    """Return the code page that the text was probably written in; None if it is damaged UTF-8."""
    runs = [run[0] for run in islice(_RUN.finditer(data), _RUNS)]
    is_utf8 = sum(map(_in_utf8, runs)) > sum(map(len, runs)) / 2
    return None if is_utf8 else likeliest(data)


def _is_json(text: str) -> bool:
    return text[:_BEGIN].lstrip("\ufeff\x00 \t\r\n").startswith(("{", "[", '"'))


def _whole(run: re.Match[bytes]) -> bytes:
    return run[0] if len(run[0]) % 2 == 0 else run[0][:-1] + b"?"


def _one_character(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _in_utf8(run: bytes) -> int:
    """Return how many bytes of a run are UTF-8."""
    return len(run.decode("utf-8", "ignore").encode())
