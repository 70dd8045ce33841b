"""Define the exceptions that `course_lib` raises for students, and describe returned values.

    ShownAsOneLine
      CheckFailed                 a check found something that is not right yet
      TrainingFailed              a training run cannot continue
      CannotDraw(ValueError)      a figure cannot show its data

A notebook shows each of them as a one-line message that says what to do, without a traceback.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course_lib import messages


class ShownAsOneLine(Exception):
    """Base of all exceptions that a notebook shows as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class CheckFailed(ShownAsOneLine):
    """Raised if something is not right yet; the table above the message says what."""


class TrainingFailed(ShownAsOneLine):
    """Raised if training cannot continue."""


class CannotDraw(ShownAsOneLine, ValueError):
    """Raised if a figure cannot show its data."""


def form_of(value: Any) -> str:
    """Describe a value that a student's function returned, for a message about the expected form.

    >>> form_of((np.zeros((2, 3)), None))
    '(an array of shape (2, 3), None)'
    """
    if isinstance(value, np.ndarray):
        return messages.ARRAY_OF_SHAPE.format(shape=value.shape)
    if isinstance(value, tuple | list):
        return f"({', '.join(map(form_of, value))})"
    return "None" if value is None else messages.OF_TYPE.format(type=type(value).__name__)
