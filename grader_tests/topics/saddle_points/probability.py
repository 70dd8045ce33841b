"""`minimum_probability`: a share of random matrices; hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.saddle_points.probability_mistakes import MISTAKES, minimum_probability

ODD, MANY = 2_001, 20_001
"""Odd, so that no exact probability is a share of so many trials."""


def seed(rng: Generator) -> SeededRng:
    """A seed of its own."""
    return SeededRng(int(rng.integers(2**31)))


def one_cases(rng: Generator) -> Iterator[Case]:
    """A single number is positive half of the time."""
    yield Case("one", (call(1, ODD, seed(rng)),), properties="share_of_minima")


def more_cases(rng: Generator) -> Iterator[Case]:
    """Two and three dimensions, for which the exact probabilities are known."""
    for n in (2, 3):
        yield Case("more", (call(n, MANY, seed(rng)),), properties="share_of_minima")


def share_cases(rng: Generator) -> Iterator[Case]:
    """Few trials, so few that a rounded share is none of theirs, and often a single one."""
    numbers = [*rng.choice(np.arange(41, 99, 2), 3, replace=False).tolist(), *[1] * 40]
    calls = tuple(call(1, trials, seed(rng)) for trials in numbers)
    yield Case("share", calls, properties="parts_of_trials")


def rng_cases(rng: Generator) -> Iterator[Case]:
    """One seed eight times, then eight others: chance gives one count once in 1e10."""
    first = seed(rng)
    calls = [call(1, 201, one) for one in (*[first] * 8, *(seed(rng) for _ in range(8)))]
    yield Case("rng", tuple(calls), properties="chance_from_rng")


MINIMUM_PROBABILITY = Exercise(
    "minimum_probability",
    minimum_probability,
    criteria=(
        Criterion(
            "one",
            "In one dimension half of all random curvatures are upward.",
            "For `n = 1` a matrix is a single number of the standard normal distribution, and its "
            "only eigenvalue is that number.",
            1,
            one_cases,
        ),
        Criterion(
            "more",
            "In two and three dimensions the share comes close to the exact probability.",
            "For every trial draw a new matrix, make it symmetric, and ask whether *all* its "
            "eigenvalues are positive.",
            3,
            more_cases,
        ),
        Criterion(
            "share",
            "The result is a float: how many matrices are minima, divided by `trials`.",
            "Count, then divide by the number of trials, and do not round.",
            1,
            share_cases,
        ),
        Criterion(
            "rng",
            "All chance comes from `rng`: the same generator gives the same result again.",
            "Draw with `rng.standard_normal(...)`, never with `np.random`, and make no generator "
            "of your own.",
            1,
            rng_cases,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("one", (call(1, ODD, SeededRng(1)),), properties="share_of_minima"),
        Case("more", (call(2, MANY, SeededRng(2)),), properties="share_of_minima"),
        Case("more", (call(3, 2 * ODD - 1, SeededRng(4)),), properties="share_of_minima"),
        Case(
            "share",
            (call(1, 41, SeededRng(3)), *(call(1, 1, SeededRng(seed)) for seed in range(4, 8))),
            properties="parts_of_trials",
        ),
        Case(
            "rng",
            tuple(call(1, 201, SeededRng(seed)) for seed in (*[5] * 8, *range(6, 14))),
            properties="chance_from_rng",
        ),
    ),
)
