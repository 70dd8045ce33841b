"""Turn the bytes of a submitted file into text, whatever encoding a program saved it in."""

from __future__ import annotations

import codecs
import json
import re
from itertools import islice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EAST = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251")
"""Code pages in which letters beyond ASCII stand side by side; the first is the likeliest."""
_RUNS = 2_000
"""Runs of such letters that a guess is made from: a detector's time grows with the text."""
_RUN = re.compile(rb"[\x80-\xff]+")
_FIRST_LETTER = 0xA0
"""Below are the dashes and quotation marks that all code pages of Windows share."""
_TOGETHER = 2
"""Accented letters that may stand side by side in western languages, as in Größe and créée."""
_HALF = re.compile(rb"[\x80-\xff]{1,2000}(?=\\[nrt\"])")
"""Letters before an escape: a letter that has lost a byte would take the backslash for it."""
_BEGIN = 100
_AROUND = 60
_SHORT = 200
"""A detector cannot tell languages apart by fewer bytes."""


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
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        guess = _guess(data)
    if guess == "gb18030":
        data = _HALF.sub(_whole, data)
    return data.decode(guess or "utf-8", "replace"), guess


def _guess(data: bytes) -> str | None:
    """Return the code page that the text was probably written in; None if it is damaged UTF-8."""
    runs = list(islice(_RUN.finditer(data), _RUNS))
    if sum(map(_is_utf8, runs)) > len(runs) / 2:
        return None
    # a sign such as a degree's may stand in many places, and says nothing about words
    words = {run[0] for run in runs if max(run[0]) >= _FIRST_LETTER}
    long = sum(len(word) > _TOGETHER for word in words)
    if long <= max(0.15 * len(words), len(words) > 3):
        return "cp1252"  # an accent here and there, as in western languages
    # Notebooks are read by every worker, and few need the detector.
    from charset_normalizer import from_bytes

    sample = b"\n".join(data[run.start() : run.start() + _AROUND] for run in runs[:200])
    best = from_bytes(sample, cp_isolation=list(_EAST), enable_fallback=False).best()
    likely = [best.encoding] if best is not None and len(sample) > _SHORT else []
    for encoding in (*likely, *_EAST):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "cp1252"


def _is_json(text: str) -> bool:
    return text[:_BEGIN].lstrip("\ufeff\x00 \t\r\n").startswith(("{", "[", '"'))


def _whole(run: re.Match[bytes]) -> bytes:
    return run[0] if len(run[0]) % 2 == 0 else run[0][:-1] + b"?"


def _is_utf8(run: re.Match[bytes]) -> bool:
    """Return whether most of a run is UTF-8."""
    return 2 * len(run[0].decode("utf-8", "ignore").encode()) > len(run[0])
