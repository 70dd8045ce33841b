"""`minimum_probability`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

ODD, MANY = 2_001, 20_001
"""Odd, so that no exact probability is a share of so many trials."""


def minimum_probability(n: int, trials: int, rng: Generator) -> float:
    """Return the share of random symmetric matrices whose eigenvalues are all positive."""
    G = rng.standard_normal((trials, n, n))
    H = (G + G.transpose(0, 2, 1)) / 2
    eigenvalues = np.linalg.eigvalsh(H)
    minima = int(np.sum(np.all(eigenvalues > 0, axis=1)))
    return minima / trials


def seed(rng: Generator) -> SeededRng:
    """Return a generator with a seed of its own."""
    return SeededRng(int(rng.integers(2**31)))


def one_cases(rng: Generator) -> Iterator[Call]:
    """Yield one dimension, where a single number is positive half of the time."""
    yield call(1, ODD, seed(rng))


def more_cases(rng: Generator) -> Iterator[Call]:
    """Yield two and three dimensions, for which the exact probabilities are known."""
    for n in (2, 3):
        yield call(n, MANY, seed(rng))


def share_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield so few trials that a rounded share is none of theirs, and often a single one."""
    numbers = [*rng.choice(np.arange(41, 99, 2), 3, replace=False).tolist(), *[1] * 40]
    yield tuple(call(1, trials, seed(rng)) for trials in numbers)


def rng_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield one seed eight times, then eight others: chance gives one count once in 1e10."""
    first = seed(rng)
    yield tuple(call(1, 201, one) for one in (*[first] * 8, *(seed(rng) for _ in range(8))))


EXERCISE = exercise(
    minimum_probability,
    cases={"one": one_cases, "more": more_cases, "share": share_cases, "rng": rng_cases},
    examples={
        "one": [call(1, ODD, SeededRng(1))],
        "more": [call(2, MANY, SeededRng(2)), call(3, 2 * ODD - 1, SeededRng(4))],
        "share": [
            (call(1, 41, SeededRng(3)), *(call(1, 1, SeededRng(seed)) for seed in range(4, 8)))
        ],
        "rng": [tuple(call(1, 201, SeededRng(seed)) for seed in (*[5] * 8, *range(6, 14)))],
    },
)
