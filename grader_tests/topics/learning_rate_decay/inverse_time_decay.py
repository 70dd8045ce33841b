"""`inverse_time_decay`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.learning_rate_decay.common import Settings, array_calls, array_cases


def inverse_time_decay(alpha0: float, decay_rate: float, epoch: Any) -> Any:
    """Return alpha0 / (1 + decay_rate * epoch), a float or an array of the shape of epoch."""
    return alpha0 / (1 + decay_rate * epoch)


def settings(rng: Generator) -> Settings:
    """Return a first learning rate and a decay rate that differ."""
    return (float(rng.uniform(0.01, 0.5)), float(rng.uniform(0.6, 2.0))), {}


def decay_cases(rng: Generator) -> Iterator[Call]:
    """Yield epoch 0, early ones, the middle of one and a late one; then integers only."""
    for epoch in (0, 1, 2, *map(int, rng.integers(3, 30, size=3)), 6.5, 1000):
        alpha0, decay_rate = settings(rng)[0]
        yield call(alpha0, decay_rate=decay_rate, epoch=epoch)
    yield call(int(rng.integers(67, 75)), 4, int(rng.integers(5, 9)))  # which no sum divides


EXERCISE = exercise(
    inverse_time_decay,
    cases={"decay": decay_cases, "array": array_cases(settings)},
    examples={
        "decay": [
            call(0.6, 0.5, 0),
            call(0.6, 0.5, 1),
            call(0.6, 0.5, 2),
            call(0.6, 0.5, 10),
            call(0.6, 0.5, 4.5),
            call(6, 1, 3),
        ],
        "array": [
            array_calls(np.array([4, 0, 2]), range(3), 0.6, 0.5),
            array_calls(np.array([[4.0, 18.0], [10.0, 8.0], [1.0, 3.0]]), range(2), 0.6, 0.5),
            array_calls(np.array([7.5]), [0], 0.6, 0.5),
        ],
    },
)
