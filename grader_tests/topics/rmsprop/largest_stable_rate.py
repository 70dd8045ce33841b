"""`largest_stable_rate`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

NEGLIGIBLE = 1e-14
"""An epsilon too small to matter next to averages of ordinary size."""


def largest_stable_rate(A: Any, s: Any, epsilon: float) -> Any:
    """Return 2 over the largest eigenvalue of A whose rows are divided by the root of s."""
    roots = np.sqrt(s + epsilon)
    scaled = A / roots[:, None]
    curvatures = np.linalg.eigvals(scaled).real
    return 2 / np.max(curvatures)


SIZES = (2, 3, 6)


def averages(rng: Generator, n: int) -> Any:
    """Return averages that differ by a factor of at least 4, the larger ones first."""
    return np.sort(rng.uniform(0.5, 1.0, n) * 4.0 ** np.arange(n))[::-1]


def bowl(rng: Generator, n: int) -> Any:
    """Return a symmetric matrix of curvatures from 1 to 20, turned out of the axes."""
    turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return turn @ np.diag(np.linspace(1, 20, n) * rng.uniform(0.9, 1.1, n)) @ turn.T


def axes_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls along the axes; neither the steepest weight nor the smallest s decides alone."""
    for n in SIZES:
        curvatures = rng.uniform(2.0, 3.0, n) * 3.0 ** np.arange(n)[::-1]
        yield call(np.diag(curvatures), averages(rng, n), NEGLIGIBLE)


def turned_cases(rng: Generator) -> Iterator[Call]:
    """Yield turned bowls."""
    for n in SIZES:
        yield call(bowl(rng, n), averages(rng, n), NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls whose averages are as small as epsilon, one of them zero."""
    for n in SIZES[:2]:
        epsilon = float(10 ** rng.uniform(-8, -4))
        s = epsilon * averages(rng, n)
        s[-1] = 0.0
        yield call(np.diag(rng.uniform(1.0, 9.0, n)), s, epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls and averages of integers, no two of which are the same."""
    for n in SIZES[:2]:
        A = np.diag(rng.integers(5, 9, n)) + 1
        yield call(A, rng.choice(np.arange(2, 9), n, replace=False), NEGLIGIBLE)


EXERCISE = exercise(
    largest_stable_rate,
    cases={
        "axes": axes_cases,
        "turned": turned_cases,
        "epsilon": epsilon_cases,
        "integers": integer_cases,
    },
    examples={
        "axes": [
            call(np.diag([50.0, 1.0]), np.array([25.0, 0.25]), 1e-14),
            call(np.diag([8.0, 2.0, 1.0]), np.array([16.0, 4.0, 0.04]), 1e-14),
        ],
        "turned": [
            call(np.array([[5.0, 3.0], [3.0, 5.0]]), np.array([4.0, 1.0]), 1e-14),
            call(
                np.array([[6.0, 2.0, -1.0], [2.0, 3.0, 0.5], [-1.0, 0.5, 2.0]]),
                np.array([9.0, 1.0, 0.25]),
                1e-14,
            ),
        ],
        "epsilon": [
            call(np.diag([50.0, 1.0]), np.array([3e-8, 0.0]), 1e-8),
            call(np.diag([4.0, 9.0, 1.0]), np.array([2e-6, 1e-6, 0.0]), 1e-6),
        ],
        "integers": [
            call(np.array([[7, 1], [1, 6]]), np.array([4, 3]), 1e-14),
            call(np.array([[7, 1, 1], [1, 6, 1], [1, 1, 8]]), np.array([4, 3, 5]), 1e-14),
        ],
    },
)
