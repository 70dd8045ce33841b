"""`momentum_step`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import Calls, exercise
from grader_tests.engine.inputs import SHAPES, integer_arrays, signed
from grader_tests.topics.momentum.common import settings


def momentum_step(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
    """Return w moved against the new average of the gradients, and that average."""
    v = beta * v + (1 - beta) * dw
    w = w - learning_rate * v
    return w, v


def one_call(rng: Generator, shape: tuple[int, ...]) -> Call:
    """Return one step in mid-training."""
    return call(rng.normal(size=shape), signed(rng, shape), signed(rng, shape), **settings(rng))


def three_steps(rng: Generator, first: Call) -> tuple[Call, ...]:
    """Return `first` and two more steps with new gradients, each from the previous result."""
    more = (
        call(PreviousResult(0), signed(rng, first.args[1].shape), PreviousResult(1), **first.kwargs)
        for _ in range(2)
    )
    return first, *more


def average_cases(rng: Generator) -> Iterator[Calls]:
    """Yield three steps, whose gradients have either sign, and the first step of a training."""
    yield from ordinary_cases(rng)
    w, dw, v = one_call(rng, SHAPES[1]).args
    yield call(w, dw, np.zeros_like(v), **settings(rng))


def ordinary_cases(rng: Generator) -> Iterator[Calls]:
    """Yield three steps in mid-training."""
    for shape in SHAPES:
        yield three_steps(rng, one_call(rng, shape))


def update_cases(rng: Generator) -> Iterator[Calls]:
    """Yield three steps, and one with beta = 0, which is plain gradient descent."""
    yield from ordinary_cases(rng)
    w, dw, v = one_call(rng, SHAPES[1]).args
    yield call(w, dw, v, learning_rate=0.2, beta=0.0)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps with a beta of 1/2, where only the decimals matter."""
    for shape in SHAPES[:2]:
        yield call(*integer_arrays(rng, shape), learning_rate=0.1, beta=0.5)


def small(w: Any, dw: Any, v: Any) -> Call:
    """Return a call that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, v))
    return call(*arrays, learning_rate=0.5, beta=0.8)


def table(learning_rate: float, beta: float) -> Call:
    """Return a call with the weights of a layer, three units of two inputs."""
    w = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]])
    dw = np.array([[2.0, -4.0], [1.0, 3.0], [-1.0, 0.5]])
    v = np.array([[1.0, -3.0], [2.0, 0.5], [-2.0, 1.5]])
    return call(w, dw, v, learning_rate=learning_rate, beta=beta)


TWO_STEPS = (
    small((1.0, 2.0), (2.0, -4.0), (1.0, -3.0)),
    small(PreviousResult(0), (3.0, 1.0), PreviousResult(1)),
)

SMALL_GRADIENTS = call(
    np.array([0.1, -0.2]),
    np.array([0.00237, -0.00415]),
    np.array([0.00171, 0.00326]),
    learning_rate=0.013,
    beta=0.87,
)
"""A step with so many decimals that rounding shows."""

EXERCISE = exercise(
    momentum_step,
    cases={"average": average_cases, "update": update_cases, "integers": integer_cases},
    examples={
        "average": [
            TWO_STEPS,
            table(0.1, 0.75),
            small((1.0, 2.0), (2.0, -4.0), (0.0, 0.0)),
            SMALL_GRADIENTS,
        ],
        "update": [TWO_STEPS, table(0.1, 0.75), table(0.2, 0.0), SMALL_GRADIENTS],
        "integers": [
            call(
                *(np.array(value) for value in ((-3, -1), (1, 0), (2, 3))),
                learning_rate=0.1,
                beta=0.5,
            )
        ],
    },
    updates={0: 0, 1: 2},
)
