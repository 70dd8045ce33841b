"""`inverse_sqrt_decay`: hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.learning_rate_decay.inverse_sqrt_mistakes import (
    DECAY,
    MISTAKES,
    REFUSES,
    inverse_sqrt_decay,
)
from grader_tests.topics.learning_rate_decay.shared import UNTOUCHED, array_aspect, array_case


def settings(rng: Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """A first learning rate and a k that differ, both far from 1."""
    return (float(rng.uniform(0.05, 0.4)), float(rng.uniform(1.5, 3.0))), {}


def decay_cases(rng: Generator) -> Iterator[Case]:
    """Epoch 1, early ones, the middle of one and a late one; then whole numbers only."""
    for epoch in (1, 2, 3, *map(int, rng.integers(5, 40, size=3)), 6.5, 1000):
        alpha0, k = settings(rng)[0]
        yield Case(DECAY, (call(alpha0, k=k, epoch=epoch),))
    yield Case(DECAY, (call(2, 3, int(rng.integers(5, 9))),))


def one_bad_epoch(rng: Generator) -> Any:
    """An array of good epochs, and one that is not."""
    epochs = rng.integers(2, 9, size=5)
    epochs[rng.integers(5)] = 0
    return epochs


def refusal_cases(rng: Generator) -> Iterator[Case]:
    """What is below 1 is refused; epoch 1 has a rate, and whether it is right is no matter here."""
    for epoch in (0, int(rng.integers(-9, 0)), float(rng.uniform(0.2, 0.8)), one_bad_epoch(rng)):
        yield Case(REFUSES, (call(*settings(rng)[0], epoch),))
    yield Case(REFUSES, (call(*settings(rng)[0], epoch=1),), properties="each_epoch_alone")


INVERSE_SQRT_DECAY = Exercise(
    "inverse_sqrt_decay",
    inverse_sqrt_decay,
    (
        Criterion(
            DECAY,
            "In epoch 1 the rate is `k * alpha0`, and in epoch 4 half of that.",
            "Work out two epochs by hand: with `alpha0 = 0.2` and `k = 3` the rate is 0.6 in "
            "epoch 1, and 0.3 in epoch 4, because the root of 4 is 2.",
            3,
            decay_cases,
        ),
        Criterion(
            REFUSES,
            "An epoch below 1 raises a `ValueError`, alone or among others in an array; epoch 1 "
            "does not.",
            "Look at the epochs before you compute: `if np.any(...)` asks about one number and "
            "about a whole array alike, and `raise ValueError(...)` stops the function.",
            2,
            refusal_cases,
        ),
        array_aspect(settings, 1),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case(DECAY, (call(0.2, 3.0, 1),)),
        Case(DECAY, (call(0.2, 3.0, 4),)),
        Case(DECAY, (call(0.2, 3.0, 9),)),
        Case(DECAY, (call(0.2, 3.0, 6.5),)),
        Case(REFUSES, (call(0.2, 3.0, 0),)),
        Case(REFUSES, (call(0.2, 3.0, -4),)),
        Case(REFUSES, (call(0.2, 3.0, 0.5),)),
        Case(REFUSES, (call(0.2, 3.0, np.array([4, 0, 1])),)),
        Case(REFUSES, (call(0.2, 3.0, epoch=1),), properties="each_epoch_alone"),
        array_case(np.array([9, 4, 16]), range(3), 0.2, 3.0),
        array_case(np.array([[4.0, 9.0], [2.0, 7.0], [1.0, 3.0]]), range(2), 0.2, 3.0),
    ),
)
