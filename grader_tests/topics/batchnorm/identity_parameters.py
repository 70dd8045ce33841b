"""`identity_parameters`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.batchnorm.common import (
    NEGLIGIBLE,
    SHAPES,
    WIDE,
    any_epsilon,
    batch,
    integer_rows,
    nearly_constant,
)


def identity_parameters(Z: Any, epsilon: float) -> Any:
    """Return gamma = sqrt(var + epsilon) and beta = mu, (n, 1): they undo the normalization."""
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    return np.sqrt(var + epsilon), mu


def ordinary_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where epsilon does not count."""
    for shape in SHAPES:
        yield call(batch(rng, shape), epsilon=NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with rows that hardly vary."""
    for shape in WIDE:
        epsilon = any_epsilon(rng)
        yield call(nearly_constant(rng, shape, epsilon), epsilon=epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where the root of no variance is an integer."""
    for shape in SHAPES[:2]:
        yield call(integer_rows(rng, shape), epsilon=NEGLIGIBLE)


SMALL = np.array([[1.0, 3.0, 1.0, 7.0], [0.0, 2.0, 4.0, 14.0]])
TALL = np.array([[1.0, 4.0], [5.0, -2.0], [0.5, 2.5]])
WHOLE = np.array([[2, 5, 8, 11], [5, 2, 11, 8]])

EXERCISE = exercise(
    identity_parameters,
    cases={
        "gamma": ordinary_cases,
        "beta": ordinary_cases,
        "epsilon": epsilon_cases,
        "integers": integer_cases,
    },
    examples={
        "gamma": [call(SMALL, epsilon=NEGLIGIBLE), call(TALL, epsilon=NEGLIGIBLE)],
        "beta": [call(SMALL, epsilon=NEGLIGIBLE), call(TALL, epsilon=NEGLIGIBLE)],
        "epsilon": [call(1e-4 * SMALL, epsilon=3e-8)],
        "integers": [call(WHOLE, epsilon=NEGLIGIBLE)],
    },
)
