"""Guess the code page in which a program wrote a text, by the words that it then has."""

from __future__ import annotations

import codecs
import re

_LONG = re.compile(rb"([\x00-\x7f]{20})[\x00-\x7f]*+(?<=([\x00-\x7f]{20}))")
"""What says nothing about other letters: only as much is kept as is beside them."""
_OTHER = re.compile(rb"[\x80-\xff]")
_WINDOWS, DOS = "cp1252", "cp850"
_FEW = 10
"""Letters beyond ASCII that are too few for a detector: it takes nearly any for those of DOS."""


def likeliest(data: bytes, usual: str = _WINDOWS) -> str:
    """Return Python's name of the code page that a text was probably written in.

    It is the `usual` one where too few letters tell.
    """
    # Notebooks are read by every worker, and few need the detector.
    from chardet import detect

    text = _LONG.sub(rb"\1\2", data)
    try:
        page = codecs.lookup(detect(text)["encoding"] or usual).name
    except LookupError:
        return usual
    if page == "cp437":  # the letters of DOS in western languages, of which it has a part
        return DOS if len(_OTHER.findall(text)) > _FEW else usual
    return usual if page in ("utf-8", "ascii") else page
