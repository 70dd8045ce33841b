"""`dropout`: reference, hidden cases and worked examples.

Where all draws are small nothing is dropped, which leaves only the factor to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

SHAPES = ((4, 7), (3, 1), (12, 40))
"""Units and examples; one example alone, the last one big."""


def dropout(A: Any, draws: Any, keep: float, training: bool) -> Any:
    """Return A with each value dropped unless its draw is below `keep`, and the others scaled."""
    if not training:
        return A
    return A * (draws < keep) / keep


def values(rng: Generator, shape: tuple[int, int]) -> Any:
    """Return activations of either sign, none of them near zero."""
    return rng.uniform(0.3, 1.0, shape) * rng.choice([-1.0, 1.0], shape)


def mixed_draws(rng: Generator, shape: tuple[int, int], keep: float) -> Any:
    """Return draws of which about half are below `keep`, the first of them above, the last below.

    They are far enough from it, and from 1 - keep and 0.5, to be clearly on one side.
    """
    edges = np.sort([0.0, min(keep, 1 - keep), 0.5, max(keep, 1 - keep), 1.0])
    gap = rng.integers(0, 4, shape)
    draws = edges[gap] + (edges[gap + 1] - edges[gap]) * rng.uniform(0.2, 0.8, shape)
    draws.flat[0], draws.flat[-1] = (1 + keep) / 2, keep / 2
    draws.flat[1] = (min(keep, 1 - keep) + 0.5) / 2
    return draws


def any_keep(rng: Generator) -> float:
    """Return a share to keep, clearly above or below a half."""
    return float(rng.choice([rng.uniform(0.2, 0.35), rng.uniform(0.65, 0.85)]))


def training_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in training, in which some values are dropped."""
    for shape in SHAPES:
        for keep in (float(rng.uniform(0.2, 0.35)), float(rng.uniform(0.65, 0.85))):
            yield call(values(rng, shape), mixed_draws(rng, shape, keep), keep=keep, training=True)


def scale_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in training with a luck so good that nothing is dropped."""
    for shape in SHAPES:
        keep = any_keep(rng)
        draws = rng.uniform(0.0, 0.15, shape)
        yield call(values(rng, shape), draws, keep=keep, training=True)


def inference_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in use and, so that `A` alone is no answer, one in which all draws are high."""
    for shape in SHAPES:
        keep = any_keep(rng)
        yield call(values(rng, shape), mixed_draws(rng, shape, keep), keep=keep, training=False)
    draws = rng.uniform(0.88, 0.99, SHAPES[0])
    yield call(values(rng, SHAPES[0]), draws, keep=any_keep(rng), training=True)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield whole numbers in training; nothing is dropped, and all are scaled."""
    for shape in SHAPES[:2]:
        A = rng.integers(1, 9, shape)
        yield call(
            A, rng.uniform(0.0, 0.15, shape), keep=float(rng.uniform(0.65, 0.85)), training=True
        )


A = np.array([[1.0, -2.0, 3.0, 0.5], [4.0, 5.0, -6.0, 0.2]])
DRAWS = np.array([[0.9, 0.35, 0.1, 0.22], [0.6, 0.05, 0.7, 0.1]])
LUCKY = np.array([[0.1, 0.05, 0.12, 0.03], [0.02, 0.11, 0.07, 0.09]])
ONE = np.array([[3.0], [1.0], [-2.0]]), np.array([[0.85], [0.4], [0.1]])

EXERCISE = exercise(
    dropout,
    cases={
        "training": training_cases,
        "scale": scale_cases,
        "inference": inference_cases,
        "integers": integer_cases,
    },
    examples={
        "training": [
            call(A, DRAWS, keep=0.8, training=True),
            call(A, DRAWS, keep=0.25, training=True),
            call(*ONE, keep=0.75, training=True),
        ],
        "scale": [
            call(A, LUCKY, keep=0.8, training=True),
            call(A, LUCKY, keep=0.25, training=True),
        ],
        "inference": [
            call(A, DRAWS, keep=0.8, training=False),
            call(*ONE, keep=0.25, training=False),
            call(A, 0.9 + LUCKY / 2, keep=0.8, training=True),
        ],
        "integers": [call(np.array([[1, 2], [3, 5]]), LUCKY[:, :2], keep=0.8, training=True)],
    },
)
