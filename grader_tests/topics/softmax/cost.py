"""`cross_entropy`: the cost of probabilities; hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.softmax.cost_mistakes import MISTAKES
from grader_tests.topics.softmax.reference import cross_entropy, one_hot
from grader_tests.topics.softmax.shared import SHAPES, UNTOUCHED, answers, probabilities

SEEN = "cost_of_the_impossible"


def mean_cases(rng: Generator) -> Iterator[Case]:
    """Ordinary probabilities, several examples."""
    for C, m in SHAPES:
        yield Case("mean", (call(*answers(rng, C, m)),))


def zero_cases(rng: Generator) -> Iterator[Case]:
    """One example; a wrong class has the probability zero, and another one the largest."""
    for C in (3, 5, 10):
        place, right, likely = rng.permutation(C)[:3]
        A = rng.uniform(0.2, 1.0, (C, 1))
        A[place], A[right], A[likely] = 0.0, 0.0, 3.0
        A *= 0.8 / A.sum()
        A[right] = 0.2
        yield Case("zeros", (call(A, one_hot(np.array([right]), C)),))


def impossible_cases(rng: Generator) -> Iterator[Case]:
    """One example; the true class has a tiny probability, or none at all."""
    for C in (3, 6):
        A, right = probabilities(rng, C, 1), int(rng.integers(C))
        Y = one_hot(np.array([right]), C)
        A[right] = rng.uniform(1e-5, 1e-4)
        A[(right + 1) % C] += 1 - A.sum()
        yield Case("impossible", (call(A, Y),))
        none = A.copy()
        none[right] = 0.0
        none[(right + 1) % C] += 1 - none.sum()
        yield Case("impossible", (call(none, Y),), properties=SEEN)


THREE = np.array([[0.5, 0.1, 0.2], [0.25, 0.7, 0.7], [0.25, 0.2, 0.1]])
RIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
LAST = np.array([[0.0], [0.0], [1.0]])

CROSS_ENTROPY = Exercise(
    "cross_entropy",
    cross_entropy,
    (
        Criterion(
            "mean",
            "The cost is the mean, over the examples, of -log of the true class's probability.",
            "Take the example from the text and work through your lines by hand: first one "
            "probability for each example, then its logarithm, then the mean.",
            2,
            mean_cases,
        ),
        Criterion(
            "zeros",
            "A wrong class that has the probability 0 adds nothing to the cost.",
            "0 times the logarithm of 0 is `nan`. Pick out the probability of the true class "
            "first, and take the logarithm of that alone.",
            2,
            zero_cases,
        ),
        Criterion(
            "impossible",
            "A true class with a tiny probability costs much, and one with the probability 0 "
            "costs infinitely much.",
            "Nothing may be added to the probabilities and nothing may limit them from below, or "
            "at most by 1e-12.",
            1,
            impossible_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("mean", (call(THREE, RIGHT),)),
        Case("zeros", (call(np.array([[0.0], [0.8], [0.2]]), LAST),)),
        Case("impossible", (call(np.array([[0.6], [0.3999], [0.0001]]), LAST),)),
        Case("impossible", (call(np.array([[0.6], [0.4], [0.0]]), LAST),), properties=SEEN),
    ),
)
