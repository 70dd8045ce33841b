"""Tell sentences from code: an answer in words may stand in a cell of code."""

from __future__ import annotations

import keyword
import re
from itertools import pairwise

_FEW = 5
_FEW_FOR_AN_ANSWER = 12
_WORDS = re.compile(r"[^\W\d_]+")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(
    r"#.*|[frbuFRBU]{0,2}[\"']{1,3}.*|\w+[ \t]*=[ \t]*[frbuFRBU]{0,2}[\"']{1,3}.*"
    r"|print\([ \t]*[frbuFRBU]{0,2}[\"'].*|[^=()\[\]{}]*"
)
"""A line that is a comment, that begins or shows a text, or that has no sign of code in it."""
_KEYWORD = re.compile(r"\s*(?:import|from|for|while|if|elif|else|with|return|def|class|assert)\b")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#.*")
_TEXT_MAGIC = re.compile(r"\s*%%(?:markdown|html|latex|raw)\b[^\n]*\n", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t].*$", re.MULTILINE)


def is_prose(source: str) -> bool:
    """Return whether some line of a cell of code seems to be a sentence.

    >>> is_prose("# With 0.98 the curve follows much too late."), is_prose("for x in y:")
    (True, False)
    >>> is_prose("I choose beta = 0.8 (it averages over one school week).")
    True
    """
    if _TEXT_MAGIC.match(source):
        return True
    return any(
        (_SENTENCE.fullmatch(line) and not _KEYWORD.match(line) and _is_long(line)) or _speaks(line)
        for line in source.split("\n")
    )


def _is_long(line: str, few: int = _FEW) -> bool:
    return len(_WORDS.findall(line)) > few or len(_EAST.findall(line)) > 2 * few


def counts_as_long(text: str) -> bool:
    """Return whether a text is long enough for an answer, and not only says where that is."""
    return _is_long(text, _FEW_FOR_AN_ANSWER)


def _speaks(line: str) -> bool:
    """Return whether words follow each other in a line as they cannot in Python."""
    if line.lstrip().startswith(("%", "!", "#")):
        return False
    words = [word.strip(",.;:!?") for word in _QUOTED.sub(" = ", line).split()]
    plain = [word.isalpha() and not keyword.iskeyword(word) for word in words]
    return sum(one and other for one, other in pairwise(plain)) > 2


def only_words(source: str) -> str:
    """Return the words of a cell of code that has nothing but comments, or text; else nothing.

    >>> only_words("# I would choose Adam.\\n#\\n# Its curve is the lowest.")
    'I would choose Adam.\\n\\nIts curve is the lowest.'
    >>> only_words("loss = 1  # small")
    ''
    """
    magic = _TEXT_MAGIC.match(source)
    if magic:
        return source[magic.end() :].strip()
    quoted = re.fullmatch(r"\s*([\"']{3}|[\"'])(.*)\1\s*", source, re.DOTALL)
    if quoted and quoted[1] not in quoted[2]:
        return quoted[2].strip()
    lines = []
    for line in source.split("\n"):
        comment = line.strip()
        if comment and not comment.startswith("#") and not _speaks(line):
            return ""
        lines.append(comment.removeprefix("#").removeprefix(" "))
    return "\n".join(lines).strip()


def without_headings(text: str) -> str:
    """Return a text without the lines that are headings."""
    return _HEADING.sub("", text)
