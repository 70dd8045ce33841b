"""`train_with_momentum`: reference, hidden cases and worked examples."""

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


def train_with_momentum(
    cost_and_gradients: Any, parameters: Any, learning_rate: float, beta: float, updates: int
) -> Any:
    """Return the parameters after `updates` of momentum, and the cost before each of them."""
    parameters = dict(parameters)
    state = {name: np.zeros(w.shape) for name, w in parameters.items()}
    costs = []
    for _ in range(updates):
        cost, gradients = cost_and_gradients(parameters)
        costs.append(cost)
        for name, dw in gradients.items():
            w, v = parameters[name], state[name]
            v = beta * v + (1 - beta) * dw
            w = w - learning_rate * v
            parameters[name], state[name] = w, v
    return parameters, np.array(costs)


def layer(
    rng: Generator, n_out: int, n: int, m: int, W: str = "W", b: str = "b"
) -> tuple[CourseFunction, dict[str, Any]]:
    """Return the cost of a layer on m examples, and parameters that do not fit them."""
    X, Y = rng.normal(size=(n, m)), 3 * signed(rng, (n_out, m))
    parameters = {W: signed(rng, (n_out, n)), b: signed(rng, (n_out, 1))}
    return CourseFunction("squared_error", {"X": X, "Y": Y, "W": W, "b": b}), parameters


def training_cases(rng: Generator, updates: tuple[int, ...]) -> Iterator[Call]:
    """Yield trainings of each number of updates, the last one of many parameters."""
    for (n_out, n, m), count in zip(((2, 3, 7), (3, 2, 6), (8, 30, 50)), updates):
        yield call(*layer(rng, n_out, n, m), **settings(rng), updates=count)


def first_cases(rng: Generator) -> Iterator[Call]:
    """Yield one update of each size, and one of parameters with other names."""
    yield from training_cases(rng, (1, 1, 1))
    yield call(*layer(rng, 2, 4, 5, W="kernel", b="offset"), **settings(rng), updates=1)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield one update of parameters that somebody has set to integers."""
    for n_out, n in ((2, 3), (1, 4)):
        f, _ = layer(rng, n_out, n, 6)
        start = {"W": rng.integers(1, 9, (n_out, n)), "b": rng.integers(1, 9, (n_out, 1))}
        yield call(f, start, learning_rate=0.3, beta=0.5, updates=1)


def small(
    updates: int,
    W: Any,
    b: Any,
    learning_rate: float = 0.1,
    beta: float = 0.8,
    m: int = 2,
    names: tuple[str, str] = ("W", "b"),
) -> Call:
    """Return a training on two or three examples, which can be worked out by hand."""
    W, b = np.array(W), np.array(b)
    X = np.array([[1.0, 2.0, -1.0], [0.0, 1.0, 2.0], [1.0, -1.0, 0.5]])[: W.shape[1], :m]
    Y = np.array([[6.0, -2.0, 5.0], [3.0, 4.0, -3.0]])[: W.shape[0], :m]
    f = CourseFunction("squared_error", {"X": X, "Y": Y, "W": names[0], "b": names[1]})
    parameters = dict(zip(names, (W, b), strict=True))
    return call(f, parameters, learning_rate=learning_rate, beta=beta, updates=updates)


WIDE, COLUMN = ((1.0, 2.0, -1.0), (0.5, 1.0, 3.0)), ((0.5,), (2.0,))

EXERCISE = exercise(
    train_with_momentum,
    cases={
        "first": first_cases,
        "training": partial(training_cases, updates=(3, 12, 6)),
        "costs": partial(training_cases, updates=(4, 9, 5)),
        "integers": integer_cases,
    },
    examples={
        "first": [
            small(1, ((1.0,),), ((0.0,),)),
            small(1, WIDE, COLUMN, 0.3, 0.5, m=3),
            small(1, ((1.0, 2.0),), ((0.5,),), names=("kernel", "offset")),
        ],
        "training": [small(3, ((1.0,),), ((0.0,),)), small(9, WIDE, COLUMN, 0.3, 0.5, m=3)],
        "costs": [small(3, ((1.0,),), ((0.0,),)), small(5, WIDE, COLUMN, 0.3, 0.5, m=3)],
        "integers": [small(1, ((2, 1),), ((1,),)), small(1, ((1, 2, 4), (3, 1, 2)), ((1,), (2,)))],
    },
)
