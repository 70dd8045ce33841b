"""What several exercises on averages have in common: inputs, wrong ways to return, words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion

Average = Callable[..., Any]
"""A function of an array and beta."""


def any_beta(rng: Generator) -> float:
    """A beta well away from 1/2, where `beta` and `1 - beta` are the same."""
    return float(rng.choice([rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.99)]))


def series(rng: Generator, T: int) -> Any:
    """Like temperatures: around a level, none near 0."""
    return rng.uniform(8, 20) + rng.uniform(-3, 3, size=T)


def days(values: Any) -> Any:
    """t = 1, 2, ..., T."""
    return np.arange(1, len(values) + 1)


def cut(average: Average) -> Average:
    """`average` with its result in the type of its argument."""
    return lambda values, beta: average(values, beta).astype(values.dtype)


def in_place(average: Average) -> Average:
    """`average` with its result written over its argument."""

    def wrong(values: Any, beta: float) -> Any:
        values[:] = average(values, beta)
        return values

    return wrong


def integers(cases: Callable[[Generator], Iterator[Case]]) -> Criterion:
    """The criterion that whole numbers are not cut, shown by `cases`."""
    return Criterion(
        "integers",
        "Whole numbers go in, and the result still has decimals.",
        "The result must be an array of floats, whatever comes in: `np.zeros(n)` is one, "
        "`np.zeros_like(x)` has the type of `x`.",
        1,
        cases,
    )


def zero_then_odd(rng: Generator) -> Iterator[Case]:
    """Neither the start nor the order of the factors matters here, only the decimals."""
    for odd in 2 * rng.integers(2, 20, size=3) + 1:
        yield Case("integers", (call(np.array([0, odd]), 0.5),))


UNTOUCHED = Criterion(
    UNCHANGED,
    "The array that you are given stays as it was.",
    "Make a new array for the result, for example with `np.zeros(len(theta))`, and leave the "
    "argument as it is.",
    1,
)

TRUNCATES = (
    "Your result has the type of the input, so whole numbers in give whole numbers out, and the "
    "decimals are cut off. `np.zeros_like(x)` does that; `np.zeros(len(x))` does not."
)
IN_PLACE = (
    "You write your result into the array that you were given, so the caller's data are gone. "
    "Make a new array for the result."
)
SWAPPED = (
    "`beta` and `1 - beta` have changed places: `beta` belongs to the average so far, "
    "`1 - beta` to the new value."
)
UNWEIGHTED = (
    "The new value has lost its factor `1 - beta`. Without it the values are added up, and the "
    "result grows far above every temperature."
)
LAGGED = (
    "Each day uses the temperature of the day before. In Python day 1 is `theta[0]`: read "
    "`theta` at the same index at which you store the result."
)
