"""`batchnorm_forward`: reference, hidden cases and worked examples.

Each criterion hides the others: an epsilon of next to nothing hides its place, gamma of 1 and beta
of 0 hide scale and shift, and tiny balanced values beside a large epsilon hide how mean and
variance are computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.batchnorm.common import (
    HIDES_VARIANCE,
    NEGLIGIBLE,
    SHAPES,
    WIDE,
    any_epsilon,
    balanced,
    batch,
    factors,
    integer_rows,
    nearly_constant,
    plain_parameters,
)


def batchnorm_forward(Z: Any, gamma: Any, beta: Any, epsilon: float) -> Any:
    """Return gamma * (Z - mu) / sqrt(var + epsilon) + beta (n, m), and mu and var (n, 1)."""
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta, mu, var


def statistic_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where everything is ordinary, and epsilon large enough to show in a variance."""
    for n, m in SHAPES:
        Z, beta = batch(rng, (n, m)), rng.normal(size=(n, 1))
        yield call(Z, factors(rng, n), beta, epsilon=float(rng.uniform(0.1, 1.0)))


def normalize_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where nothing is scaled or shifted, and epsilon does not count."""
    for n, m in SHAPES:
        yield call(batch(rng, (n, m)), *plain_parameters(n), epsilon=NEGLIGIBLE)


def scale_shift_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with means of 0, where sqrt(var + epsilon) is 1 however the variance is taken."""
    for n, m in SHAPES:
        Z = HIDES_VARIANCE * balanced(rng, (n, m))
        beta = HIDES_VARIANCE * factors(rng, n)
        yield call(Z, factors(rng, n), beta, epsilon=1.0)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with values so close to each other that epsilon is nearly all of the divisor."""
    for n, m in WIDE:
        epsilon = any_epsilon(rng)
        Z = nearly_constant(rng, (n, m), epsilon)
        yield call(Z, *plain_parameters(n), epsilon=epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls that test only the decimals: gamma is 1, beta is 0, and epsilon is negligible."""
    for n, m in SHAPES[:2]:
        gamma, beta = (ones_or_zeros.astype(np.int64) for ones_or_zeros in plain_parameters(n))
        yield call(integer_rows(rng, (n, m)), gamma, beta, epsilon=NEGLIGIBLE)


def small(
    gamma: tuple[float, float] = (1.0, 1.0),
    beta: tuple[float, float] = (0.0, 0.0),
    epsilon: float = NEGLIGIBLE,
    scale: float = 1.0,
) -> Call:
    """Return a call with two units on four examples, which can be worked out by hand."""
    Z = scale * np.array([[1.0, 3.0, 1.0, 3.0], [0.0, 2.0, 4.0, 14.0]])
    return call(Z, np.array(gamma)[:, None], np.array(beta)[:, None], epsilon=epsilon)


TALL = call(
    np.array([[2.0, -1.0], [0.5, 4.0], [3.0, 1.0]]), *plain_parameters(3), epsilon=NEGLIGIBLE
)
WHOLE = [[2, 5, 8, 11], [5, 2, 11, 8]], [[1], [1]], [[0], [0]]

EXERCISE = exercise(
    batchnorm_forward,
    cases={
        "mean": statistic_cases,
        "variance": statistic_cases,
        "normalize": normalize_cases,
        "scale_shift": scale_shift_cases,
        "epsilon": epsilon_cases,
        "integers": integer_cases,
    },
    examples={
        "mean": [small((2.0, 3.0), (1.0, -1.0), 0.5), TALL],
        "variance": [small((2.0, 3.0), (1.0, -1.0), 0.5), TALL],
        "normalize": [small(), TALL],
        "scale_shift": [
            small((2.0, -3.0), (5.0, 1.0)),
            small((-2.0, 3.0), (4e-9, -2e-9), epsilon=1.0, scale=1e-9),
        ],
        "epsilon": [small(epsilon=3e-8, scale=1e-4)],
        "integers": [call(*map(np.array, WHOLE), epsilon=NEGLIGIBLE)],
    },
)
