"""A language that is none: it marks every message, so that a string that escaped is seen."""

from __future__ import annotations

from collections.abc import Callable

from autograder.translation.sources import Message

LANGUAGE = "xx"
BEGIN, END = "⟦", "⟧"


def marked(text: str) -> str:
    """Return a message between marks; in a row of a table, each cell gets them.

    >>> marked("one *word*"), marked("| `x` | its sign |")
    ('⟦one *word*⟧', '|⟦ `x` ⟧|⟦ its sign ⟧|')
    """
    if text.startswith("|") and text.endswith("|"):
        return "|" + "|".join(f"{BEGIN}{cell}{END}" for cell in text[1:-1].split("|")) + "|"
    return f"{BEGIN}{text}{END}"


def pseudo(catalogues: dict[str, dict[str, list[Message]]]) -> dict[str, str]:
    """Return the translations of all messages into this language."""
    return {text: marked(text) for messages in catalogues.values() for text in messages}


def unmarked(text: str, has_words: Callable[[str], bool]) -> list[str]:
    """Return the lines with words that stand outside of all marks."""
    outside, depth = [""], 0
    for sign in text:
        depth += (sign == BEGIN) - (sign == END)
        if sign == "\n":
            outside.append("")
        elif depth == 0 and sign != END:
            outside[-1] += sign
    return [line.strip() for line in outside if has_words(line)]
