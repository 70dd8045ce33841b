"""`predict`, from probabilities to labels: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.softmax.common import labels_of
from grader_tests.topics.softmax.one_hot import one_hot


def predict(A: Any) -> Any:
    """Return the most probable class of each column, (m,)."""
    return np.argmax(A, axis=0)


def with_largest(rng: Generator, labels: Any, C: int, share: float) -> Any:
    """Return columns that add up to 1, in which the labels' class has the largest share.

    It is about `share`, but no two columns have the same.
    """
    shares: Any = share * rng.uniform(0.95, 1.05, len(labels))
    rest = rng.uniform(0.8, 1.0, (C, len(labels))) * (1 - one_hot(labels, C))
    return shares * one_hot(labels, C) + (1 - shares) * rest / rest.sum(axis=0)


def every_class(rng: Generator, C: int, m: int) -> Any:
    """Return labels with the first and the last class among them."""
    labels = labels_of(rng, C, m)
    labels[0], labels[-1] = 0, C - 1
    return labels


def sure_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where the most probable class has far more than one half."""
    for C, m in ((3, 7), (4, 6), (10, 300)):
        yield call(with_largest(rng, every_class(rng, C, m), C, 0.7))


def unsure_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where the most probable class has less than one half, and is not the first."""
    for C, m, share in ((4, 6, 0.4), (5, 3, 0.28), (10, 200, 0.15)):
        labels = rng.integers(1, C, m)
        yield call(with_largest(rng, labels, C, share))
    A = np.full((4, 5), 0.25)
    A[rng.integers(1, 4, 5), np.arange(5)] += 1e-4  # which rounding hides
    yield call(A / A.sum(axis=0))


CLEAR = np.array([[0.7, 0.1, 0.05, 0.2], [0.1, 0.3, 0.05, 0.75], [0.2, 0.6, 0.9, 0.05]])
DIM = np.array([[0.3, 0.2, 0.26], [0.1, 0.25, 0.23], [0.2, 0.4, 0.27], [0.4, 0.15, 0.24]])

EXERCISE = exercise(
    predict,
    cases={"sure": sure_cases, "unsure": unsure_cases},
    examples={"sure": [call(CLEAR), call(CLEAR[1:, 1:2])], "unsure": [call(DIM)]},
)
