"""Cut Markdown into messages, which are paragraphs, and put translations in their place.

What marks a paragraph as a heading, a quotation or an item of a list stays outside the message. A
row of a table is a message with its bars. Displayed formulas and code have no words, except for
those in `\\text{...}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Translate = Callable[[str], str]

_MARK = re.compile(
    r"^(?P<mark>[ \t]*(?:>[ \t]?)*[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)?)(?P<text>.*)$"
)
_FENCE = re.compile(r"^\s*(```|~~~)")
_FORMULA_EDGE = "$$"
_BARE = re.compile(
    r"\$\$.*?\$\$|(?<!\\)\$[^$]*\$|(`+)[^`].*?\1|!?\[\]\([^)]*\)|\]\([^)]*\)|<[^>]+>|\{[%{].*?[%}]\}|https?://\S+",
    re.DOTALL,
)
_STARRED = re.compile(
    rf"(?:{_BARE.pattern})|(?<![A-Za-z0-9*])\*(?![\s*])([^*`\n]*[\u3400-\u9fff][^*`\n]*)(?<!\s)\*(?!\*)",
    re.DOTALL,
)
_FIELD = re.compile(r"\{[^{}]*\}")
_TEXT_IN_FORMULA = re.compile(r"\\text(?:bf|it)?\{[^{}]*[^\W\d_]{2,}[^{}]*\}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Piece:
    """A part of a Markdown text: what comes before a message, and the message, if there is one."""

    before: str
    message: str = ""


def has_words(text: str) -> bool:
    """Return whether there are words in a text, besides formulas, code and addresses.

    >>> has_words("$x^2$, `np.sqrt`"), has_words("the root")
    (False, True)
    """
    if _TEXT_IN_FORMULA.search(text):
        return True
    return bool(_LETTERS.search(_BARE.sub(" ", text)))


def without_names(text: str, between: str = " ", field: str = " ") -> str:
    """Return a text with something else for its formulas, code and addresses, and its fields."""
    return _FIELD.sub(field, _BARE.sub(between, text))


def pieces(source: str) -> list[Piece]:
    """Return the parts of a Markdown text; joined, they are the text again."""
    found: list[Piece] = []
    for before, text in _blocks(source.split("\n")):
        if has_words(text):
            found.append(Piece(before, text))
        else:
            found.append(Piece(before + text))
    return found


def messages_of(source: str) -> list[str]:
    """Return the messages of a Markdown text, in order.

    >>> messages_of("# Momentum\\n\\n- one paragraph\\n- `another`")
    ['Momentum', 'one paragraph']
    """
    return [piece.message for piece in pieces(source) if piece.message]


def translated(source: str, translate: Translate) -> str:
    """Return a Markdown text with its messages translated."""
    return "".join(
        piece.before + (upright(translate(piece.message)) if piece.message else "")
        for piece in pieces(source)
    )


def upright(text: str) -> str:
    """Return a text with bold Chinese words in place of italic ones, which would be slanted.

    A text that is starred as a whole stays: stubs are found by their words.

    >>> upright("先*减*再 `a * b`，*not now*，见 *Adam 一课*")
    '先**减**再 `a * b`，*not now*，见 **Adam 一课**'
    """

    def made_upright(found: re.Match[str]) -> str:
        return f"**{found[2]}**" if found[2] and found[0] != text else found[0]

    return _STARRED.sub(made_upright, text)


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (what comes before it, the text) of each block."""
    position, before = 0, ""
    while position < len(lines):
        line = lines[position]
        end = _end_of_block(lines, position)
        block = "\n".join(lines[position:end])
        match = _MARK.match(line)
        assert match is not None
        mark = "" if end > position + 1 and _is_closed(line) else match["mark"]
        yield before + mark, block[len(mark) :]
        before = "\n"
        position = end


def _is_closed(line: str) -> bool:
    return bool(_FENCE.match(line)) or line.strip().startswith(_FORMULA_EDGE)


def _end_of_block(lines: list[str], start: int) -> int:
    """Return the line behind a block: code, a formula, a row of a table, or a paragraph."""
    first = lines[start]
    fence = _FENCE.match(first)
    if fence:
        closing = (i for i in range(start + 1, len(lines)) if lines[i].strip() == fence[1])
        return next(closing, len(lines) - 1) + 1
    stripped = first.strip()
    if stripped.startswith(_FORMULA_EDGE) and stripped.count(_FORMULA_EDGE) == 1:
        closing = (i for i in range(start + 1, len(lines)) if _FORMULA_EDGE in lines[i])
        return next(closing, len(lines) - 1) + 1
    end = start + 1
    while not _stands_alone(first) and end < len(lines) and _continues(lines[end]):
        end += 1
    return end


def _stands_alone(line: str) -> bool:
    return not line.strip() or line.lstrip(" >").startswith(("|", "#", "<"))


def _continues(line: str) -> bool:
    """Return whether a line continues the paragraph above it."""
    match = _MARK.match(line)
    begins = match is not None and bool(match["mark"].strip())
    return not begins and not _stands_alone(line) and not _is_closed(line)


def model_answer(source: str) -> str:
    """Return the instructor's answer in a cell, without nbgrader's marks around it."""
    return "\n".join(
        line for line in source.splitlines() if "### BEGIN" not in line and "### END" not in line
    )
