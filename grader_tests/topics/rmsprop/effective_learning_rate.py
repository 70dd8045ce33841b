"""`effective_learning_rate`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import SHAPES
from grader_tests.topics.rmsprop.common import NEGLIGIBLE
from grader_tests.topics.rmsprop.common import epsilon as any_epsilon


def effective_learning_rate(s: Any, learning_rate: float, epsilon: float) -> Any:
    """Return learning_rate / sqrt(s + epsilon), element by element."""
    return learning_rate / np.sqrt(s + epsilon)


def rate_cases(rng: Generator) -> Iterator[Call]:
    """Yield averages of ordinary size, so that even an epsilon of 1e-8 does not matter."""
    for shape in SHAPES:
        s, rate = rng.uniform(0.5, 9.0, shape), float(rng.uniform(0.05, 0.5))
        yield call(s, learning_rate=rate, epsilon=NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield averages as small as epsilon, one of them zero."""
    for shape in SHAPES:
        small = any_epsilon(rng)
        s = small * rng.uniform(0.1, 3.0, shape)
        s.flat[int(rng.integers(s.size))] = 0
        rate = float(rng.uniform(0.1, 0.5))
        yield call(s, learning_rate=rate, epsilon=small)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield integer averages, all of them different, and a learning rate that is not an integer."""
    for shape in SHAPES[:2]:
        s = rng.choice(np.arange(2, 90), shape, replace=False)
        yield call(s, learning_rate=2.5, epsilon=NEGLIGIBLE)


EXERCISE = exercise(
    effective_learning_rate,
    cases={"rate": rate_cases, "epsilon": epsilon_cases, "integers": integer_cases},
    examples={
        "rate": [
            call(np.array([[4.0, 0.25, 1.0]]), learning_rate=0.1, epsilon=NEGLIGIBLE),
            call(
                np.array([[4.0, 2.0], [9.0, 0.5], [1.0, 5.0]]),
                learning_rate=0.3,
                epsilon=NEGLIGIBLE,
            ),
        ],
        "epsilon": [
            call(np.array([0.0, 2.5e-3]), learning_rate=0.5, epsilon=1e-3),
            call(np.array([[1e-3, 0.0, 5e-3]]), learning_rate=0.2, epsilon=4e-3),
        ],
        "integers": [call(np.array([4, 2]), learning_rate=2.5, epsilon=NEGLIGIBLE)],
    },
)
