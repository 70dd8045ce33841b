"""`softmax`: from logits to probabilities; hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.softmax.probability_mistakes import MISTAKES
from grader_tests.topics.softmax.reference import softmax
from grader_tests.topics.softmax.shared import SHAPES, UNTOUCHED


def ordinary_cases(rng: Generator) -> Iterator[Case]:
    """Logits that no formula has trouble with."""
    for shape in SHAPES:
        yield Case("formula", (call(rng.uniform(-3, 3, shape)),))


def large_cases(rng: Generator) -> Iterator[Case]:
    """Far up, far down, both in one array, and both in one column."""
    for shape in SHAPES[:2]:
        for level in (1000.0, -1000.0):
            yield Case("large", (call(level + rng.uniform(-3, 3, shape)),))
    levels = rng.permutation([1000.0, -1000.0, 0.0, -1000.0, 1000.0])
    yield Case("large", (call(levels + rng.uniform(-3, 3, (3, 5))),))
    for height in (600.0, 1000.0):
        column = rng.permutation([height, -height, 0.0, height - 1])
        yield Case("large", (call(column[:, None] + rng.uniform(-1, 1, (4, 2))),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Small whole numbers, not all equal in a column."""
    for shape in SHAPES[:2]:
        Z = rng.integers(-2, 3, shape)
        Z[0], Z[1] = 1, 0
        yield Case("integers", (call(Z),))


FAR_APART = [[600.0, -1000.0], [-600.0, 1000.0], [0.0, -999.0]]

SOFTMAX = Exercise(
    "softmax",
    softmax,
    (
        Criterion(
            "formula",
            "In each column stand the probabilities of the classes, by the formula of softmax.",
            "Take the power of e of each logit and divide it by the sum of the powers in the same "
            "column. Then each column adds up to 1.",
            3,
            ordinary_cases,
        ),
        Criterion(
            "large",
            "The probabilities are right for logits around 1000 and -1000 too.",
            "The powers of e of such logits are `inf` or 0. Equal amounts may be subtracted from "
            "all logits of a column: choose the amount so that the largest exponent is 0.",
            2,
            large_cases,
        ),
        Criterion(
            "integers",
            "Whole numbers go in, and probabilities with decimals come out.",
            "The result must be an array of floats, whatever comes in: let the formula make the "
            "new array.",
            1,
            integer_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("formula", (call(np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]])),)),
        Case("large", (call(np.array([[1000.0, -1000.0], [999.0, -999.0], [998.0, -1001.0]])),)),
        Case("large", (call(np.array([[-1000.0], [-1001.0], [-1000.0]])),)),
        Case("large", (call(np.array(FAR_APART)),)),
        Case("large", (call(np.array([row[:1] for row in FAR_APART])),)),
        Case("integers", (call(np.array([[1, 0], [0, 0], [2, 1]])),)),
    ),
)
