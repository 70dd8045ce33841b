"""`numerical_hessian`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.saddle_points.common import (
    example,
    point,
    signed,
    step,
    surface,
    symmetric,
)
from grader_tests.topics.saddle_points.numerical_gradient import numerical_gradient


def numerical_hessian(f: Callable[[Any], float], x: Any, h: float) -> Any:
    """Return the central differences of the central differences, of shape (n, n)."""
    hessian = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        move = np.zeros(len(x))
        move[i] = h
        ahead = numerical_gradient(f, x + move, h)
        behind = numerical_gradient(f, x - move, h)
        hessian[i] = (ahead - behind) / (2 * h)
    return hessian


def exact(f: CourseFunction, x: Any, h: float) -> Call:
    """Return a call with numbers of so few bits that differences which should be 0 are 0.

    So all ways to compute the entries on a straight axis agree there.
    """

    def few_bits(value: Any) -> Any:
        return np.round(np.multiply(value, 64)) / 64

    settings = {name: few_bits(value) for name, value in f.settings.items()}
    settings["level"] = float(settings["level"])
    return call(CourseFunction(f.name, settings), few_bits(x), float(few_bits(h)))


def own_cases(rng: Generator) -> Iterator[Call]:
    """Yield surfaces with a curvature of its own along each axis, and none between two axes."""
    for n in (1, 2, 8):
        x = point(rng, n)
        yield call(surface(rng, x, curvatures=np.diag(signed(rng, n))), x, step(rng))


def mixed_cases(rng: Generator) -> Iterator[Call]:
    """Yield surfaces straight along every axis and curved between any two."""
    for n in (2, 4, 6):
        x = point(rng, n)
        matrix = symmetric(rng, n)
        curvatures = matrix - np.diag(np.diag(matrix))
        yield exact(surface(rng, x, curvatures=curvatures), x, step(rng))


def central_cases(rng: Generator) -> Iterator[Call]:
    """Yield cubics, on which only central differences are exact, whatever h is."""
    for n in (3, 5):
        x = point(rng, n)
        f = surface(rng, x, curvatures=symmetric(rng, n), cubic=signed(rng, n))
        yield call(f, x, step(rng))


def step_cases(rng: Generator) -> Iterator[Call]:
    """Yield surfaces where only h counts: all differences agree, and are 0 on the diagonal."""
    for n in (3, 4):
        x = point(rng, n)
        yield exact(surface(rng, x, quartic=signed(rng, n)), x, step(rng))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield quadrics over integer points, with curvatures that are no integers."""
    for n in (2, 3):
        x = rng.integers(1, 9, n)
        curvatures = np.diag(rng.integers(1, 5, n) + 0.25 + 0.5 * rng.random(n))
        yield call(surface(rng, x, curvatures=curvatures), x, step(rng))


EXERCISE = exercise(
    numerical_hessian,
    cases={
        "own": own_cases,
        "mixed": mixed_cases,
        "central": central_cases,
        "step": step_cases,
        "integers": integer_cases,
    },
    examples={
        "own": [
            example("x[0] ** 2 - 3 * x[1] ** 2", [0.1, 0.7], 0.3),
            example("5 * x[0] ** 2", [0.6], 0.2),
        ],
        "mixed": [example("5 * x[0] * x[1] - x[1] * x[2]", [0.5, -1.25, 2.0], 0.5)],
        "central": [example("x[0] ** 3 + x[0] * x[1] ** 2", [0.1, 0.7], 0.3)],
        "step": [example("x[0] ** 3 * x[1]", [0.0, 0.0], 0.5)],
        "integers": [example("x[0] ** 2 / 4 + x[0] * x[1] / 3", [5, 2], 0.25)],
    },
)
