"""Inputs, hidden cases and worked examples that several exercises on averages share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call

SMALL, LARGE = (0.35, 0.45), (0.6, 0.99)
"""Ranges of beta well away from 1/2, where `beta` and `1 - beta` are the same.

Even the smallest has an averaging window of two days after rounding. With a window of one day, the
plain mean over the window would be the series itself.
"""


def betas(rng: Generator, number: int) -> list[float]:
    """Return betas in random order: as many small ones as large ones, or one more."""
    are_large = rng.permutation(np.arange(number) % 2)
    return [float(rng.uniform(*(LARGE if large else SMALL))) for large in are_large]


def series(rng: Generator, T: int) -> Any:
    """Return values like temperatures: around a level, none near 0."""
    return rng.uniform(8, 20) + rng.uniform(-3, 3, size=T)


def recursion_cases(rng: Generator) -> Iterator[Call]:
    """Yield series that begin with 0, so that every start is the same."""
    for T, beta in zip((3, 7, 12, 400), betas(rng, 4)):
        theta = series(rng, T)
        theta[0] = 0
        yield call(theta, beta)


def start_cases(rng: Generator) -> Iterator[Call]:
    """Yield series with a beta of 1/2, so that it does not matter which factor is which.

    A single day has another beta: there `ewa` shows which of the two its first value has.
    """
    for T, beta in zip((1, 2, 9), (*betas(rng, 1), 0.5, 0.5)):
        yield call(series(rng, T), beta)


def zero_then_odd(rng: Generator) -> Iterator[Call]:
    """Yield integers for which neither the start nor the order of the factors matters."""
    for odd in 2 * rng.integers(2, 20, size=3) + 1:
        yield call(np.array([0, odd]), 0.5)


CASES = {"recursion": recursion_cases, "start": start_cases, "integers": zero_then_odd}
"""Criterion -> hidden cases of the two running averages."""

EXAMPLES = {
    "recursion": [
        call(np.array([0.0, 10.0, 20.0, 10.0]), 0.9),
        call(np.array([0.0, 4.0, 9.0, 7.0, 12.0]), 0.37),
    ],
    "start": [call(np.array([8.0, 4.0, 2.0]), 0.5), call(np.array([6.0]), 0.9)],
    "integers": [call(np.array([0, 3]), 0.5)],
}
"""Criterion -> worked examples of the two running averages."""
