"""What the exercises on softmax have in common: probabilities, one-hot columns, words."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

from grader_tests.engine.exercise import UNCHANGED, Criterion
from grader_tests.topics.softmax.reference import one_hot

SHAPES = ((3, 5), (4, 2), (10, 300))
"""Classes and examples; none square, the last one big."""


def labels_of(rng: Generator, C: int, m: int) -> Any:
    """Labels in a random order, the last class among them."""
    labels = rng.integers(0, C, m)
    labels[rng.integers(m)] = C - 1
    return labels


def probabilities(rng: Generator, C: int, m: int) -> Any:
    """Columns that add up to 1, each entry at least a fifth of an equal share."""
    shares = rng.uniform(0.2, 1.0, (C, m))
    return shares / shares.sum(axis=0)


def answers(rng: Generator, C: int, m: int) -> tuple[Any, Any]:
    """Probabilities A, and the right answers Y."""
    return probabilities(rng, C, m), one_hot(labels_of(rng, C, m), C)


UNTOUCHED = Criterion(
    UNCHANGED,
    "The arrays that are given stay as they were.",
    "Make a new array for each result. `-=`, `*=` and an assignment to `[...]` write into the "
    "array itself, and the arguments belong to the caller.",
    1,
)

NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."
