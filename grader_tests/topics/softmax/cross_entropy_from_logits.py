"""`cross_entropy_from_logits`, the cost without the detour: reference, cases, worked examples.

Ordinary logits show the formula, a single example hides the mean, and logits of hundreds show what
overflows, or is lost, on the way through probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.softmax.common import SHAPES, columns_of, labels_of


def cross_entropy_from_logits(Z: Any, Y: Any) -> Any:
    """Return the mean of log(sum exp(z)) - z_true over the columns of the logits Z, (C, m)."""
    shifted = Z - Z.max(axis=0)
    of_true_class = np.sum(shifted * Y, axis=0)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=0)) - of_true_class)


def logits(rng: Generator, C: int, m: int) -> Any:
    """Return logits of ordinary size, none of whose columns adds up to nearly 0, (C, m)."""
    return rng.uniform(0.3, 2.5, (C, m)) * rng.choice([-1.0, 1.0, 1.0], (C, m))


def ordinary(rng: Generator, C: int, labels: Any) -> Call:
    """Draw logits with which no true class is nearly certain, or nearly excluded.

    So it makes no difference if 1e-8 is added to its probability; if 1e-7 is, it always does. The
    true class of a single example is not that of the largest logit: its own would be 0 once the
    largest is subtracted, and would not be missed.
    """
    Z, again = np.zeros((C, len(labels))), np.arange(len(labels))
    while again.size:
        Z[:, again] = logits(rng, C, again.size)
        powers = np.exp(Z)
        own = powers[labels, np.arange(len(labels))] / powers.sum(axis=0)
        is_largest = labels == Z.argmax(axis=0) if len(labels) == 1 else False
        again = np.flatnonzero((own < 0.13) | (own > 0.7) | is_largest)
    return call(Z, columns_of(labels, C))


def cases_of_one(rng: Generator) -> Iterator[Call]:
    """Yield calls with a single example."""
    for C in (3, 4, 10):
        yield ordinary(rng, C, rng.integers(0, C, 1))


def cases_of_many(rng: Generator) -> Iterator[Call]:
    """Yield calls with several examples."""
    for C, m in SHAPES:
        yield ordinary(rng, C, labels_of(rng, C, m))


def cases_of_large(rng: Generator) -> Iterator[Call]:
    """Yield one example that is surely wrong, its logits at a level that e cannot be raised to.

    In pairs, the second example is at the other end of the scale: one number cannot serve both. In
    others, the true class is not far behind the largest logit, but some class is, or most are.
    """
    for C in (3, 5):
        wrong = np.linspace(0.0, 2000.0, C)
        for level in (1000.0, -1000.0):
            Z = (wrong + level + rng.uniform(0, 5, C))[:, None]
            yield call(Z, columns_of(np.array([0]), C))
        apart = np.stack([wrong + 4000.0, wrong[::-1] - 6000.0], axis=1)
        yield call(apart + rng.uniform(0, 5, (C, 2)), columns_of(np.array([0, C - 1]), C))
    for behind in FAR_BEHIND:
        Z = np.array([[-100.0], [0.0], *([behind] for _ in range(2))]) + rng.uniform(0, 5, (4, 1))
        yield call(Z, columns_of(np.array([0]), 4))


def cases_of_integers(rng: Generator) -> Iterator[Call]:
    """Yield logits and answers that are whole numbers, as ordinary as those of one example."""
    for C in (3, 6):
        Z = rng.permutation(np.arange(1, C + 1))[:, None]
        second_or_third = np.flatnonzero((Z[:, 0] < C) & (Z[:, 0] > C - 3))
        yield call(Z, columns_of(rng.choice(second_or_third, 1), C).astype(np.int64))


FAR_BEHIND = (-900.0, -2400.0)
"""Logits of two of four classes; of the second only, even the mean is far behind the largest."""

ONE = np.array([[2.0], [1.0], [0.5]]), np.array([[0.0], [1.0], [0.0]])
MANY = (
    np.array([[2.0, 0.5, -1.0, 1.0], [1.0, 3.0, 0.5, 2.0], [0.5, 1.0, 2.0, 0.3]]),
    np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]),
)
LARGE = np.array([[1000.0], [3000.0], [1500.0]]), np.array([[1.0], [0.0], [0.0]])
SMALL = np.array([[-3000.0], [-1000.0], [-2500.0]]), np.array([[1.0], [0.0], [0.0]])
APART = (
    np.array([[4000.0, -4000.0], [6000.0, -6000.0], [4500.0, -5500.0]]),
    np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]),
)
WHOLE = np.array([[2], [1], [3]]), np.array([[0], [1], [0]])

EXERCISE = exercise(
    cross_entropy_from_logits,
    cases={
        "one": cases_of_one,
        "many": cases_of_many,
        "large": cases_of_large,
        "integers": cases_of_integers,
    },
    examples={
        "one": [call(*ONE)],
        "many": [call(*MANY)],
        "large": [
            call(*LARGE),
            call(*SMALL),
            call(*APART),
            *(
                call(np.array([[-100.0], [0.0], [z], [z]]), columns_of(np.array([0]), 4))
                for z in FAR_BEHIND
            ),
        ],
        "integers": [call(*WHOLE)],
    },
)
