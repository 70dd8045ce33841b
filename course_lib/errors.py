"""What stops a training run or a figure, said in one line, and the words for it."""

from __future__ import annotations

from typing import Any

import numpy as np


class TrainingFailed(Exception):
    """Training cannot go on, and the message says what to do; shown as one line in a notebook."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class CannotDraw(ValueError):
    """A figure cannot show what it is given, and the message says what to do; shown as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def form_of(value: Any) -> str:
    """What a student's function returned, for a message that says what it should return.

    >>> form_of((np.zeros((2, 3)), None))
    '(an array of shape (2, 3), None)'
    """
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(form_of, value))})"
    return "None" if value is None else f"a {type(value).__name__}"
