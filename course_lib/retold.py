"""Say a finished sentence again in another language, as far as its words are known messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from course_lib.language import SOURCE, current, languages, translate

MOST = 1_000
"""Characters of a sentence that is looked up; longer ones hold a student's text, and stay."""
_MOST_FIELDS = 3
"""With many fields, a pattern may take long on a text that somebody made for that."""
_FIELD = re.compile(r"\{(\w+)[^{}]*\}")


def retold(sentence: str, forms: ModuleType, to: str | None = None, least: int = 1) -> str:
    """Return a sentence in a language, by default the current one, whatever language it is in.

    `forms` is the module of messages that it was made from. What is none of them stays as it is.
    Messages with fewer characters than `least` beside their fields are left out.

    >>> from course_lib.cases.properties import messages
    >>> retold("columns of X left out", messages, "en")
    'columns of X left out'
    """
    to = to or current()
    if len(sentence) > MOST:
        return sentence
    known = dict.fromkeys((SOURCE, *languages(), current()))
    for language in known:
        for pattern, english in () if language == to else _patterns(forms, language, least):
            if found := pattern.fullmatch(sentence):
                values = {
                    name: retold(text, forms, to, least) for name, text in found.groupdict().items()
                }
                return _filled(translate(english, to), values)
    return sentence


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda field: values.get(field[1], ""), text)


@cache
def _patterns(forms: ModuleType, language: str, least: int) -> list[tuple[re.Pattern[str], str]]:
    """Return what finds each message in a language; those with the most text come first."""
    found = []
    for english in _texts([value for name, value in vars(forms).items() if name.isupper()]):
        pieces = _FIELD.split(translate(english, language))
        if len({*pieces[1::2]}) <= _MOST_FIELDS:
            length = sum(map(len, pieces[::2]))
            pattern = re.compile("".join(_found(pieces)), re.DOTALL)
            if length and sum(map(len, _FIELD.split(english)[::2])) >= least:
                found.append((length, pattern, english))
    found.sort(key=lambda one: -one[0])
    return [(pattern, english) for _, pattern, english in found]


def _found(pieces: list[str]) -> Iterator[str]:
    """Yield the parts of a pattern: texts, and names of fields between them."""
    seen: set[str] = set()
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            yield re.escape(piece)
        elif piece in seen:
            yield f"(?P={piece})"
        else:
            seen.add(piece)
            yield f"(?P<{piece}>.+?)"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
