"""`update_moments`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import SHAPES, signed
from grader_tests.topics.adam.common import HALVES, betas, integer_arrays, state


def update_moments(dw: Any, v: Any, s: Any, beta1: float, beta2: float) -> Any:
    """Return the running averages of the gradient and of its square, element by element."""
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    return v, s


def threaded_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield three updates from a state that is not zero."""
    for shape in SHAPES:
        b = betas(rng)
        first = call(signed(rng, shape), *state(rng, shape), **b)
        more = [
            call(signed(rng, shape), PreviousResult(0), PreviousResult(1), **b) for _ in range(2)
        ]
        yield first, *more


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield one update of integers."""
    for shape in SHAPES[:2]:
        _, *averages = integer_arrays(rng, shape)
        yield call(*averages, **HALVES)


TWO_UPDATES = (
    call(np.array([4.0, -2.0]), *np.zeros((2, 2)), beta1=0.75, beta2=0.9),
    call(np.array([2.0, 3.0]), PreviousResult(0), PreviousResult(1), beta1=0.75, beta2=0.9),
)

TABLE = call(
    np.array([[4.0, -2.0, 1.0], [0.5, 3.0, -1.0]]),
    np.array([[1.0, 0.5, -2.0], [0.0, 2.0, 1.0]]),
    np.array([[2.0, 1.0, 5.0], [0.5, 4.0, 3.0]]),
    beta1=0.6,
    beta2=0.95,
)

SMALL_GRADIENTS = call(
    np.array([0.00237, -0.00415]),
    np.array([0.00171, 0.00326]),
    np.array([0.0000123, 0.0000217]),
    beta1=0.87,
    beta2=0.983,
)
"""An update with so many decimals that rounding shows."""

EXERCISE = exercise(
    update_moments,
    cases={"first": threaded_cases, "second": threaded_cases, "integers": integer_cases},
    examples={
        "first": [TWO_UPDATES, TABLE, SMALL_GRADIENTS],
        "second": [TWO_UPDATES, TABLE, SMALL_GRADIENTS],
        "integers": [call(*np.array([[1, 0], [2, 3], [4, 1]]), **HALVES)],
    },
    updates={0: 1, 1: 2},
)
