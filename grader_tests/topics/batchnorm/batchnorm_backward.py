"""`batchnorm_backward`: reference, hidden cases and worked examples.

dZ is the sum of three paths from Z to Z_tilde: direct, through the mean, through the variance. A
gradient whose rows have the mean 0 does not pass through the mean, and one that is not correlated
with Z does not pass through the variance, so each path can be looked at alone.
"""

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
    any_epsilon,
    batch,
    factors,
    mean,
    standard,
    whole_numbers,
)


def batchnorm_backward(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """Return dZ (n, m), dgamma and dbeta (n, 1), going back through mean and variance."""
    m = Z.shape[1]
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    root = np.sqrt(var + epsilon)
    Z_norm = (Z - mu) / root
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    mean_path = np.sum(dZ_norm, axis=1, keepdims=True) / m
    variance_path = Z_norm * np.sum(dZ_norm * Z_norm, axis=1, keepdims=True) / m
    dZ = (dZ_norm - mean_path - variance_path) / root
    return dZ, dgamma, dbeta


def direct_only(rng: Generator, Z: Any) -> Any:
    """Return a gradient that passes neither through the mean nor through the variance."""
    Z_norm = standard(Z)
    dZ_tilde = standard(rng.normal(size=Z.shape))
    return dZ_tilde - Z_norm * mean(dZ_tilde * Z_norm)


def path_cases(
    rng: Generator, *, through_mean: bool = False, through_variance: bool = False
) -> Iterator[Call]:
    """Yield calls with one path beside the direct one; epsilon does not count."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        dZ_tilde = direct_only(rng, Z)
        if through_mean:
            dZ_tilde = dZ_tilde + factors(rng, n)
        if through_variance:
            dZ_tilde = dZ_tilde + factors(rng, n) * standard(Z)
        yield call(dZ_tilde, Z, factors(rng, n), epsilon=NEGLIGIBLE)


def with_epsilon(rng: Generator, n: int, m: int) -> tuple[Any, float]:
    """Return a batch, and an epsilon that is about as large as its variances."""
    epsilon = any_epsilon(rng)
    return np.sqrt(epsilon) * batch(rng, (n, m)), epsilon


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls of the two paths with epsilon, direct and through the variance; gamma is 1."""
    for n, m in SHAPES:
        Z, epsilon = with_epsilon(rng, n, m)
        dZ_tilde = direct_only(rng, Z) + factors(rng, n) * standard(Z)
        yield call(dZ_tilde, Z, np.ones((n, 1)), epsilon=epsilon)


def parameter_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with any gradient, and an epsilon that counts."""
    for n, m in SHAPES:
        Z, epsilon = with_epsilon(rng, n, m)
        dZ_tilde = factors(rng, n) + batch(rng, (n, m)) + 2 * standard(Z)
        yield call(dZ_tilde, Z, factors(rng, n), epsilon=epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls of the direct path only: half rows twice, their gradients with either sign."""
    for n, m in SHAPES[:2]:
        half = whole_numbers(rng, (n, m // 2))
        signs = rng.choice([-1, 1], half.shape)
        dZ_tilde, Z = np.hstack([signs, -signs]), np.hstack([half, half])
        yield call(dZ_tilde, Z, np.ones((n, 1), dtype=np.int64), epsilon=NEGLIGIBLE)


def small(
    rows: Any, gamma: Any = (3.0, -2.0), epsilon: float = NEGLIGIBLE, scale: float = 1
) -> Call:
    """Return a call with two units on four examples: variances 4 and 1, times `scale` squared."""
    Z = scale * np.array([[1.0, 5.0, 1.0, 5.0], [-1.0, -1.0, -3.0, -3.0]])
    return call(np.array(rows, dtype=float), Z, np.array(gamma)[:, None], epsilon=epsilon)


ORDINARY = small([[1, 0, 2, 4], [2, 0, 1, -1]], epsilon=3.0)
WHOLE = [[1, 1, -1, -1], [1, -1, -1, 1]], [[2, 5, 2, 5], [4, 1, 4, 1]], [[1], [1]]

EXERCISE = exercise(
    batchnorm_backward,
    cases={
        "direct": path_cases,
        "mean_path": lambda rng: path_cases(rng, through_mean=True),
        "variance_path": lambda rng: path_cases(rng, through_variance=True),
        "epsilon": epsilon_cases,
        "dgamma": parameter_cases,
        "dbeta": parameter_cases,
        "integers": integer_cases,
    },
    examples={
        "direct": [small([[1, 1, -1, -1], [2, -2, 2, -2]])],
        "mean_path": [small([[2, 2, 1, 1], [5, 1, 5, 1]])],
        "variance_path": [small([[-1, 3, -2, 0], [2, 0, -2, 0]])],
        "epsilon": [small([[0, 2, -2, 0], [3, -1, -1, -1]], (1.0, 1.0), epsilon=3e-8, scale=1e-4)],
        "dgamma": [ORDINARY],
        "dbeta": [ORDINARY],
        "integers": [call(*map(np.array, WHOLE), epsilon=NEGLIGIBLE)],
    },
)
