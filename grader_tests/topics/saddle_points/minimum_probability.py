"""`minimum_probability`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, Calls, exercise

FEW, ODD, ENOUGH, MANY = 11, 2_001, 10_001, 20_001
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


def single_trials(seeds: Iterable[SeededRng]) -> Iterator[Call]:
    """Yield calls with one trial in one dimension, half of which are minima."""
    return (call(1, 1, one) for one in seeds)


def one_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield one dimension, where a single number is positive half of the time."""
    yield call(1, ODD, seed(rng)), *single_trials(seed(rng) for _ in range(40))


def more_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield two and three dimensions, for which the exact probabilities are known.

    With so many trials, what two mistakes give differs by at least six standard deviations. A share
    of few trials is another number, except for a function that always returns the same. Four
    dimensions show who knows the first three by heart, and other numbers how H is made of G. In
    four, hardly one in 400 is a minimum, so it would take many trials to notice twice as many.
    """
    for n in (2, 3):
        yield call(n, MANY, seed(rng)), call(n, FEW, seed(rng))
    yield (call(4, ODD, seed(rng)),)
    yield (call(2, ENOUGH, uneven(int(rng.integers(2**31)))),)


def uneven(number: int) -> CourseFunction:
    """Return a generator of numbers that are not normal."""
    return CourseFunction("uneven_rng", {"seed": number})


def share_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield so few trials that no rounded share is one of theirs, and often a single one.

    Where 99 trials with other seeds give other shares, so do single trials, unless one is missing.
    In four dimensions there are so many that some are minima, though hardly one in 400 is. In two,
    half of all numbers of positive eigenvalues are odd: 30 times, they are no whole matrices.
    """
    few = [trials for trials in range(41, 99, 2) if trials % 5]
    calls = [call(1, trials, seed(rng)) for trials in rng.choice(few, 3, replace=False).tolist()]
    calls += [call(1, 99, seed(rng)) for _ in range(15)]
    calls += [call(2, 201, seed(rng)) for _ in range(30)]
    yield *calls, *single_trials(seed(rng) for _ in range(40))
    yield (call(4, MANY, seed(rng)),)


def rng_cases(rng: Generator) -> Iterator[Calls]:
    """Yield one seed eight times, then 40 others: chance gives one count once in 1e10.

    There are 40, for who decides all trials by one matrix has only two results for them. Single
    trials show which result never changes at all.
    """
    seeds = [seed(rng)] * 8 + [seed(rng) for _ in range(40)]
    yield *(call(1, 201, one) for one in seeds), *single_trials(seed(rng) for _ in range(40))
    yield ByProperties(call(2, ODD, uneven(int(rng.integers(2**31)))), "numbers_from_rng")


def seeds(first: int, end: int) -> list[SeededRng]:
    """Return generators with the seeds from `first` to before `end`."""
    return [SeededRng(number) for number in range(first, end)]


EXERCISE = exercise(
    minimum_probability,
    cases={"one": one_cases, "more": more_cases, "share": share_cases, "rng": rng_cases},
    examples={
        "one": [(call(1, ODD, SeededRng(1)), *single_trials(seeds(4, 44)))],
        "more": [
            (call(2, MANY, SeededRng(2)), call(2, FEW, SeededRng(3))),
            (call(3, 2 * ODD - 1, SeededRng(4)), call(3, FEW, SeededRng(5))),
            (call(4, ODD, SeededRng(6)),),
            (call(2, ENOUGH, uneven(8)),),
        ],
        "share": [
            (
                call(1, 41, SeededRng(3)),
                *(call(1, 99, one) for one in seeds(4, 8)),
                *single_trials(seeds(4, 44)),
            ),
            (call(4, MANY, SeededRng(6)),),
        ],
        "rng": [
            (
                *(call(1, 201, one) for one in [SeededRng(5)] * 8 + seeds(6, 14)),
                *single_trials(seeds(4, 44)),
            ),
            ByProperties(call(2, ODD, uneven(9)), "numbers_from_rng"),
        ],
    },
)
