"""`one_hot`, from labels to columns with a single 1: reference, hidden cases, worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.softmax.common import labels_of


def one_hot(labels: Any, C: int) -> Any:
    """Return a 1 in row labels[i] of column i, and zeros elsewhere, (C, m)."""
    m = len(labels)
    Y = np.zeros((C, m))
    Y[labels, np.arange(m)] = 1.0
    return Y


def with_all_classes(rng: Generator, C: int, m: int) -> Any:
    """Return labels among which every class occurs, some more than once."""
    labels = np.concatenate([np.arange(C), labels_of(rng, C, m - C)])
    return rng.permutation(labels)


def columns_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with more examples than classes, every class among them."""
    for C, m in ((3, 7), (4, 10), (10, 300)):
        yield call(with_all_classes(rng, C, m), C)


def absent_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where the last classes and one in the middle are absent; last, one example."""
    for C, m in ((6, 4), (9, 20)):
        some = rng.choice([0, 2, C - 3], m)
        some[:2] = C - 3, 0
        yield call(some, C)
    yield call(np.array([1]), 4)


def typed_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls whose results need the documented type too."""
    yield call(with_all_classes(rng, 3, 8), 3)
    yield call(np.array([int(rng.integers(1, 3)), 0]), 5)


SOME = np.array([2, 0, 1, 2, 0])

EXERCISE = exercise(
    one_hot,
    cases={"columns": columns_cases, "absent": absent_cases, "floats": typed_cases},
    examples={
        "columns": [call(SOME, 3)],
        "absent": [call(np.array([0, 2]), 4), call(np.array([1]), 5)],
        "floats": [call(SOME, 3), call(np.array([2, 0, 2]), 4)],
    },
)
