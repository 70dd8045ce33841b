"""`ewa_weights`, how much each day counts in an average: reference and hidden cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.ewa.common import betas


def ewa_weights(beta: float, T: int) -> Any:
    """Return (1 - beta) * beta**k for k = 0 (the newest day), ..., T - 1."""
    return (1 - beta) * beta ** np.arange(T)


def newest_cases(rng: Generator) -> Iterator[Call]:
    """Yield a single day: no power of beta yet, and no order."""
    for beta in betas(rng, 3):
        yield call(beta, 1)


def decay_cases(rng: Generator) -> Iterator[Call]:
    """Yield a few days and many."""
    for T, beta in zip((2, 5, 40, 500), betas(rng, 4)):
        yield call(beta, T)


EXERCISE = exercise(
    ewa_weights,
    cases={"newest": newest_cases, "decay": decay_cases},
    examples={"newest": [call(0.9, 1)], "decay": [call(0.8, 4), call(0.4, 6)]},
)
