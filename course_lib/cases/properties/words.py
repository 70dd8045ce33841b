"""Tell facts about results in the language of the student."""

from __future__ import annotations

from typing import Any

from course_lib.cases.properties import messages
from course_lib.language import SOURCE, current
from course_lib.retold import retold


def in_words(facts: Any) -> Any:
    """Return facts with their names, and what they say in words, in the language in use.

    >>> in_words({"how many": "too few", "floats": True})
    {'how many': 'too few', 'floats': True}
    """
    if current() == SOURCE:
        return facts
    if isinstance(facts, str):
        return retold(facts, messages)
    if isinstance(facts, dict):
        return {in_words(name): in_words(fact) for name, fact in facts.items()}
    if isinstance(facts, list | tuple):
        return type(facts)(map(in_words, facts))
    return facts
