"""Take a notebook's text out of what programs and people wrap around it, besides JSON."""

from __future__ import annotations

import ast
import bz2
import email
import html
import json
import lzma
import quopri
import re
import zlib
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any

from autograder.course import messages

MAX_LITERAL = 2_000_000
"""Characters of a Python value that is read: its tree takes many times as much memory."""
_MEMORY = 100_000_000

_PACKED: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _MEMORY),
}
"""How a compressed file begins, and what unpacks it."""
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,50}:[^\n]*\n(?:[ \t][^\n]*\n)*+){2,}+\r?\n")
_ESCAPED = re.compile(r"&quot;(?:cells|nbformat)&quot;|&#34;(?:cells|nbformat)&#34;")
_QUOTED = re.compile(r"=(?:22|3D|7B)|=\r?\n")
"""Signs as mail writes them, and the ends of lines that it adds."""


def is_packed(data: bytes) -> bool:
    """Return whether a file is compressed in a way that `unpacked` undoes."""
    return data.startswith(tuple(_PACKED))


def unpacked(data: bytes, limit: int) -> bytes:
    """Return what was compressed, of at most a byte more than `limit`.

    Raises ValueError with the end of a sentence if it is damaged, or nothing is left of it.
    """
    [begin] = [one for one in _PACKED if data.startswith(one)]
    program = _PACKED[begin]()
    try:
        found = bytes(program.decompress(data, limit + 1))
    except (zlib.error, OSError, EOFError, lzma.LZMAError):
        raise ValueError(messages.IS_BROKEN_ARCHIVE) from None
    if not found and not program.eof:
        raise ValueError(messages.IS_BROKEN_ARCHIVE)
    return found


def unwrapped(data: bytes, text: str) -> Iterator[bytes]:
    """Yield what may be the notebook in a text that is not JSON."""
    if "\ufeff" in text.lstrip("\ufeff"):  # a program put files, or parts of one, in a row
        yield text.replace("\ufeff", "").encode("utf-8", "replace")
    if _ESCAPED.search(text):  # copied from the source of a web page
        yield html.unescape(text).encode("utf-8", "replace")
    if _MAIL.match(text):
        yield from _attachments(email.message_from_bytes(data))
    elif text.lstrip()[:1] in ("{", "=") and _QUOTED.search(text):
        yield quopri.decodestring(data)
    if text.lstrip().startswith("{'") and len(text) <= MAX_LITERAL:
        yield from _literal(text.strip())


def _attachments(message: Message) -> Iterator[bytes]:
    """Yield the parts of a mail that are called like a notebook, or are of its type."""
    for part in message.walk():
        name = str(part.get_filename() or "").casefold()
        if ".ipynb" in name or part.get_content_subtype() in ("json", "x-ipynb+json"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content


def _literal(text: str) -> Iterator[bytes]:
    """Yield a dictionary that Python has printed, as JSON."""
    try:
        yield json.dumps(ast.literal_eval(text)).encode()
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return
