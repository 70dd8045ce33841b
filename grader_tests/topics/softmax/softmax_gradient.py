"""`softmax_gradient`, dJ/dZ: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.softmax.common import SHAPES, answers


def softmax_gradient(A: Any, Y: Any) -> Any:
    """Return dJ/dZ = (A - Y) / m of the mean cross-entropy of A = softmax(Z), (C, m)."""
    m = Y.shape[1]
    return (A - Y) / m


def cases_of_one(rng: Generator) -> Iterator[Call]:
    """Yield calls with a single example."""
    for C in (3, 4, 10):
        yield call(*answers(rng, C, 1))


def cases_of_many(rng: Generator) -> Iterator[Call]:
    """Yield calls with several examples."""
    for C, m in SHAPES:
        yield call(*answers(rng, C, m))


ONE = np.array([[0.5], [0.2], [0.3]]), np.array([[0.0], [0.0], [1.0]])
TWO = (
    np.array([[0.5, 0.1], [0.2, 0.6], [0.3, 0.3]]),
    np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
)

THREE = (
    np.array([[0.5, 0.1, 0.7], [0.5, 0.9, 0.3]]),
    np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]),
)
"""A third of these numbers has more decimals than anybody rounds to."""

EXERCISE = exercise(
    softmax_gradient,
    cases={"one": cases_of_one, "many": cases_of_many},
    examples={"one": [call(*ONE)], "many": [call(*TWO), call(*THREE)]},
)
