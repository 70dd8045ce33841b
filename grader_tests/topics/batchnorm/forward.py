"""`batchnorm_forward`: hidden cases and criteria.

Each criterion hides the others: an epsilon of next to nothing hides its place, gamma of
1 and beta of 0 hide scale and shift, and tiny balanced values beside a large epsilon hide how mean
and variance are computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.batchnorm.common import (
    HIDES_VARIANCE,
    INTEGERS_HINT,
    INTEGERS_TITLE,
    NEGLIGIBLE,
    SHAPES,
    UNTOUCHED,
    WIDE,
    any_epsilon,
    balanced,
    batch,
    factors,
    nearly_constant,
    plain_parameters,
    whole_numbers,
)
from grader_tests.topics.batchnorm.forward_mistakes import MISTAKES
from grader_tests.topics.batchnorm.reference import batchnorm_forward


def statistic_cases(criterion: str, item: int, rng: Generator) -> Iterator[Case]:
    """Everything ordinary; the epsilon is large enough to show in a variance."""
    for n, m in SHAPES:
        Z, beta = batch(rng, (n, m)), rng.normal(size=(n, 1))
        one = call(Z, factors(rng, n), beta, epsilon=float(rng.uniform(0.1, 1.0)))
        yield Case(criterion, (one,), compare=(item,))


def normalize_cases(rng: Generator) -> Iterator[Case]:
    """Nothing is scaled or shifted, and epsilon does not count."""
    for n, m in SHAPES:
        one = call(batch(rng, (n, m)), *plain_parameters(n), epsilon=NEGLIGIBLE)
        yield Case("normalize", (one,), compare=(0,))


def scale_shift_cases(rng: Generator) -> Iterator[Case]:
    """Every mean is 0, and the root of variance + epsilon is 1 however the variance is taken."""
    for n, m in SHAPES:
        Z = HIDES_VARIANCE * balanced(rng, (n, m))
        beta = HIDES_VARIANCE * factors(rng, n)
        yield Case("scale_shift", (call(Z, factors(rng, n), beta, epsilon=1.0),), compare=(0,))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Values so close to each other that epsilon is nearly all of the divisor."""
    for n, m in WIDE:
        epsilon = any_epsilon(rng)
        Z = nearly_constant(rng, (n, m), epsilon)
        yield Case("epsilon", (call(Z, *plain_parameters(n), epsilon=epsilon),), compare=(0,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Only the decimals are in question: gamma is 1, beta is 0, and epsilon does not count."""
    for n, m in SHAPES[:2]:
        gamma, beta = (one.astype(np.int64) for one in plain_parameters(n))
        one = call(whole_numbers(rng, (n, m)), gamma, beta, epsilon=NEGLIGIBLE)
        yield Case("integers", (one,), compare=(0,))


def column(*values: float) -> np.ndarray:
    """An array of shape (n, 1)."""
    return np.array(values)[:, None]


def small(
    gamma: tuple[float, ...], beta: tuple[float, ...], epsilon: float, scale: float = 1.0
) -> Call:
    """Two units on four examples, with numbers that can be worked out by hand."""
    Z = scale * np.array([[1.0, 3.0, 1.0, 3.0], [0.0, 2.0, 4.0, 14.0]])
    return call(Z, column(*gamma), column(*beta), epsilon=epsilon)


ONES, ZEROS = (1.0, 1.0), (0.0, 0.0)

BATCHNORM_FORWARD = Exercise(
    "batchnorm_forward",
    batchnorm_forward,
    (
        Criterion(
            "mean",
            "`mu` is each unit's mean over the examples, of shape (n, 1).",
            "Take the row `[0, 2, 4, 14]`: its mean is 5. There is one such number for each row, "
            "and they stand in a column.",
            1,
            partial(statistic_cases, "mean", 1),
        ),
        Criterion(
            "variance",
            "`var` is each unit's mean squared distance from its mean, of shape (n, 1).",
            "Take the row `[0, 2, 4, 14]`: the distances from 5 are -5, -3, -1 and 9, their "
            "squares 25, 9, 1 and 81, and the mean of these is 29.",
            1,
            partial(statistic_cases, "variance", 2),
        ),
        Criterion(
            "normalize",
            "With `gamma = 1` and `beta = 0`, each row of `Z_tilde` has mean 0 and variance 1.",
            "Take the mean away, then divide by the root of the variance. The row `[1, 3, 1, 3]` "
            "becomes `[-1, 1, -1, 1]`.",
            2,
            normalize_cases,
        ),
        Criterion(
            "scale_shift",
            "Each normalized row is multiplied by its `gamma`, then its `beta` is added.",
            "Scale and shift come last, in this order. `gamma` and `beta` have one number for "
            "each row.",
            2,
            scale_shift_cases,
        ),
        Criterion(
            "epsilon",
            "`epsilon` is added to the variance, inside the root, which shows where a row hardly "
            "varies.",
            "Try a row whose variance is much smaller than `epsilon`: the divisor is then about "
            "the root of `epsilon`.",
            1,
            epsilon_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("mean", (small((2.0, 3.0), (1.0, -1.0), 0.5),), compare=(1,)),
        Case("variance", (small((2.0, 3.0), (1.0, -1.0), 0.5),), compare=(2,)),
        Case("normalize", (small(ONES, ZEROS, NEGLIGIBLE),), compare=(0,)),
        Case("scale_shift", (small((2.0, -3.0), (5.0, 1.0), NEGLIGIBLE),), compare=(0,)),
        Case("epsilon", (small(ONES, ZEROS, 3e-8, scale=1e-4),), compare=(0,)),
        Case(
            "integers",
            (
                call(
                    np.array([[2, 5, 8, 11], [5, 2, 11, 8]]),
                    np.array([[1], [1]]),
                    np.array([[0], [0]]),
                    epsilon=NEGLIGIBLE,
                ),
            ),
            compare=(0,),
        ),
    ),
)
