"""Find what a notebook says about the choices of its questions, if its instructor allows that."""

from __future__ import annotations

from typing import Any

from course_lib.own_notebook import own_metadata

KEY = "answers"
"""Question -> the right `answer`, and `why` each choice is right or wrong; only in a release with
`c.ExplainAnswers.enabled = True`."""


def explanations(question: str) -> dict[str, Any] | None:
    """Return the right answer and the explanations of a question; None if they are not given."""
    for own in own_metadata():
        answers = own.get(KEY)
        told = answers.get(question) if isinstance(answers, dict) else None
        if isinstance(told, dict) and isinstance(told.get("why"), dict) and "answer" in told:
            return told
    return None
