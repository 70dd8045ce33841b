"""Say again, in the reader's language, what was said of a submission.

Notices are made before the language of the student's notebook is known, and kept in the graded
notebook in that language; instructors read them in theirs.
"""

from __future__ import annotations

from autograder import messages
from course_lib import retold

_LEAST = 12
"""Shorter ones, such as `{count} of {of}`, would be found in any sentence."""


def in_language(sentence: str, language: str | None = None) -> str:
    """Return a sentence of the grader in a language, by default the current one.

    >>> in_language("The notebook ewa.ipynb was not submitted.", "en")
    'The notebook ewa.ipynb was not submitted.'
    """
    return retold.retold(sentence, messages, language, _LEAST)
