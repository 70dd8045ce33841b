"""Say again, in the reader's language, what was said of a submission.

Notices are made before the language of the student's notebook is known, and kept in the graded
notebook in that language; instructors read them in theirs.
"""

from __future__ import annotations

from dataclasses import replace

from autograder import messages
from autograder.course import messages as of_files
from course_lib import retold
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as of_checks
from course_lib.language import whole_message

_LEAST = 12
"""Shorter ones, such as `{count} of {of}`, would be found in any sentence."""


def in_language(sentence: str, language: str | None = None) -> str:
    """Return a sentence of the grader in a language, by default the current one.

    >>> in_language("The notebook ewa.ipynb was not submitted.", "en")
    'The notebook ewa.ipynb was not submitted.'
    """
    said = retold.retold(sentence, of_files, language, _LEAST)
    return said if said != sentence else retold.retold(sentence, messages, language, _LEAST)


def verdict_in_language(verdict: Verdict, language: str | None = None) -> Verdict:
    """Return what a verdict says in a language, by default the current one.

    Two students who read different languages are then told the same.
    """

    def say(text: str) -> str:
        said = whole_message(text, language)
        return said if said != text else retold.retold(text, of_checks, language, _LEAST)

    rows = tuple(
        replace(row, title=say(row.title), notes=tuple(map(say, row.notes))) for row in verdict.rows
    )
    hints = tuple(map(say, verdict.hints))
    return replace(verdict, rows=rows, hints=hints, form=verdict.form and say(verdict.form))
