"""`staircase_decay`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.learning_rate_decay.common import Settings, array_calls, array_cases


def staircase_decay(alpha0: float, factor: float, epoch: Any, every: int) -> Any:
    """Return alpha0 * factor**floor(epoch / every), a float or an array of the shape of epoch."""
    return alpha0 * factor ** np.floor(epoch / every)


def settings(rng: Generator) -> Settings:
    """Return a first learning rate and a factor that differ, far from 1/2; steps of any length."""
    alpha0, factor = float(rng.uniform(0.05, 0.15)), float(rng.uniform(0.2, 0.4))
    return (alpha0, factor), {"every": int(rng.integers(5, 12))}


def step_cases(rng: Generator) -> Iterator[Call]:
    """Yield epochs in the first half of a step, where rounding to the nearest would do as well."""
    for step in (0, 1, 2, 3, 6):
        (alpha0, factor), kwargs = settings(rng)
        epoch = step * kwargs["every"] + int(rng.integers(1, 3))
        yield call(alpha0, factor, epoch, **kwargs)
    yield call(4, 0.25, 15.5, 7)


def edge_cases(rng: Generator) -> Iterator[Call]:
    """Yield the last two epochs of a step, the end of the last, and the first of the next one."""
    for step in (1, 2, 4):
        (alpha0, factor), kwargs = settings(rng)
        for before in (2, 1, 0.25, 0):
            yield call(alpha0, factor, epoch=step * kwargs["every"] - before, **kwargs)


EXERCISE = exercise(
    staircase_decay,
    cases={"steps": step_cases, "edges": edge_cases, "array": array_cases(settings)},
    examples={
        "steps": [*(call(0.8, 0.25, epoch, 5) for epoch in (1, 7, 11, 37)), call(3, 0.4, 15.5, 7)],
        "edges": [call(0.8, 0.25, epoch, 5) for epoch in (3, 4, 5, 14.75)],
        "array": [
            array_calls(np.array([9, 5, 0, 17, 2, 6]), range(6), 0.8, 0.25, every=5),
            array_calls(
                np.array([[4.0, 8.0], [2.0, 7.0], [1.0, 3.0]]), range(6), 0.8, 0.25, every=5
            ),
            array_calls(np.array([7.5]), [0], 0.8, 0.25, every=5),
        ],
    },
)
