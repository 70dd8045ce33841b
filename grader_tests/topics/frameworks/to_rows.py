"""`to_rows`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise


def to_rows(X: Any) -> Any:
    """Return the transpose of X, of shape (m, n)."""
    return X.T


def one_cases(rng: Generator) -> Iterator[Call]:
    """Yield a single example, which a reshape happens to get right."""
    for n in (3, int(rng.integers(20, 70))):
        yield call(rng.normal(size=(n, 1)))


def many_cases(rng: Generator) -> Iterator[Call]:
    """Yield more features than examples, more examples than features, and many of both."""
    for shape in ((int(rng.integers(4, 9)), 2), (3, int(rng.integers(5, 9))), (64, 300)):
        yield call(rng.normal(size=shape))


EXERCISE = exercise(
    to_rows,
    cases={"one": one_cases, "many": many_cases},
    examples={
        "one": [call(np.array([[1.0], [2.0], [3.0]])), call(np.array([[4.0], [-1.0]]))],
        "many": [
            call(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])),
            call(np.array([[5.0, -2.0], [0.5, 7.0], [3.0, 1.0]])),
        ],
    },
)
