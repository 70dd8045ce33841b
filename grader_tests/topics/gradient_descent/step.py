"""`gradient_step`: one step down the slope; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, PreviousResult, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.gradient_descent.shared import untouched
from grader_tests.topics.gradient_descent.step_mistakes import MISTAKES, gradient_step

SHAPES = ((5,), (3, 2), (4, 1), (50, 40))


def inputs(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Weights, and a gradient of either sign with no element near zero."""
    dw = rng.uniform(0.5, 3.0, shape) * rng.choice([-1.0, 1.0], shape)
    return rng.uniform(2.0, 4.0, shape) * rng.choice([-1.0, 1.0], shape), dw


def three_steps(rng: Generator, shape: tuple[int, ...], learning_rate: float) -> tuple[Call, ...]:
    """Three steps, each from where the one before came to."""
    more = (
        call(PreviousResult(), inputs(rng, shape)[1], learning_rate=learning_rate) for _ in range(2)
    )
    return call(*inputs(rng, shape), learning_rate=learning_rate), *more


def direction_cases(rng: Generator) -> Iterator[Case]:
    """The learning rate is 1, so that only the direction counts."""
    for shape in SHAPES:
        yield Case("direction", three_steps(rng, shape, 1.0))


def rate_cases(rng: Generator) -> Iterator[Case]:
    """Learning rates of several sizes, none of them a usual one."""
    for shape, size in zip(SHAPES, (0.6, 0.07, 0.003, 2.4)):
        yield Case("rate", three_steps(rng, shape, size * float(rng.uniform(0.8, 1.2))))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Odd gradients and the learning rate 1/2: every result ends in .5."""
    for shape in SHAPES[1:3]:
        w, dw = rng.integers(3, 9, shape), 2 * rng.integers(-3, 3, shape) + 1
        yield Case("integers", (call(w, dw, learning_rate=0.5),))


GRADIENT_STEP = Exercise(
    "gradient_step",
    gradient_step,
    criteria=(
        Criterion(
            "direction",
            "The step goes down the slope: against the gradient.",
            "Take `learning_rate = 1`, `w = 3` and `dw = 2`. The cost rises to the right, so the "
            "step goes 2 to the left, and the result is 1.",
            2,
            direction_cases,
        ),
        Criterion(
            "rate",
            "The learning rate is the factor between the gradient and the step.",
            "With `learning_rate = 0.1` the step is a tenth of the gradient, and nothing else "
            "changes: work out one element by hand.",
            2,
            rate_cases,
        ),
        Criterion(
            "integers",
            "Arrays of whole numbers give right results too, with their decimals.",
            "Try `w = 3`, `dw = 1` and `learning_rate = 0.5`: the result is 2.5. If only the "
            "decimals are missing, your result has the type of the input.",
            1,
            integer_cases,
        ),
        untouched(
            "Make a new array for the result, as `w = w - ...` does. `w -= ...` and `w[:] = ...` "
            "write into the array that belongs to the caller."
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case(
            "direction",
            (
                call(np.array([3.0, -1.0]), np.array([2.0, 0.5]), learning_rate=1.0),
                call(PreviousResult(), np.array([-1.0, 1.5]), learning_rate=1.0),
            ),
        ),
        Case(
            "rate",
            (
                call(np.array([3.0, -1.0]), np.array([2.0, -4.0]), learning_rate=0.25),
                call(PreviousResult(), np.array([-1.0, 2.0]), learning_rate=0.25),
            ),
        ),
        Case("integers", (call(np.array([3, 4]), np.array([1, -3]), learning_rate=0.5),)),
    ),
    updates={0: 0},
)
