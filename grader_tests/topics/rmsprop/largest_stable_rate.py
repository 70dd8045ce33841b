"""`largest_stable_rate`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.rmsprop.common import NEGLIGIBLE


def largest_stable_rate(A: Any, s: Any, epsilon: float) -> Any:
    """Return 2 over the largest eigenvalue of A whose rows are divided by the root of s."""
    roots = np.sqrt(s + epsilon)
    scaled = A / roots[:, None]
    curvatures = np.linalg.eigvals(scaled).real
    return 2 / np.max(curvatures)


SIZES = (2, 3, 6)


def averages(rng: Generator, n: int) -> Any:
    """Return averages that differ by a factor of at least 2, the larger ones first."""
    return np.sort(rng.uniform(0.5, 1.0, n) * 4.0 ** np.arange(n))[::-1]


def bowl(rng: Generator, n: int) -> Any:
    """Return a symmetric matrix of curvatures from 1 to 20, turned out of the axes."""
    turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return turn @ np.diag(np.linspace(1, 20, n) * rng.uniform(0.9, 1.1, n)) @ turn.T


def steepest_inside(A: Any, s: Any) -> bool:
    """Return whether no mistake is right by luck.

    In the order in which NumPy returns the curvatures, the first and, of three and more, the last
    is not the largest, and the first of three and more is not the smallest either. The largest
    element of the matrix is on the diagonal.
    """
    rows, columns = A / np.sqrt(s)[:, None], A / np.sqrt(s)
    for scaled in (rows, columns):
        values = np.linalg.eigvals(scaled).real
        first, last = values[0], values[-1]
        if first == values.max() or (
            len(s) > 2 and (first == values.min() or last == values.max())
        ):
            return False
    return bool(np.abs(rows).max() == np.diag(rows).max())


def axes_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls along the axes; neither the steepest weight nor the smallest s decides alone."""
    for n in SIZES:
        while True:
            curvatures = rng.uniform(2.0, 3.0, n) * 3.0 ** rng.permutation(n)
            s = averages(rng, n)
            order = np.argsort(curvatures / np.sqrt(s))
            steepest = order[-1]
            if curvatures.argmax() != steepest and (n == 2 or s.argmin() != steepest):
                break
        if n > 2:
            order = np.roll(order, -1)
        yield call(np.diag(curvatures[order]), s[order], NEGLIGIBLE)


def turned(rng: Generator, s: Any) -> Any:
    """Return a turned bowl; of three and more weights, only the first two are turned together.

    These have the steepest direction. NumPy returns their two curvatures first.
    """
    n = len(s)
    A = np.zeros((n, n))
    A[:2, :2] = bowl(rng, 2)
    if n > 2:
        steep, flat = bowl(rng, 2), bowl(rng, n - 2)
        first = np.linalg.eigvals(steep / np.sqrt(s[:2])[:, None]).real
        largest = np.linalg.eigvals(flat / np.sqrt(s[2:])[:, None]).real.max()
        below = first.min() if n == 3 else first.max()
        A[:2, :2], A[2:, 2:] = steep, flat * below / largest * rng.uniform(0.3, 0.7)
    return A


def turned_cases(rng: Generator) -> Iterator[Call]:
    """Yield turned bowls."""
    for n in SIZES:
        A, s = None, np.ones(n)
        while A is None or not steepest_inside(A, s):
            s = averages(rng, n)
            A = turned(rng, s)
        yield call(A, s, NEGLIGIBLE)


def epsilon_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls whose averages are as small as epsilon, that of the flattest weight zero."""
    for n in SIZES[:2]:
        epsilon = float(10 ** rng.uniform(-8, -4))
        s = epsilon * rng.uniform([1.0, 0.5, 0.5][:n], [1.5, 1.0, 1.0][:n])
        curvatures = rng.uniform([3.0, 6.0, 0.5][:n], [4.0, 9.0, 1.5][:n])
        flattest = 0 if n == 2 else 2
        s[flattest] = 0.0
        yield call(np.diag(curvatures), s, epsilon)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield bowls and averages of integers; no two averages are the same."""
    for n in SIZES[:2]:
        A, s = None, np.ones(n)
        while A is None or not steepest_inside(A, s):
            A = np.diag(rng.integers(5, 9, n))
            A[:2, :2] += 1
            s = rng.choice(np.arange(2, 9), n, replace=False)
        yield call(A, s, NEGLIGIBLE)


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
            call(np.diag([50.0, 5.0]), np.array([25.0, 0.16]), NEGLIGIBLE),
            call(np.diag([2.0, 2.5, 8.0]), np.array([1.0, 0.25, 64.0]), NEGLIGIBLE),
        ],
        "turned": [
            call(np.array([[5.0, 3.0], [3.0, 5.0]]), np.array([4.0, 1.0]), NEGLIGIBLE),
            call(
                np.array([[6.0, 2.0, 0.0], [2.0, 3.0, 0.0], [0.0, 0.0, 0.4]]),
                np.array([9.0, 1.0, 0.25]),
                NEGLIGIBLE,
            ),
        ],
        "epsilon": [
            call(np.diag([4.0, 9.0]), np.array([0.0, 3e-8]), 1e-8),
            call(np.diag([4.0, 9.0, 1.0]), np.array([8e-6, 3e-6, 0.0]), 1e-6),
        ],
        "integers": [
            call(np.array([[7, 1], [1, 6]]), np.array([5, 3]), NEGLIGIBLE),
            call(np.array([[7, 1, 0], [1, 6, 0], [0, 0, 5]]), np.array([5, 3, 8]), NEGLIGIBLE),
        ],
    },
)
