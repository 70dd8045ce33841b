"""`momentum_path`: the whole way from a start; hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import INTEGERS_TITLE, signed
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise
from grader_tests.topics.momentum.path_mistakes import MISTAKES
from grader_tests.topics.momentum.reference import momentum_path
from grader_tests.topics.momentum.shared import settings


def bowl(rng: Generator, n: int) -> CourseFunction:
    """The gradient of a bowl in n dimensions, turned against the axes, with slopes of 0.5 to 2."""
    turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = turn @ np.diag(rng.uniform(0.5, 2.0, n)) @ turn.T
    return CourseFunction("quadratic_gradient", {"A": A, "b": signed(rng, (n,))})


def cases(criterion: str, steps: tuple[int, ...]) -> Callable[[Generator], Iterator[Case]]:
    """Paths of so many steps, in as many dimensions."""

    def make(rng: Generator) -> Iterator[Case]:
        for n, count in zip((2, 5, 40), steps):
            start = call(bowl(rng, n), signed(rng, (n,)), **settings(rng), steps=count)
            yield Case(criterion, (start,))

    return make


def integer_cases(rng: Generator) -> Iterator[Case]:
    """A step from whole numbers, and none."""
    for n, steps in ((2, 1), (5, 1), (2, 0)):
        start = call(bowl(rng, n), rng.integers(1, 9, n), learning_rate=0.3, beta=0.5, steps=steps)
        yield Case("integers", (start,))


def small(criterion: str, w0: Any, steps: int, learning_rate: float = 0.1) -> Case:
    """The gradient of (w1**2 + 4 * w2**2 + ...) / 2, which can be worked out by hand."""
    n = len(w0)
    A = np.diag([1.0, 4.0, 2.0][:n])
    gradient = CourseFunction("quadratic_gradient", {"A": A, "b": np.zeros(n)})
    settings = {"learning_rate": learning_rate, "beta": 0.8, "steps": steps}
    return Case(criterion, (call(gradient, np.array(w0), **settings),))


MOMENTUM_PATH = Exercise(
    "momentum_path",
    momentum_path,
    (
        Criterion(
            "start",
            "The first row is the start; without any step it is the only one.",
            "Put `w0` into the path before the loop. With `steps=0` the loop makes no round.",
            1,
            cases("start", (0, 0)),
        ),
        Criterion(
            "first",
            "The first step goes from `v = 0`.",
            "Before the loop `v` is an array of zeros, as many as `w0` has numbers. Then the first "
            "step follows the gradient at `w0`.",
            1,
            cases("first", (1, 1)),
        ),
        Criterion(
            "path",
            "Each step goes on from the point and the average that the step before gave.",
            "In every round: the gradient of the newest point, then `momentum_step`, which gives "
            "the next point and the next `v`; keep both.",
            3,
            cases("path", (3, 12, 6)),
        ),
        Criterion(
            "integers",
            INTEGERS_TITLE,
            "If only the decimals are missing, your array of points has the type of `w0`: ask for "
            "floats.",
            1,
            integer_cases,
        ),
        Criterion(
            UNCHANGED,
            "The start that is given stays as it was.",
            "Make a new array in each step: `w = w - ...`. `w -= ...` moves `w0` along.",
            1,
        ),
    ),
    MISTAKES,
    examples=(
        small("start", (2.0, 1.0), 0),
        small("first", (2.0, 1.0), 1),
        small("first", (2.0, 1.0, 3.0), 1, learning_rate=0.5),
        small("path", (2.0, -1.0), 3),
        small("integers", (3, -2), 1),
        small("integers", (3, -2), 0),
    ),
)
