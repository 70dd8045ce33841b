"""`batchnorm_backward`: hidden cases and criteria.

dZ is the sum of three paths from Z to Z_tilde: direct, through the mean, through the variance. A
gradient whose rows have the mean 0 does not pass through the mean, and one that is not correlated
with Z does not pass through the variance, so each path can be looked at alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.batchnorm.backward_mistakes import MISTAKES
from grader_tests.topics.batchnorm.reference import batchnorm_backward
from grader_tests.topics.batchnorm.shared import (
    INTEGERS_HINT,
    INTEGERS_TITLE,
    NEGLIGIBLE,
    SHAPES,
    UNTOUCHED,
    any_epsilon,
    batch,
    factors,
    mean,
    standard,
    whole_numbers,
)


def direct_only(rng: Generator, Z: Any) -> Any:
    """A gradient that passes neither through the mean nor through the variance."""
    Z_norm = standard(Z)
    dZ_tilde = standard(rng.normal(size=Z.shape))
    return dZ_tilde - Z_norm * mean(dZ_tilde * Z_norm)


def path_cases(criterion: str, rng: Generator) -> Iterator[Case]:
    """One path beside the direct one; epsilon does not count."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        dZ_tilde = direct_only(rng, Z)
        if criterion == "mean_path":
            dZ_tilde = dZ_tilde + factors(rng, n)
        if criterion == "variance_path":
            dZ_tilde = dZ_tilde + factors(rng, n) * standard(Z)
        one = call(dZ_tilde, Z, factors(rng, n), epsilon=NEGLIGIBLE)
        yield Case(criterion, (one,), compare=(0,))


def with_epsilon(rng: Generator, n: int, m: int) -> tuple[Any, float]:
    """A batch, and an epsilon that is about as large as its variances."""
    epsilon = any_epsilon(rng)
    return np.sqrt(epsilon) * batch(rng, (n, m)), epsilon


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Direct and through the variance, where epsilon stands; gamma is 1."""
    for n, m in SHAPES:
        Z, epsilon = with_epsilon(rng, n, m)
        dZ_tilde = direct_only(rng, Z) + factors(rng, n) * standard(Z)
        yield Case("epsilon", (call(dZ_tilde, Z, np.ones((n, 1)), epsilon=epsilon),), compare=(0,))


def parameter_cases(criterion: str, item: int, rng: Generator) -> Iterator[Case]:
    """Any gradient, and an epsilon that counts."""
    for n, m in SHAPES:
        Z, epsilon = with_epsilon(rng, n, m)
        dZ_tilde = factors(rng, n) + batch(rng, (n, m))
        dZ_tilde = dZ_tilde + 2 * standard(Z)
        yield Case(
            criterion, (call(dZ_tilde, Z, factors(rng, n), epsilon=epsilon),), compare=(item,)
        )


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Every row of Z comes twice, and its gradient once with either sign: the direct path only."""
    for n, m in SHAPES[:2]:
        half = whole_numbers(rng, (n, m // 2))
        signs = rng.choice([-1, 1], half.shape)
        dZ_tilde, Z = np.hstack([signs, -signs]), np.hstack([half, half])
        gamma = np.ones((n, 1), dtype=np.int64)
        yield Case("integers", (call(dZ_tilde, Z, gamma, epsilon=NEGLIGIBLE),), compare=(0,))


def small(
    *rows: list[float],
    gamma: tuple[float, float] = (3.0, -2.0),
    epsilon: float = NEGLIGIBLE,
    scale: float = 1.0,
) -> Call:
    """Two units on four examples: the variances are 4 and 1, times the square of `scale`."""
    Z = scale * np.array([[1.0, 5.0, 1.0, 5.0], [-1.0, -1.0, -3.0, -3.0]])
    return call(np.array(rows), Z, np.array(gamma)[:, None], epsilon=epsilon)


ORDINARY = small([1.0, 0.0, 2.0, 4.0], [2.0, 0.0, 1.0, -1.0], epsilon=3.0)

BATCHNORM_BACKWARD = Exercise(
    "batchnorm_backward",
    batchnorm_backward,
    (
        Criterion(
            "direct",
            "The direct path is right: `gamma` times `dZ_tilde`, divided as on the way forward.",
            "Suppose that mean and variance were constants, and ask how much one element of "
            "`Z_tilde` changes when the same element of `Z` does.",
            2,
            partial(path_cases, "direct"),
        ),
        Criterion(
            "mean_path",
            "The path through the mean is right, which counts where `dZ_tilde` has a mean.",
            "If all of `dZ_tilde` in a row are equal, that row of `dZ` is 0: to shift a whole row "
            "changes nothing after the normalization.",
            2,
            partial(path_cases, "mean_path"),
        ),
        Criterion(
            "variance_path",
            "The path through the variance is right, which counts where `dZ_tilde` goes along with "
            "`Z`.",
            "If a row of `dZ_tilde` equals the normalized row, that row of `dZ` is 0: to stretch a "
            "row changes nothing after the normalization.",
            2,
            partial(path_cases, "variance_path"),
        ),
        Criterion(
            "epsilon",
            "`epsilon` stands in `dZ` where it stood on the way forward.",
            "Wherever you divide, divide by the same root as on the way forward.",
            1,
            epsilon_cases,
        ),
        Criterion(
            "dgamma",
            "`dgamma` is the sum over the batch of `dZ_tilde` times the normalized values, of "
            "shape (n, 1).",
            "`gamma` multiplies the normalized value of every example of its row, so each example "
            "adds its part.",
            2,
            partial(parameter_cases, "dgamma", 1),
        ),
        Criterion(
            "dbeta",
            "`dbeta` is the sum over the batch of `dZ_tilde`, of shape (n, 1).",
            "`beta` is added to every example of its row, so each example adds its part.",
            1,
            partial(parameter_cases, "dbeta", 2),
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("direct", (small([1.0, 1.0, -1.0, -1.0], [2.0, -2.0, 2.0, -2.0]),), compare=(0,)),
        Case("mean_path", (small([2.0, 2.0, 1.0, 1.0], [5.0, 1.0, 5.0, 1.0]),), compare=(0,)),
        Case(
            "variance_path", (small([-1.0, 3.0, -2.0, 0.0], [2.0, 0.0, -2.0, 0.0]),), compare=(0,)
        ),
        Case(
            "epsilon",
            (
                small(
                    [0.0, 2.0, -2.0, 0.0],
                    [3.0, -1.0, -1.0, -1.0],
                    gamma=(1.0, 1.0),
                    epsilon=3e-8,
                    scale=1e-4,
                ),
            ),
            compare=(0,),
        ),
        Case("dgamma", (ORDINARY,), compare=(1,)),
        Case("dbeta", (ORDINARY,), compare=(2,)),
        Case(
            "integers",
            (
                call(
                    np.array([[1, 1, -1, -1], [1, -1, -1, 1]]),
                    np.array([[2, 5, 2, 5], [4, 1, 4, 1]]),
                    np.array([[1], [1]]),
                    epsilon=NEGLIGIBLE,
                ),
            ),
            compare=(0,),
        ),
    ),
)
