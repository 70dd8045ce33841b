"""Tell sentences from code: an answer in words may stand in a cell of code."""

from __future__ import annotations

import re

_FEW = 5
_WORDS = re.compile(r"[^\W\d_]+")
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(r"#.*|[\"']{1,3}.*|\w+[ \t]*=[ \t]*[\"']{1,3}.*|[^=()\[\]{}]*")
"""A line that is a comment, that begins a text, or that has no sign of code in it."""
_KEYWORD = re.compile(r"\s*(?:import|from|for|while|if|elif|else|with|return|def|class|assert)\b")


def is_prose(source: str) -> bool:
    """Return whether some line of a cell of code seems to be a sentence.

    >>> is_prose("# With 0.98 the curve follows much too late."), is_prose("for x in y:")
    (True, False)
    """
    return any(
        _SENTENCE.fullmatch(line)
        and not _KEYWORD.match(line)
        and (len(_WORDS.findall(line)) > _FEW or len(_EAST.findall(line)) > 2 * _FEW)
        for line in source.split("\n")
    )
