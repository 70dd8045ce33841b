"""A language that is none: it marks every message, so that a string that escaped is seen.

What is filled in for a field stands outside of the marks, so that a word that nobody translated
is seen in the middle of a sentence too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from autograder.translation.sources import Message

LANGUAGE = "xx"
BEGIN, END = "⟦", "⟧"
_PIECES = re.compile(
    r"(\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\{\{|\}\}|\{\")|(\{[^{}]+(?:\{[^{}]*\}[^{}]*)*\})", re.DOTALL
)
"""What stays inside the marks, and fields, which are outside."""


def marked(text: str) -> str:
    """Return a message between marks; in a row of a table, each cell gets them.

    >>> marked("one *word*"), marked("| `x` | its sign |"), marked("{name} is $x_{1}$")
    ('⟦one *word*⟧', '|⟦ `x` ⟧|⟦ its sign ⟧|', '⟦⟧{name}⟦ is $x_{1}$⟧')
    """
    if text.startswith("|") and text.endswith("|"):
        return "|" + "|".join(f"{BEGIN}{cell}{END}" for cell in text[1:-1].split("|")) + "|"
    inside = _PIECES.sub(lambda found: found[1] or f"{END}{found[2]}{BEGIN}", text)
    return f"{BEGIN}{inside}{END}".removesuffix(BEGIN + END)


def pseudo(catalogues: dict[str, dict[str, list[Message]]]) -> dict[str, str]:
    """Return the translations of all messages into this language."""
    return {text: marked(text) for messages in catalogues.values() for text in messages}


def unmarked(text: str, has_words: Callable[[str], bool]) -> list[str]:
    """Return the lines with words that stand outside of all marks."""
    outside, depth = [""], 0
    for sign in text:
        depth += (sign == BEGIN) - (sign == END)
        if sign == BEGIN:
            outside[-1] += " "
        if sign == "\n":
            outside.append("")
        elif depth == 0 and sign != END:
            outside[-1] += sign
    return [line.strip() for line in outside if has_words(line)]
