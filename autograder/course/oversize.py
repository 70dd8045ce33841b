"""Leave the outputs out of a notebook that is too large with them, without parsing it."""

from __future__ import annotations

import re

MAX_TOKENS = 3_000_000
"""Strings and brackets that are looked at; outputs have fewer, and this takes a second or two."""

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""A string, which may lack its end at the end of the file, or a bracket."""
_LEFT_OUT = {
    b'"outputs"': re.compile(rb"\s*:\s*\["),
    b'"widgets"': re.compile(rb"\s*:\s*\{"),
}
"""What is made empty, and how it begins: what cells and sliders have shown."""
_PICTURE = re.compile(
    rb"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{60,}+(?:\\n[A-Za-z0-9+/=]++)*+", re.DOTALL
)
"""Base64, in one line or in lines as mail has them."""
_LARGE = 50_000
_NO_PICTURE = b"AAAA"
"""What is shown as a picture that was left out."""


def without_outputs(data: bytes) -> bytes | None:
    """Return a notebook's JSON with all outputs empty; None if it would take too long.

    It never builds the JSON's objects, which may take fifty times as much memory as its text.

    >>> without_outputs(b'{"cells": [{"outputs": ["]", [1]], "source": "a"}]}')
    b'{"cells": [{"outputs": [], "source": "a"}]}'
    """
    kept: list[bytes] = []
    start = depth = 0
    skipping = False
    for count, token in enumerate(_TOKEN.finditer(data)):
        if count > MAX_TOKENS:
            return None
        if skipping:
            depth += (token[0] in b"[{") - (token[0] in b"]}")
            if depth == 0:
                start, skipping = token.end() - 1, False
        elif (begin := _LEFT_OUT.get(token[0])) and (value := begin.match(data, token.end())):
            kept.append(data[start : value.end()])
            skipping = True
    kept.append(b"" if skipping else data[start:])
    return b"".join(kept)


def without_pictures(data: bytes) -> bytes:
    """Return a notebook's JSON without large pictures in its texts.

    >>> len(without_pictures(b'"![](data:image/png;base64,' + b"A" * 60_000 + b')"'))
    33
    """
    return _PICTURE.sub(lambda one: _NO_PICTURE if len(one[0]) > _LARGE else one[0], data)
