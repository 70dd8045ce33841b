"""Read the answer to a question with choices, however its letter is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_WORDS = r"(?:(?:the |my )?(?:answer|option|choice)(?: is)?|答案是?|选项|我?选择?)"
_LETTER = re.compile(
    rf"(?:{_WORDS}\s*:?\s*)?"
    r"[(\[\"'`“‘]*\s*(?P<letter>[^\W\d_])\s*"
    r"(?:[\"'`”’]*[)\].:,;!。、]*[\"'`”’]*|(?:[)\].:。、]+|\s[-\u2013\u2014])\s*(?P<text>\S.*))",
    re.DOTALL | re.IGNORECASE,
)
"""A letter alone, or one that is marked as a letter, with the text of the choice behind it."""
_MARKED = r"(?<!\w)[(\[]?({letters})\s*(?:[)\].:;]|$)"
LONGEST = 1_000
"""Characters of an answer that is looked at."""


def plain_choice(answer: object, choices: Collection[str]) -> object:
    """Return the choice that an answer means, if that is clear, and else the answer itself.

    >>> plain_choice(" (B) ", "abc"), plain_choice("b. It grows.", "abc"), plain_choice("bc", "abc")
    ('b', 'b', 'bc')
    >>> plain_choice("a) or b)", "abc")
    'a) or b)'
    """
    if isinstance(answer, list | tuple | set | frozenset) and len(answer) == 1:
        [answer] = answer  # a comma behind the letter makes a tuple
    if not isinstance(answer, str) or len(answer) > LONGEST:
        return answer
    text = unicodedata.normalize("NFKC", answer).strip()
    found = _LETTER.fullmatch(text)
    if text.lower() in choices or not found or found["letter"].lower() not in choices:
        return text.lower() if text.lower() in choices else answer
    others = "|".join(re.escape(choice) for choice in choices)
    marked = re.search(_MARKED.format(letters=others), found["text"] or "", re.IGNORECASE)
    return answer if marked else found["letter"].lower()
