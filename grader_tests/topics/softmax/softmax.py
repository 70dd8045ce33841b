"""`softmax`, from logits to probabilities: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.softmax.common import SHAPES


def softmax(Z: Any) -> Any:
    """Return exp(z_j) / sum over k of exp(z_k) in each column, (C, m).

    Subtracting a column's maximum cancels in the quotient, and keeps the powers from overflowing.
    """
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def ordinary_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with logits that no formula has trouble with."""
    for shape in SHAPES:
        yield call(rng.uniform(-3, 3, shape))


def large_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with logits far up, far down, both in one array, and both in one column."""
    for shape in SHAPES[:2]:
        for level in (1000.0, -1000.0):
            yield call(level + rng.uniform(-3, 3, shape))
    levels = rng.permutation([1000.0, -1000.0, 0.0, -1000.0, 1000.0])
    yield call(levels + rng.uniform(-3, 3, (3, 5)))
    for height in (600.0, 1000.0):
        column = rng.permutation([height, -height, 0.0, height - 1])
        yield call(column[:, None] + rng.uniform(-1, 1, (4, 2)))


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with small integers, not all equal in a column; one column's largest is not 1."""
    for shape in SHAPES[:2]:
        Z = rng.integers(-2, 3, shape)
        Z[0], Z[1], Z[2, 0] = 1, 0, 2
        yield call(Z)


FAR_APART = np.array([[600.0, -1000.0], [-600.0, 1000.0], [0.0, -999.0]])

EXERCISE = exercise(
    softmax,
    cases={"formula": ordinary_cases, "large": large_cases, "integers": integer_cases},
    examples={
        "formula": [
            call(np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]])),
            call(np.array([[0.5, -1.0, 2.0, 1.0], [1.5, 0.0, -0.5, 3.0]])),
        ],
        "large": [
            call(np.array([[1000.0, -1000.0], [999.0, -999.0], [998.0, -1001.0]])),
            call(np.array([[-1000.0], [-1001.0], [-1000.0]])),
            call(FAR_APART),
            call(FAR_APART[:, :1]),
        ],
        "integers": [call(np.array([[1, 0], [0, 0], [2, 1]]))],
    },
)
