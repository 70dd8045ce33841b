"""`rmsprop_step`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import SHAPES, integer_arrays, signed
from grader_tests.topics.rmsprop.common import NEGLIGIBLE
from grader_tests.topics.rmsprop.common import epsilon as any_epsilon


def rmsprop_step(w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float) -> Any:
    """Return w moved by dw over the root of the new s plus epsilon, and the new s."""
    s = beta * s + (1 - beta) * dw**2
    rate = learning_rate / np.sqrt(s + epsilon)
    w = w - rate * dw
    return w, s


def three_steps(
    rng: Generator, shape: tuple[int, ...], epsilon: float, scale: float
) -> tuple[Call, ...]:
    """Return three steps in mid-training; their gradients are of the size of `scale`."""
    settings = {
        "learning_rate": float(rng.uniform(0.01, 0.3)),
        "beta": float(rng.uniform(0.65, 0.88)),
        "epsilon": epsilon,
    }
    s = scale**2 * rng.uniform(0.3, 9.0, shape)
    first = call(rng.normal(size=shape), scale * signed(rng, shape), s, **settings)
    more = (
        call(PreviousResult(0), scale * signed(rng, shape), PreviousResult(1), **settings)
        for _ in range(2)
    )
    return first, *more


def ordinary_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield gradients so large that even an epsilon of 1e-8 does not matter."""
    for shape in SHAPES:
        yield three_steps(rng, shape, NEGLIGIBLE, scale=10.0)


def average_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield the same, and the first step of a training."""
    yield from ordinary_cases(rng)
    first = three_steps(rng, SHAPES[1], NEGLIGIBLE, scale=10.0)[0]
    yield (call(*first.args[:2], np.zeros(SHAPES[1]), **first.kwargs),)


def epsilon_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield squared gradients as small as epsilon, which must not get into the average."""
    for shape in SHAPES:
        small = any_epsilon(rng)
        yield three_steps(rng, shape, small, scale=float(np.sqrt(small)))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield steps with a beta of 1/2, where only the decimals matter."""
    for shape in SHAPES[:2]:
        settings = {"learning_rate": 0.1, "beta": 0.5, "epsilon": NEGLIGIBLE}
        yield call(*integer_arrays(rng, shape), **settings)


def small(w: Any, dw: Any, s: Any, epsilon: float = NEGLIGIBLE, beta: float = 0.75) -> Call:
    """Return a call that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, s))
    return call(*arrays, learning_rate=0.1, beta=beta, epsilon=epsilon)


def table(scale: float, epsilon: float) -> Call:
    """Return a call with the weights of a layer, three units of two inputs."""
    w = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]])
    dw = scale * np.array([[2.0, -4.0], [1.0, 3.0], [-1.0, 0.5]])
    s = scale**2 * np.array([[4.0, 1.0], [0.0, 2.0], [5.0, 3.0]])
    return call(w, dw, s, learning_rate=0.04, beta=0.9, epsilon=epsilon)


TWO_STEPS = (
    small((1.0, 2.0), (2.0, -4.0), (4.0, 0.0)),
    small(PreviousResult(0), (-3.0, 1.0), PreviousResult(1)),
)
TWO_SMALL_STEPS = (
    small((1.0, 2.0), (0.02, -0.04), (4e-4, 1e-4), epsilon=1e-3),
    small(PreviousResult(0), (-0.03, 0.01), PreviousResult(1), epsilon=1e-3),
)

EXERCISE = exercise(
    rmsprop_step,
    cases={
        "average": average_cases,
        "update": ordinary_cases,
        "epsilon": epsilon_cases,
        "integers": integer_cases,
    },
    examples={
        "average": [
            TWO_STEPS,
            table(1.0, NEGLIGIBLE),
            small((1.0, 2.0), (2.0, -4.0), (0.0, 0.0)),
        ],
        "update": [TWO_STEPS, table(1.0, NEGLIGIBLE)],
        "epsilon": [TWO_SMALL_STEPS, table(0.01, 4e-4)],
        "integers": [small((-3, -1), (1, 0), (2, 3), beta=0.5)],
    },
    updates={0: 0, 1: 2},
)
