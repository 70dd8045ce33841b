"""`warmup_cosine`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.learning_rate_decay.common import Settings, array_calls, array_cases


def warmup_cosine(alpha0: float, warmup: int, total: int, epoch: Any) -> Any:
    """Return alpha0 times a share: rising to 1 until `warmup`, then half a cosine down to 0."""
    rising = (epoch + 1) / (warmup + 1)
    progress = np.minimum((epoch - warmup) / (total - warmup), 1)
    falling = (1 + np.cos(np.pi * progress)) / 2
    return alpha0 * np.where(epoch < warmup, rising, falling)


def lengths(rng: Generator) -> tuple[float, int, int]:
    """Return a peak far from 1, a warm-up, and a total that is not a simple multiple of it."""
    warmup = int(rng.integers(5, 9))
    return float(rng.uniform(0.05, 0.4)), warmup, 4 * warmup + int(rng.integers(1, 4))


def warmup_cases(rng: Generator) -> Iterator[Call]:
    """Yield the first epoch, the last one before the peak, and the middle of one."""
    for _ in range(2):
        alpha0, warmup, total = lengths(rng)
        for epoch in (0, 1, warmup - 1, 2.5):
            yield call(alpha0, warmup, total, epoch=epoch)


def cosine_cases(rng: Generator) -> Iterator[Call]:
    """Yield the peak, early and late epochs after it, and a schedule without a warm-up."""
    for _ in range(2):
        alpha0, warmup, total = lengths(rng)
        for epoch in (warmup, warmup + 1, warmup + 2.5, 2 * warmup, total - 2, total - 1):
            yield call(alpha0, warmup, total, epoch=epoch)
    alpha0, _, total = lengths(rng)
    yield call(alpha0, 0, total, epoch=int(rng.integers(2, 9)))


def end_cases(rng: Generator) -> Iterator[Call]:
    """Yield arrays of the peak, the end and an epoch after it.

    Next to the peak, the rounding error of a rate that should be zero is seen to be one.
    """
    for later in (1, 2.5, 6):
        alpha0, warmup, total = lengths(rng)
        yield call(alpha0, warmup, total, epoch=np.array([total + later, warmup, total]))


def settings(rng: Generator) -> Settings:
    """Return a peak, a warm-up longer than epoch 3, and a total beyond most of the epochs."""
    return (float(rng.uniform(0.05, 0.4)), int(rng.integers(5, 9)), 1500), {}


EXERCISE = exercise(
    warmup_cosine,
    cases={
        "warmup": warmup_cases,
        "cosine": cosine_cases,
        "end": end_cases,
        "array": array_cases(settings),
    },
    examples={
        "warmup": [*(call(0.5, 4, 20, epoch) for epoch in (0, 1, 3, 2.5)), call(0.3, 2, 9, 1)],
        "cosine": [
            *(call(0.5, 4, 20, epoch) for epoch in (4, 8, 12, 18, 6.5)),
            call(0.3, 2, 9, 5),
            call(0.3, 0, 9, 3),
        ],
        "end": [
            call(0.5, 4, 20, np.array([20, 4, 21])),
            call(0.3, 2, 9, np.array([12.5, 9.0, 2.0])),
        ],
        "array": [
            array_calls(np.array([9, 0, 16]), range(3), 0.5, 4, 20),
            array_calls(np.array([[4.0, 9.0], [2.0, 7.0], [1.0, 3.0]]), range(2), 0.5, 4, 20),
            array_calls(np.array([7.5]), [0], 0.5, 4, 20),
        ],
    },
)
