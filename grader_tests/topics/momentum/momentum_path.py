"""`momentum_path`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import signed
from grader_tests.topics.momentum.common import settings


def momentum_path(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
    """Return w0 and the point after each step of momentum from v = 0, an array (steps + 1, n)."""
    w, v = w0, np.zeros(len(w0))
    path = [w]
    for _ in range(steps):
        dw = gradient(w)
        v = beta * v + (1 - beta) * dw
        w = w - learning_rate * v
        path.append(w)
    return np.array(path, dtype=float)


def bowl(rng: Generator, n: int) -> CourseFunction:
    """Return the gradient of a bowl in n dimensions, rotated, with curvatures of 0.5 to 2."""
    turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = turn @ np.diag(rng.uniform(0.5, 2.0, n)) @ turn.T
    return CourseFunction("quadratic_gradient", {"A": A, "b": signed(rng, (n,))})


def paths(rng: Generator, steps: tuple[int, ...]) -> Iterator[Call]:
    """Yield a path of each number of steps, in 2, 5 and 40 dimensions."""
    for n, count in zip((2, 5, 40), steps):
        yield call(bowl(rng, n), signed(rng, (n,)), **settings(rng), steps=count)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield paths of one step and of none from an integer start."""
    for n, steps in ((2, 1), (5, 1), (2, 0)):
        gradient, w0 = bowl(rng, n), rng.integers(1, 9, n)
        yield call(gradient, w0, learning_rate=0.3, beta=0.5, steps=steps)


def small(w0: Any, steps: int, learning_rate: float = 0.1, beta: float = 0.8) -> Call:
    """Return a path over (w1**2 + 4 * w2**2 + ...) / 2, which can be worked out by hand."""
    n = len(w0)
    A = np.diag([1.0, 4.0, 2.0][:n])
    gradient = CourseFunction("quadratic_gradient", {"A": A, "b": np.zeros(n)})
    return call(gradient, np.array(w0), learning_rate=learning_rate, beta=beta, steps=steps)


EXERCISE = exercise(
    momentum_path,
    cases={
        "start": partial(paths, steps=(0, 0)),
        "first": partial(paths, steps=(1, 1)),
        "path": partial(paths, steps=(3, 12, 6)),
        "integers": integer_cases,
    },
    examples={
        "start": [small((2.0, 1.0), 0)],
        "first": [small((2.0, 1.0), 1), small((2.0, 1.0, 3.0), 1, learning_rate=0.5)],
        "path": [small((2.0, -1.0), 3), small((2.0, 1.0, 3.0), 12, learning_rate=0.3, beta=0.5)],
        "integers": [small((3, -2), 1), small((3, -2), 0)],
    },
)
