"""`batchnorm_backward`: reference, hidden cases and worked examples.

dZ is the sum of three paths from Z to Z_tilde: direct, through the mean, through the variance. A
gradient whose rows have mean 0 does not pass through the mean, and one that is not correlated with
Z does not pass through the variance, so each path can be tested alone.
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
    balanced,
    batch,
    factors,
    mean,
    standard,
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


def alike_columns(rng: Generator, shape: tuple[int, int]) -> Any:
    """Return rows of two values each, so that all columns have the same mean and variance.

    Mean and variance taken down the columns are then two plain numbers, and that mistake gives the
    same direct path however the formula is factored. So it can be named.
    """
    half = shape[0] // 2
    means = 12.0 * (1 + rng.permutation(half)) * rng.choice([-1, 1], half)
    spreads = rng.uniform(1.5, 4.0, half)
    return np.tile(means, 2)[:, None] + np.tile(spreads, 2)[:, None] * balanced(rng, shape)


def direct_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls of the direct path alone; epsilon does not count."""
    for n, m in SHAPES:
        Z = alike_columns(rng, (n, m))
        yield call(direct_only(rng, Z), Z, factors(rng, n), epsilon=NEGLIGIBLE)


def mean_path_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls of the path through the mean, in addition to the direct one."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        dZ_tilde = direct_only(rng, Z) + factors(rng, n)
        yield call(dZ_tilde, Z, factors(rng, n), epsilon=NEGLIGIBLE)


def variance_path_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls of the path through the variance, in addition to the direct one."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        dZ_tilde = direct_only(rng, Z) + factors(rng, n) * standard(Z)
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
    """Yield calls of the direct path alone, in integers with columns that are alike too.

    Each row of Z comes twice, with the opposite gradients, so nothing goes through its statistics.
    """
    for n, m in SHAPES[:2]:
        quarter = np.tile([1, -1], m // 4 + 1)[: m // 2]
        pattern = rng.permuted(np.tile(quarter, (n // 2, 1)), axis=1)
        means = 20 * (1 + rng.permutation(n // 2))
        spreads = rng.integers(2, 6, n // 2)
        halves = [means[:, None] + sign * spreads[:, None] * pattern for sign in (1, -1)]
        Z = np.tile(np.vstack(halves), 2)
        signs = rng.choice([-1, 1], (n, m // 2))
        gamma = np.ones((n, 1), dtype=np.int64)
        yield call(np.hstack([signs, -signs]), Z, gamma, epsilon=NEGLIGIBLE)


def small(
    rows: Any, gamma: Any = (3.0, -2.0), epsilon: float = NEGLIGIBLE, scale: float = 1
) -> Call:
    """Return a call with two units on four examples: variances 4 and 1, times `scale` squared."""
    Z = scale * np.array([[1.0, 5.0, 1.0, 5.0], [-1.0, -1.0, -3.0, -3.0]])
    return call(np.array(rows, dtype=float), Z, np.array(gamma)[:, None], epsilon=epsilon)


ORDINARY = small([[1, 0, 2, 4], [2, 0, 1, -1]], epsilon=3.0)
ALIKE = call(
    np.array([[1.0, 1, -1, -1], [-2, 2, 2, -2], [2, -2, 2, -2], [1, -1, -1, 1]]),
    np.array([[1.0, 5, 1, 5], [5, 1, 5, 1], [-1, -1, -3, -3], [-3, -3, -1, -1]]),
    np.array([[3.0], [-2], [-2], [3]]),
    epsilon=NEGLIGIBLE,
)
SIX = call(
    np.array([[-1.0, 3, -2, 0, 0, 0], [3, 0, -3, 0, 0, 0]]),
    np.array([[1.0, 5, 1, 5, 1, 5], [-1, -1, -3, -3, -1, -3]]),
    np.array([[3.0], [-2]]),
    epsilon=NEGLIGIBLE,
)
"""Six examples, with which the factors 2 and m / 2 differ."""

WHOLE = call(
    np.array([[1, 1, -1, -1], [1, -1, -1, 1], [1, -1, -1, 1], [-1, -1, 1, 1]]),
    np.array([[2, 5, 2, 5], [5, 2, 5, 2], [8, 1, 8, 1], [1, 8, 1, 8]]),
    np.ones((4, 1), dtype=np.int64),
    epsilon=NEGLIGIBLE,
)

EXERCISE = exercise(
    batchnorm_backward,
    cases={
        "direct": direct_cases,
        "mean_path": mean_path_cases,
        "variance_path": variance_path_cases,
        "epsilon": epsilon_cases,
        "dgamma": parameter_cases,
        "dbeta": parameter_cases,
        "integers": integer_cases,
    },
    examples={
        "direct": [ALIKE],
        "mean_path": [small([[2, 2, 1, 1], [5, 1, 5, 1]])],
        "variance_path": [small([[-1, 3, -2, 0], [2, 0, -2, 0]]), SIX],
        "epsilon": [small([[0, 2, -2, 0], [3, -1, -1, -1]], (1.0, 1.0), epsilon=3e-8, scale=1e-4)],
        "dgamma": [ORDINARY],
        "dbeta": [ORDINARY],
        "integers": [WHOLE],
    },
)
