"""`batchnorm_inference`: reference, hidden cases and worked examples."""

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
    balanced,
    batch,
    factors,
    integer_rows,
    plain_parameters,
)


def batchnorm_inference(
    Z: Any, gamma: Any, beta: Any, running_mu: Any, running_var: Any, epsilon: float
) -> Any:
    """Return gamma * (Z - running_mu) / sqrt(running_var + epsilon) + beta, (n, m)."""
    Z_norm = (Z - running_mu) / np.sqrt(running_var + epsilon)
    return gamma * Z_norm + beta


def statistics(rng: Generator, n: int) -> tuple[Any, Any]:
    """Return a running mean, and a running variance that is far from 1, (n, 1)."""
    return rng.normal(0.0, 2.0, (n, 1)), rng.uniform(2.0, 6.0, (n, 1))


def normalize_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where nothing is scaled or shifted, and epsilon does not count."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        yield call(Z, *plain_parameters(n), *statistics(rng, n), epsilon=NEGLIGIBLE)


def single_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with one example, which has no spread of its own."""
    for n, _ in SHAPES:
        Z = batch(rng, (n, 2))[:, :1]
        yield call(Z, *plain_parameters(n), *statistics(rng, n), epsilon=NEGLIGIBLE)


def scale_shift_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where Z has mean 0 and variance 1 already, as the running statistics say."""
    for n, m in SHAPES:
        mu, var = np.zeros((n, 1)), np.ones((n, 1))
        parameters = factors(rng, n), rng.normal(size=(n, 1))
        yield call(balanced(rng, (n, m)), *parameters, mu, var, epsilon=NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with a running variance somewhat below epsilon, which is that of Z too."""
    for n, m in WIDE:
        epsilon = any_epsilon(rng)
        var = np.full((n, 1), epsilon * rng.uniform(0.3, 0.7))
        Z = np.sqrt(var) * balanced(rng, (n, m))
        yield call(Z, *plain_parameters(n), np.zeros((n, 1)), var, epsilon=epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with a running variance of 2, whose root is no integer."""
    for n, m in SHAPES[:2]:
        gamma, beta = (ones_or_zeros.astype(np.int64) for ones_or_zeros in plain_parameters(n))
        mu, var = rng.integers(1, 9, (n, 1)), np.full((n, 1), 2)
        yield call(integer_rows(rng, (n, m)), gamma, beta, mu, var, epsilon=NEGLIGIBLE)


def small(
    Z: list[list[float]],
    gamma: tuple[float, float] = (1.0, 1.0),
    beta: tuple[float, float] = (0.0, 0.0),
    epsilon: float = NEGLIGIBLE,
    scale: float = 1.0,
) -> Call:
    """Return a call with two units: running means 1 and -2, variances 4 and 9, before scaling."""
    mu, var = scale * np.array([1.0, -2.0]), scale**2 * np.array([4.0, 9.0])
    columns = (np.array(pair)[:, None] for pair in (gamma, beta, mu, var))
    return call(scale * np.array(Z), *columns, epsilon=epsilon)


THREE = [[5.0, 1.0, -3.0], [4.0, 1.0, -2.0]]
TALL = call(
    np.array([[2.0, -1.0], [0.5, 4.0], [3.0, 1.0]]),
    *plain_parameters(3),
    np.array([[0.5], [-1.0], [2.0]]),
    np.array([[4.0], [2.25], [16.0]]),
    epsilon=NEGLIGIBLE,
)
WHOLE = [[5, 1, 4, -1], [4, 8, 3, 4]], [[1], [1]], [[0], [0]], [[3], [6]], [[2], [2]]

EXERCISE = exercise(
    batchnorm_inference,
    cases={
        "normalize": normalize_cases,
        "single": single_cases,
        "scale_shift": scale_shift_cases,
        "epsilon": epsilon_cases,
        "integers": integer_cases,
    },
    examples={
        "normalize": [small(THREE), TALL],
        "single": [small([[4.0], [7.0]])],
        "scale_shift": [small(THREE, (3.0, -2.0), (7.0, 5.0))],
        "epsilon": [
            small([[6.0, 1.0, -4.0], [3.0, -7.0, 0.5]], epsilon=12e-8, scale=1e-4),
            small([[4.0, 7.0], [3.0, -7.0]], epsilon=5.0),
        ],
        "integers": [call(*map(np.array, WHOLE), epsilon=NEGLIGIBLE)],
    },
)
