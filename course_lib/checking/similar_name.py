"""Find the name that somebody wrote who meant another, such as `Ewa` for `ewa`."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from course_lib.checking import messages
from course_lib.checking.worked_examples import is_known

MAX_NAMES = 500
"""Names that are compared with a missing one."""
_LONGEST_NAME = 80
_SIMILAR = 0.75
_TWINS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501"  # Cyrillic
    "\u03bf\u03b1\u03bd\u03b9\u03c1",  # Greek
    "aeopcyxijsdoavip",
)
"""Letters of other alphabets that look like Latin ones."""


def similar_name(name: str, others: Iterable[str]) -> str | None:
    """Return the name that was probably meant to be `name`; None if none of them is like it.

    >>> similar_name("bias_correct", ["ewa", "BiasCorrect"])
    'BiasCorrect'
    """
    bare: dict[str, str] = {}
    for other in others:
        if len(other) <= _LONGEST_NAME and len(bare) < MAX_NAMES:
            bare.setdefault(_bare(other), other)
    close = get_close_matches(_bare(name), bare, n=1, cutoff=_SIMILAR)
    return bare[close[0]] if close else None


def written_as(name: str, namespace: Mapping[str, Any]) -> str | None:
    """Return a sentence if a notebook has a function with a name like the missing `name`.

    The functions of other exercises are none, and neither is what the notebook imports.
    """
    module = namespace.get("__name__", "__main__")
    own = (
        other
        for other, value in namespace.items()
        if inspect.isfunction(value) and value.__module__ == module and not is_known(other)
    )
    other = similar_name(name, own)
    return other and misspelt(name, other)


def misspelt(name: str, other: str) -> str:
    """Return the sentence about a name that stands in place of another; they may look the same."""
    for number, sign in enumerate(other, start=1):
        if not sign.isascii():
            words = {"number": number, "sign": sign, "code": f"{ord(sign):04X}"}
            return messages.SIMILAR_LETTER.format(name=name, **words)
    return messages.SIMILAR_NAME.format(name=name, other=other)


def _bare(name: str) -> str:
    return name.replace("_", "").casefold().translate(_TWINS)
