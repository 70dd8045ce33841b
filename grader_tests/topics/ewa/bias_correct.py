"""`bias_correct`, which removes the effect of the start from zero: reference and hidden cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.ewa.common import betas, series


def bias_correct(v: Any, beta: float) -> Any:
    """Return v_t / (1 - beta**t) for t = 1, ..., T."""
    t = np.arange(1, len(v) + 1)
    return v / (1 - beta**t)


def first_cases(rng: Generator) -> Iterator[Call]:
    """Yield averages of one day, on which many divisors are the same."""
    for beta in betas(rng, 3):
        yield call(series(rng, 1), beta)


def later_cases(rng: Generator) -> Iterator[Call]:
    """Yield longer ones; the last is so long that its end needs no correction."""
    for T, beta in zip((2, 3, 10, 1000), betas(rng, 4)):
        yield call(series(rng, T), beta)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield integers of one day, whose quotients end in one third or two thirds."""
    for beta in rng.choice([0.4, 0.7, 0.85, 0.94], size=3, replace=False).tolist():
        yield call(3 * rng.integers(1, 7, size=1) + rng.choice([-1, 1]), beta)


EXERCISE = exercise(
    bias_correct,
    cases={"first": first_cases, "later": later_cases, "integers": integer_cases},
    examples={
        "first": [call(np.array([0.8]), 0.9)],
        "later": [call(np.array([1.0, 3.0, 3.5]), 0.8), call(np.array([6.0, 7.5, 9.0, 8.0]), 0.4)],
        "integers": [call(np.array([3]), 0.6)],
    },
)
