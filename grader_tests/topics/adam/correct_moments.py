"""`correct_moments`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import SHAPES
from grader_tests.topics.adam.common import HALVES, betas, state


def correct_moments(v: Any, s: Any, t: int, beta1: float, beta2: float) -> Any:
    """Return each average divided by the sum of its weights, 1 - beta**t."""
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return v_hat, s_hat


def early_and_later_cases(rng: Generator) -> Iterator[Call]:
    """Yield the first updates, where the correction is large, and a later one."""
    for shape, t in product(SHAPES[:2], (1, 2, 3)):
        yield call(*state(rng, shape), t, **betas(rng))
    t = int(rng.integers(4, 40))
    yield call(*state(rng, SHAPES[2]), t, **betas(rng))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield integers that 3 does not divide: 4/3 of them, 1 / (1 - 0.5**2), is never an integer.

    v is odd and s is even, so no draw makes them equal.
    """
    for shape in SHAPES[:2]:
        v, s = rng.choice([1, 5, 7, 11], shape), rng.choice([2, 4, 8, 10], shape)
        yield call(v, s, 2, **HALVES)


FIRST_UPDATES = (
    call(np.array([2.0, -1.0]), np.array([1.0, 4.0]), 1, beta1=0.6, beta2=0.75),
    call(np.array([3.2, -1.6]), np.array([7.0, 3.5]), 2, beta1=0.6, beta2=0.75),
    call(
        np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]]),
        np.array([[2.0, 5.0, 1.0], [9.5, 3.0, 4.0]]),
        3,
        beta1=0.8,
        beta2=0.9,
    ),
)

EXERCISE = exercise(
    correct_moments,
    cases={
        "first": early_and_later_cases,
        "second": early_and_later_cases,
        "integers": integer_cases,
    },
    examples={
        "first": FIRST_UPDATES,
        "second": FIRST_UPDATES,
        "integers": [call(np.array([1, -5]), np.array([7, 5]), 2, **HALVES)],
    },
)
