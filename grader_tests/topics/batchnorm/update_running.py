"""`update_running`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, PreviousResult, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.batchnorm.common import factors

UNITS = (4, 9, 60)


def update_running(running: Any, batch: Any, decay: float) -> Any:
    """Return decay * running + (1 - decay) * batch, (n, 1): the average one batch further."""
    return decay * running + (1 - decay) * batch


def three_batches(
    rng: Generator, n: int, decay: float, *, from_zeros: bool = False
) -> tuple[Call, ...]:
    """Return three updates, each of what the one before returned."""
    first, *more = (factors(rng, n) for _ in range(3))
    start = np.zeros((n, 1)) if from_zeros else 10 * factors(rng, n)
    later = (call(PreviousResult(), batch, decay=decay) for batch in more)
    return call(start, first, decay=decay), *later


def mixture_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield updates with a decay of 1/2, so that it does not matter which share is which."""
    for n in UNITS:
        yield three_batches(rng, n, 0.5, from_zeros=n == UNITS[0])


def share_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield updates with a decay above 1/2, and with one below."""
    for n, low in zip(UNITS, (0.6, 0.1, 0.95)):
        decay = float(rng.uniform(low, low + 0.04))
        yield three_batches(rng, n, decay, from_zeros=n == UNITS[1])


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield updates to halves of odd numbers: one of the two integers is even, the other odd."""
    for n in UNITS[:2]:
        running = 2 * rng.integers(5, 9, (n, 1))
        batch = 1 + 2 * rng.integers(0, 4, (n, 1))
        yield call(running, batch, decay=0.5)


def two_batches(decay: float) -> tuple[Call, Call]:
    """Return two updates of three units, which can be worked out by hand."""
    running, first, second = np.array([[4.0, -2.0, 0.0], [2.0, 1.0, 3.0], [1.0, 6.0, -1.0]])
    return (
        call(running[:, None], first[:, None], decay=decay),
        call(PreviousResult(), second[:, None], decay=decay),
    )


ZEROS = np.zeros((2, 1))

EXERCISE = exercise(
    update_running,
    cases={"mixture": mixture_cases, "shares": share_cases, "integers": integer_cases},
    examples={
        "mixture": [two_batches(0.5), call(ZEROS, np.array([[3.0], [-1.0]]), decay=0.5)],
        "shares": [
            two_batches(0.8),
            two_batches(0.3),
            call(ZEROS, ZEROS + 4.0, decay=0.9),
            call(np.array([[0.271828], [3.141593]]), np.array([[1.414214], [0.577216]]), decay=0.7),
        ],
        "integers": [call(np.array([[10], [12]]), np.array([[1], [5]]), decay=0.5)],
    },
    updates={0: 0},
)
