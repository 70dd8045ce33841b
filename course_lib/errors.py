"""The exceptions that `course_lib` raises for students, and the words for what they returned.

    ShownAsOneLine
      CheckFailed                 a check has found something that is not right yet
      TrainingFailed              a training run cannot go on
      CannotDraw(ValueError)      a figure cannot show what it is given

In a notebook each is shown as its one-line message, which says what to do, without a traceback.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class ShownAsOneLine(Exception):
    """Base of all exceptions that a notebook shows as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class CheckFailed(ShownAsOneLine):
    """Raised where something is not right yet; the table above it says what."""


class TrainingFailed(ShownAsOneLine):
    """Raised where training cannot go on."""


class CannotDraw(ShownAsOneLine, ValueError):
    """Raised where a figure cannot show what it is given."""


def form_of(value: Any) -> str:
    """Return what a student's function returned in words, for a message that says what it should.

    >>> form_of((np.zeros((2, 3)), None))
    '(an array of shape (2, 3), None)'
    """
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(form_of, value))})"
    return "None" if value is None else f"a {type(value).__name__}"
