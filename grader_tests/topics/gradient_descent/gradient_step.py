"""`gradient_step`, one step down the slope: reference, hidden cases and worked examples."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import exercise

SHAPES = ((5,), (3, 2), (4, 1), (50, 40))
"""None square, so that a transposed result shows; the last one big."""


def gradient_step(w: Any, dw: Any, learning_rate: float) -> Any:
    """Return w - learning_rate * dw, of the shape of w."""
    return w - learning_rate * dw


def inputs(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return weights, and a gradient with elements of both signs, none of them near zero."""
    signs = rng.permutation(np.resize([-1.0, 1.0], math.prod(shape))).reshape(shape)
    dw = rng.uniform(0.5, 3.0, shape) * signs
    return rng.uniform(2.0, 4.0, shape) * rng.choice([-1.0, 1.0], shape), dw


def three_steps(rng: Generator, shape: tuple[int, ...], learning_rate: float) -> tuple[Call, ...]:
    """Return three steps, each of which begins where the one before ended."""
    more = (
        call(PreviousResult(), inputs(rng, shape)[1], learning_rate=learning_rate) for _ in range(2)
    )
    return call(*inputs(rng, shape), learning_rate=learning_rate), *more


def direction_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield steps with a learning rate of 1, so that only the direction counts.

    The gradients in the second steps are all negative, and those in the third all positive.
    """
    for shape in SHAPES:
        first, second, third = three_steps(rng, shape, 1.0)
        yield first, with_signs(second, -1.0), with_signs(third, 1.0)


def with_signs(step: Call, sign: float) -> Call:
    """Return a step whose gradient has one sign in all of its elements."""
    w, dw = step.args
    return call(w, sign * np.abs(dw), **step.kwargs)


def rate_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield steps with learning rates of several sizes, none of them a common one.

    The last step has a large gradient and a tiny one.
    """
    for shape, size in zip(SHAPES, (0.6, 0.07, 0.003, 2.4)):
        yield three_steps(rng, shape, size * float(rng.uniform(0.8, 1.2)))
    w, dw = inputs(rng, (3,))
    yield (call(w, dw * [50.0, 1.0, 1e-3], learning_rate=float(rng.uniform(0.2, 0.4))),)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield odd gradients, all different, and a rate of 1/2, so that every result ends in .5."""
    for shape in SHAPES[1:3]:
        w, dw = rng.integers(3, 9, shape), rng.choice([-5, -3, -1, 1, 3, 5], shape, replace=False)
        yield call(w, dw, learning_rate=0.5)


TABLE = np.array([[3.0, -1.0, 2.5], [0.5, 4.0, -2.0]])

EXERCISE = exercise(
    gradient_step,
    cases={"direction": direction_cases, "rate": rate_cases, "integers": integer_cases},
    examples={
        "direction": [
            (
                call(np.array([3.0, -1.0]), np.array([2.0, 0.5]), learning_rate=1.0),
                call(PreviousResult(), np.array([-1.0, 1.5]), learning_rate=1.0),
                call(PreviousResult(), np.array([-2.0, -0.5]), learning_rate=1.0),
            ),
            call(TABLE, np.array([[2.0, 0.5, -1.0], [1.5, -3.0, 4.0]]), learning_rate=1.0),
        ],
        "rate": [
            (
                call(np.array([3.0, -1.0]), np.array([2.0, -4.0]), learning_rate=0.25),
                call(PreviousResult(), np.array([-1.0, 2.0]), learning_rate=0.25),
            ),
            call(TABLE, np.array([[2.0, -4.0, 1.0], [-1.0, 2.0, 3.0]]), learning_rate=0.1),
            call(np.array([3.0, -1.0]), np.array([40.0, 0.0021]), learning_rate=3e-4),
            call(np.array([3.0, -1.0]), np.array([-2.0, 1.0]), learning_rate=2.5),
        ],
        "integers": [
            call(np.array([3, 4]), np.array([1, -3]), learning_rate=0.5),
            call(np.array([[3], [4], [7]]), np.array([[1], [-3], [5]]), learning_rate=0.5),
        ],
    },
    updates={0: 0},
)
