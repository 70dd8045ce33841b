"""Wrap lines of text in which Chinese characters, which have no spaces between them, are wide."""

from __future__ import annotations

import inspect
import re
import unicodedata

_WIDE = r"\u2e80-\u9fff\uff00-\uffef"
_UNITS = re.compile(
    rf"\{{[^{{}}]*\}}|`[^`]*`|\$[^$]*\$|[{_WIDE}]|[^\s{_WIDE}`${{}}]+|\s+|.", re.DOTALL
)
"""What stays together: a field, code, a formula, a wide character, a word, spaces."""
_NOT_FIRST = "，。；：！？、）》”’…」』】,.;:!?)"
"""Marks with which no line begins."""


def width(text: str) -> int:
    """Return the columns that a text takes.

    >>> width("Adam 优化")
    9
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(
    text: str, columns: int, first: int | None = None, *, keep_spaces: bool = False
) -> list[str]:
    """Return a text in lines of at most so many columns; the first may have another width.

    With `keep_spaces` the lines joined are the text; else spaces at their ends are left out.
    """
    lines, line = [], ""
    room = columns if first is None else first
    for unit in _UNITS.findall(text):
        full = width(line) + width(unit.rstrip()) > room
        if full and line.strip() and unit not in _NOT_FIRST and unit.strip():
            lines.append(line)
            line, room = "", columns
        line += unit
    lines.append(line)
    return lines if keep_spaces else [line.strip() for line in lines if line.strip()]


def paragraphs(text: str) -> list[str]:
    """Return a docstring or a help text by paragraphs, each in one line."""
    return [" ".join(one.split()) for one in inspect.cleandoc(text).split("\n\n")]
