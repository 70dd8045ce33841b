"""`batchnorm_inference`: hidden cases, criteria, known mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.batchnorm.common import (
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
    plain_parameters,
    whole_numbers,
)
from grader_tests.topics.batchnorm.inference_mistakes import MISTAKES
from grader_tests.topics.batchnorm.reference import batchnorm_inference


def statistics(rng: Generator, n: int) -> tuple[Any, Any]:
    """A running mean, and a running variance that is far from 1."""
    return rng.normal(0.0, 2.0, (n, 1)), rng.uniform(2.0, 6.0, (n, 1))


def normalize_cases(rng: Generator) -> Iterator[Case]:
    """Nothing is scaled or shifted, and epsilon does not count."""
    for n, m in SHAPES:
        Z = batch(rng, (n, m))
        one = call(Z, *plain_parameters(n), *statistics(rng, n), epsilon=NEGLIGIBLE)
        yield Case("normalize", (one,))


def single_cases(rng: Generator) -> Iterator[Case]:
    """One example, which has no spread of its own."""
    for n, _ in SHAPES:
        Z = batch(rng, (n, 2))[:, :1]
        one = call(Z, *plain_parameters(n), *statistics(rng, n), epsilon=NEGLIGIBLE)
        yield Case("single", (one,))


def scale_shift_cases(rng: Generator) -> Iterator[Case]:
    """Z has the mean 0 and the variance 1 already, and so say the running statistics."""
    for n, m in SHAPES:
        mu, var = np.zeros((n, 1)), np.ones((n, 1))
        parameters = factors(rng, n), rng.normal(size=(n, 1))
        one = call(balanced(rng, (n, m)), *parameters, mu, var, epsilon=NEGLIGIBLE)
        yield Case("scale_shift", (one,))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """A running variance somewhat below epsilon, which Z has too."""
    for n, m in WIDE:
        epsilon = any_epsilon(rng)
        var = np.full((n, 1), epsilon * rng.uniform(0.3, 0.7))
        Z = np.sqrt(var) * balanced(rng, (n, m))
        one = call(Z, *plain_parameters(n), np.zeros((n, 1)), var, epsilon=epsilon)
        yield Case("epsilon", (one,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """The root of the running variance, 2, is not whole."""
    for n, m in SHAPES[:2]:
        gamma, beta = (one.astype(np.int64) for one in plain_parameters(n))
        mu, var = rng.integers(1, 9, (n, 1)), np.full((n, 1), 2)
        one = call(whole_numbers(rng, (n, m)), gamma, beta, mu, var, epsilon=NEGLIGIBLE)
        yield Case("integers", (one,))


def small(
    Z: list[list[float]],
    gamma: tuple[float, float] = (1.0, 1.0),
    beta: tuple[float, float] = (0.0, 0.0),
    epsilon: float = NEGLIGIBLE,
    scale: float = 1.0,
) -> Call:
    """Two units; at scale 1 the running means are 1 and -2, the running variances 4 and 9."""
    mu, var = scale * np.array([1.0, -2.0]), scale**2 * np.array([4.0, 9.0])
    columns = (np.array(pair)[:, None] for pair in (gamma, beta, mu, var))
    return call(scale * np.array(Z), *columns, epsilon=epsilon)


BATCHNORM_INFERENCE = Exercise(
    "batchnorm_inference",
    batchnorm_inference,
    (
        Criterion(
            "normalize",
            "The running mean is taken away, and the rest is divided by the root of the running "
            "variance.",
            "Work out one number by hand: with the running mean 1 and the running variance 4, the "
            "value 5 becomes 2.",
            2,
            normalize_cases,
        ),
        Criterion(
            "single",
            "One example alone gives a right result: nothing is computed from the examples that "
            "come.",
            "Call it with `Z` of one column. Its own variance is 0, but the running variance is "
            "not.",
            2,
            single_cases,
        ),
        Criterion(
            "scale_shift",
            "Each normalized row is multiplied by its `gamma`, then its `beta` is added.",
            "Scale and shift are the same as in training, and come last.",
            1,
            scale_shift_cases,
        ),
        Criterion(
            "epsilon",
            "`epsilon` is added to the running variance, inside the root.",
            "Try a running variance as small as `epsilon`: the divisor is then the root of their "
            "sum.",
            1,
            epsilon_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("normalize", (small([[5.0, 1.0, -3.0], [4.0, 1.0, -2.0]]),)),
        Case("single", (small([[4.0], [7.0]]),)),
        Case(
            "scale_shift", (small([[5.0, 1.0, -3.0], [4.0, 1.0, -2.0]], (3.0, -2.0), (7.0, 5.0)),)
        ),
        Case("epsilon", (small([[6.0, 1.0, -4.0], [3.0, -7.0, 0.5]], epsilon=12e-8, scale=1e-4),)),
        Case(
            "integers",
            (
                call(
                    np.array([[5, 1, 4, -1], [4, 8, 3, 4]]),
                    *(np.array(pair)[:, None] for pair in ((1, 1), (0, 0), (3, 6), (2, 2))),
                    epsilon=NEGLIGIBLE,
                ),
            ),
        ),
    ),
)
