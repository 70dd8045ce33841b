"""What the exercises on gradient descent have in common: wrong ways to return, words."""

from __future__ import annotations

from typing import Any

from grader_tests.engine.exercise import UNCHANGED, Criterion

NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."


def returns_none(*args: Any, **kwargs: Any) -> None:
    """A function that forgot its `return`."""


def untouched(hint: str) -> Criterion:
    """The criterion that the arguments stay as they were, with the exercise's own advice."""
    return Criterion(UNCHANGED, "Whatever is given to the function stays as it was.", hint, 1)
