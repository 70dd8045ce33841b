"""`inverse_sqrt_decay`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, Calls, exercise
from grader_tests.topics.learning_rate_decay.common import Settings, array_calls, array_cases


def inverse_sqrt_decay(alpha0: float, k: float, epoch: Any) -> Any:
    """Return k / sqrt(epoch) * alpha0; raise ValueError where any epoch is below 1."""
    if np.any(epoch < 1):
        raise ValueError("This schedule counts its epochs from 1.")
    return k / np.sqrt(epoch) * alpha0


def settings(rng: Generator) -> Settings:
    """Return a first learning rate and a k that differ, both far from 1.

    Rounded down, k / sqrt(epoch) is 1 for early epochs and 0 for late ones.
    """
    return (float(rng.uniform(0.05, 0.4)), float(rng.uniform(2.1, 2.9))), {}


def decay_cases(rng: Generator) -> Iterator[Call]:
    """Yield epoch 1, early ones, the middle of one and a late one; then integers only."""
    for epoch in (1, 2, 3, *map(int, rng.integers(5, 40, size=3)), 6.5, 1000):
        alpha0, k = settings(rng)[0]
        yield call(alpha0, k=k, epoch=epoch)
    yield call(2, 3, int(rng.integers(5, 9)))


def one_bad_epoch(rng: Generator, kind: type[int | float]) -> Any:
    """Return an array of good epochs and one that is not, between 0 and 1 or 0."""
    epochs = rng.integers(2, 9, size=5) * kind(1)
    epochs[rng.integers(5)] = kind(rng.uniform(0.2, 0.8))
    return epochs


def not_refused(*args: Any) -> ByProperties:
    """Return the call with epoch 1, which has a rate; whether it is right does not matter here."""
    return ByProperties(call(*args, epoch=1), "each_epoch_alone")


def refusal_cases(rng: Generator) -> Iterator[Calls]:
    """Yield epochs below 1, which have to be refused, and epoch 1, which has not."""
    alone = 0, int(rng.integers(-9, 0)), float(rng.uniform(0.2, 0.8))
    for epoch in (*alone, one_bad_epoch(rng, int), one_bad_epoch(rng, float)):
        yield call(*settings(rng)[0], epoch)
    yield not_refused(*settings(rng)[0])


EXERCISE = exercise(
    inverse_sqrt_decay,
    cases={"decay": decay_cases, "refuses": refusal_cases, "array": array_cases(settings, early=2)},
    examples={
        "decay": [*(call(0.2, 3.0, epoch) for epoch in (1, 4, 9, 6.5)), call(4, 2, 16)],
        "refuses": [
            *(
                call(0.2, 3.0, epoch)
                for epoch in (0, -4, 0.5, np.array([4, 0, 1]), np.array([4, 0.5]))
            ),
            not_refused(0.2, 3.0),
        ],
        "array": [
            array_calls(np.array([9, 4, 16]), range(3), 0.2, 3.0),
            array_calls(np.array([[4.0, 9.0], [2.0, 7.0], [1.0, 3.0]]), range(2), 0.2, 3.0),
            array_calls(np.array([7.5]), [0], 0.2, 3.0),
        ],
    },
)
