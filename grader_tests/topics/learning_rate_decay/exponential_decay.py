"""`exponential_decay`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.learning_rate_decay.common import Settings, array_calls, array_cases


def exponential_decay(alpha0: float, epoch: Any, base: float = 0.95) -> Any:
    """Return alpha0 * base**epoch, a float or an array of the shape of epoch."""
    return alpha0 * base**epoch


def settings(rng: Generator) -> Settings:
    """Return a first learning rate, and a base that is neither 0.95 nor near 1/2."""
    return (float(rng.uniform(0.01, 0.4)),), {"base": float(rng.uniform(0.6, 0.9))}


def decay_cases(rng: Generator) -> Iterator[Call]:
    """Yield epoch 0, early ones, the middle of one and a late one; then an integer first rate."""
    for epoch in (0, 1, 2, *map(int, rng.integers(3, 30, size=3)), 6.5, 100):
        args, kwargs = settings(rng)
        yield call(*args, epoch, **kwargs)
    yield call(int(rng.integers(2, 5)), epoch=int(rng.integers(3, 9)), base=0.75)


def default_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls without a base."""
    for epoch in rng.integers(2, 60, size=4):
        yield call(float(rng.uniform(0.01, 0.4)), int(epoch))


EXERCISE = exercise(
    exponential_decay,
    cases={"decay": decay_cases, "default": default_cases, "array": array_cases(settings)},
    examples={
        "decay": [
            *(call(0.6, epoch, base=0.8) for epoch in (0, 1, 5, 2.5)),
            call(3, 4, base=0.5),
        ],
        "default": [call(1.0, 2), call(0.2, 10)],
        "array": [
            array_calls(np.array([4, 0, 3]), range(3), 0.6, base=0.8),
            array_calls(np.array([[4.0, 8.0], [2.0, 7.0], [1.0, 3.0]]), range(2), 0.6, base=0.8),
            array_calls(np.array([7.5]), [0], 0.6, base=0.8),
        ],
    },
)
