"""Ten trivial functions that solve no exercise, and must be judged alike for every seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def returns_none(*args: Any, **kwargs: Any) -> None:
    """Return nothing, as a function without a `return`."""


def first_argument(*args: Any, **kwargs: Any) -> Any:
    """Return the first argument as it is."""
    return [*args, *kwargs.values()][0]


def last_argument(*args: Any, **kwargs: Any) -> Any:
    """Return the last argument as it is."""
    return [*args, *kwargs.values()][-1]


def all_arguments(*args: Any, **kwargs: Any) -> Any:
    """Return every argument, in a tuple."""
    return (*args, *kwargs.values())


def negated_first(*args: Any, **kwargs: Any) -> Any:
    """Return minus the first argument."""
    return -np.asarray(args[0])


def zeros(*args: Any, **kwargs: Any) -> Any:
    """Return zeros of the first argument's shape."""
    return np.zeros(np.shape(args[0]))


def ones(*args: Any, **kwargs: Any) -> Any:
    """Return ones of the first argument's shape."""
    return np.ones(np.shape(args[0]))


def constant(*args: Any, **kwargs: Any) -> float:
    """Return the same number always."""
    return 0.5


def empty_list(*args: Any, **kwargs: Any) -> list[Any]:
    """Return an empty list."""
    return []


def value_error(*args: Any, **kwargs: Any) -> None:
    """Raise ValueError, whatever the arguments are."""
    raise ValueError


TRIVIAL: tuple[Callable[..., Any], ...] = (
    returns_none,
    first_argument,
    last_argument,
    all_arguments,
    negated_first,
    zeros,
    ones,
    constant,
    empty_list,
    value_error,
)
