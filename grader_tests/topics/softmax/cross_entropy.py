"""`cross_entropy`, the cost of probabilities: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, exercise
from grader_tests.topics.softmax.common import SHAPES, answers, columns_of, probabilities

SIZE = "cost_of_the_impossible"
"""How a cost is judged that may be infinite, or as large as the logarithm of a tiny number."""


def cross_entropy(A: Any, Y: Any) -> Any:
    """Return the mean over the examples of -log(probability of the true class)."""
    of_true_class = np.sum(A * Y, axis=0)
    return np.mean(-np.log(of_true_class))


def mean_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with ordinary probabilities; the product of the last ones is too small for it."""
    for C, m in (*SHAPES, (10, 700)):
        yield call(*answers(rng, C, m))


def zero_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls where one wrong class has the probability 0, and another one the largest."""
    for C in (3, 5, 10):
        place, right, likely = rng.permutation(C)[:3]
        A = rng.uniform(0.2, 1.0, (C, 1))
        A[place], A[right], A[likely] = 0.0, 0.0, 3.0
        A *= 0.8 / A.sum()
        A[right] = 0.2
        yield call(A, columns_of([right], C))


def impossible_cases(rng: Generator) -> Iterator[Call | ByProperties]:
    """Yield calls where the true class has a tiny probability, then none at all."""
    for C in (3, 6):
        A, right = probabilities(rng, C, 1), int(rng.integers(C))
        Y = columns_of([right], C)
        A[right] = rng.uniform(1e-5, 1e-4)
        A[(right + 1) % C] += 1 - A.sum()
        yield call(A, Y)
        none = A.copy()
        none[right] = 0.0
        none[(right + 1) % C] += 1 - none.sum()
        yield ByProperties(call(none, Y), SIZE)


THREE = np.array([[0.5, 0.1, 0.2], [0.25, 0.7, 0.7], [0.25, 0.2, 0.1]])
RIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
LAST = np.array([[0.0], [0.0], [1.0]])
MANY = np.tile([[0.002, 0.004], [0.998, 0.996]], 70)
ALWAYS_FIRST = np.tile([[1.0], [0.0]], 140)

EXERCISE = exercise(
    cross_entropy,
    cases={"mean": mean_cases, "zeros": zero_cases, "impossible": impossible_cases},
    examples={
        "mean": [call(THREE, RIGHT), call(MANY, ALWAYS_FIRST)],
        "zeros": [call(np.array([[0.0], [0.8], [0.2]]), LAST)],
        "impossible": [
            call(np.array([[0.6], [0.3999], [0.0001]]), LAST),
            ByProperties(call(np.array([[0.6], [0.4], [0.0]]), LAST), SIZE),
        ],
    },
)
