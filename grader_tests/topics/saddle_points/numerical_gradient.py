"""`numerical_gradient`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.saddle_points.common import (
    example,
    first_negative,
    point,
    signed,
    step,
    surface,
    symmetric,
)


def numerical_gradient(f: Callable[[Any], float], x: Any, h: float) -> Any:
    """Return (f(x + h e_i) - f(x - h e_i)) / 2h for each axis i, of shape (n,)."""
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        move = np.zeros(len(x))
        move[i] = h
        gradient[i] = (f(x + move) - f(x - move)) / (2 * h)
    return gradient


def slope_cases(rng: Generator) -> Iterator[Call]:
    """Yield planes, on which all kinds of differences agree for every h."""
    for n in (1, 3, 40):
        x = point(rng, n)
        yield call(surface(rng, x), x, step(rng))


def central_cases(rng: Generator) -> Iterator[Call]:
    """Yield quadrics, on which central differences alone are exact for every h."""
    for n in (2, 5):
        x = point(rng, n)
        yield call(surface(rng, x, curvatures=symmetric(rng, n)), x, step(rng))


def step_cases(rng: Generator) -> Iterator[Call]:
    """Yield surfaces odd around x, on which one-sided differences agree with central ones.

    Without the power of five, a formula with four points would be as good as a tiny step.
    """
    for n in (2, 4):
        x = point(rng, n)
        cubic, quintic = first_negative(signed(rng, n)), first_negative(signed(rng, n))
        yield call(surface(rng, x, cubic=cubic, quintic=quintic), x, step(rng))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield planes over integer points, with slopes that are no integers."""
    for n in (2, 3):
        x = rng.integers(1, 9, n)
        slopes = first_negative(rng.integers(1, 6, n) + rng.uniform(0.2, 0.8, n))
        yield call(surface(rng, x, slopes=slopes), x, step(rng))


EXERCISE = exercise(
    numerical_gradient,
    cases={
        "slope": slope_cases,
        "central": central_cases,
        "step": step_cases,
        "integers": integer_cases,
    },
    examples={
        "slope": [
            example("3 * x[0] - 2 * x[1] + x[2]", [0.1, 0.7, -0.4], 0.3),
            example("-x[0] / 7", [0.6], 0.2),
        ],
        "central": [
            example("x[0] ** 2 + 3 * x[0] * x[1]", [0.5, 2.1], 0.1),
            example("x @ x / 2 + x[0]", [0.4, -0.3, 1.2], 0.2),
        ],
        "step": [example("x[0] ** 5 + x[1]", [0.0, 1.3], 0.5)],
        "integers": [example("x[0] / 4 - x[1] / 2", [5, 2], 0.25)],
    },
)
