"""`ewa_with_gaps`, the corrected average of a series with missing days: reference and cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.ewa.common import betas, series


def ewa_with_gaps(theta: Any, days: Any, beta: float) -> Any:
    """Return the weighted mean of the values so far; a weight fades with every day that passes."""
    averages = np.zeros(len(theta))
    v, weight, last = 0.0, 0.0, 0
    for i in range(len(theta)):
        fade = beta ** (days[i] - last)
        v = fade * v + (1 - beta) * theta[i]
        weight = fade * weight + (1 - beta)
        averages[i] = v / weight
        last = days[i]
    return averages


def with_gaps(rng: Generator, T: int) -> Any:
    """Return the numbers of T days, some of them far apart; the first is not day 1."""
    gaps = rng.permutation(np.resize([1, 2, 5, 3], T))
    return np.cumsum(gaps) + int(rng.integers(2, 6))


def daily_cases(rng: Generator) -> Iterator[Call]:
    """Yield series without a gap."""
    for T, beta in zip((2, 5, 40), betas(rng, 3), strict=True):
        yield call(series(rng, T), np.arange(1, T + 1), beta)


def gap_cases(rng: Generator) -> Iterator[Call]:
    """Yield series that begin late and have gaps."""
    for T, beta in zip((3, 6, 30), betas(rng, 3), strict=True):
        yield call(series(rng, T), with_gaps(rng, T), beta)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield integers on two days in a row, whose mean has a fraction."""
    for beta in (0.4, 0.7, 0.9):
        first = int(rng.integers(1, 9))
        yield call(np.array([first, first + int(rng.choice([2, 4, 5]))]), np.array([1, 2]), beta)


EXERCISE = exercise(
    ewa_with_gaps,
    cases={"daily": daily_cases, "gaps": gap_cases, "integers": integer_cases},
    examples={
        "daily": [
            call(np.array([10.0, 20.0]), np.array([1, 2]), 0.9),
            call(np.array([6.0, 7.5, 9.0, 8.0]), np.array([1, 2, 3, 4]), 0.4),
        ],
        "gaps": [
            call(np.array([8.0, 2.0]), np.array([1, 3]), 0.5),
            call(np.array([6.0, 12.0, 9.0]), np.array([3, 4, 8]), 0.8),
            call(np.array([5.0]), np.array([4]), 0.9),
        ],
        "integers": [call(np.array([3, 5]), np.array([1, 2]), 0.6)],
    },
)
