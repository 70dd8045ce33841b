"""`zoom`: hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from course_lib.scales import place_on_scale, value_at_place
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise
from grader_tests.topics.hyperparameter_search.reference import zoom
from grader_tests.topics.hyperparameter_search.shared import space
from grader_tests.topics.hyperparameter_search.zoom_mistakes import MISTAKES

MIDDLE, LOW, HIGH = (0.2, 0.8), (0.01, 0.3), (0.7, 0.99)
"""Where on each axis the best points lie: those in the middle need no clipping."""


def a_search(rng: Generator, scales: tuple[str, ...], n: int, where: tuple[float, float]) -> Call:
    """`zoom` after a search of `n` points whose best lie between two shares of each axis.

    The first point of the list is none of them, and it is the next one after them.
    """
    keep = int(rng.integers(3, 6))
    places = rng.uniform(0, 1, (n, len(scales)))
    places[0] = 0.995 if where == LOW else 0.005
    best = rng.permutation(np.arange(1, n))[:keep]
    places[best] = rng.uniform(*where, (keep, len(scales)))
    scores = rng.uniform(3, 9, n)
    scores[0] = 2.5
    scores[best] = rng.uniform(-2, 2, keep)
    axes = space(rng, *scales)
    points = [
        {name: value(axis, share) for (name, axis), share in zip(axes.items(), row)}
        for row in places
    ]
    return call(axes, points, scores if rng.integers(2) else scores.tolist(), keep)


def value(axis: Any, share: float) -> float:
    """The value at a share of an axis, on its own scale."""
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    return float(value_at_place(first + share * (last - first), scale))


def range_cases(scale: str, rng: Generator) -> Iterator[Case]:
    """One axis, and several of the same scale, among them a long search; no end comes near."""
    for axes, n in ((1, 8), (2, 15), (3, 300)):
        yield Case(scale, (a_search(rng, (scale,) * axes, n, MIDDLE),))


def clipped_cases(rng: Generator) -> Iterator[Case]:
    """Linear axes, the best points at either end."""
    for where in (LOW, HIGH, LOW, HIGH):
        yield Case("clipped", (a_search(rng, ("linear",) * 2, 12, where),))


def example(criterion: str, axis: Any, values: Any, scores: Any, keep: int) -> Case:
    """A case that students see, with one axis."""
    return Case(criterion, (call({"x": axis}, [{"x": v} for v in values], scores, keep),))


RANGE_HINT = (
    "Work out one axis by hand: find the places of the `keep` best points, the lowest and the "
    "highest of them, and go a tenth of the axis further on each side."
)

ZOOM = Exercise(
    "zoom",
    zoom,
    (
        Criterion(
            "linear",
            "On a linear axis the new space goes round the best points, with a margin.",
            RANGE_HINT,
            2,
            partial(range_cases, "linear"),
        ),
        Criterion(
            "log",
            "On an axis with the scale `log` the margin is a tenth of the axis in exponents.",
            "From 0.0001 to 1 the axis is four decades long, so the margin is 0.4 decades: a "
            "factor of 2.5.",
            1,
            partial(range_cases, "log"),
        ),
        Criterion(
            "one_minus_log",
            "On an axis with the scale `one_minus_log` the margin is a tenth of the axis in "
            "exponents of `1 - value`.",
            "From 0.9 to 0.999 the axis is two decades of `1 - value` long, so the margin is 0.2 "
            "decades. The smaller value comes first.",
            1,
            partial(range_cases, "one_minus_log"),
        ),
        Criterion(
            "clipped",
            "The new space never reaches outside the old one.",
            "Where the margin goes past an end of the old axis, that end is the new end too.",
            1,
            clipped_cases,
        ),
        Criterion(
            UNCHANGED,
            "What is given stays as it was.",
            "Make a new dict for the result. `space[name] = ...`, `points.sort()`, `scores.sort()` "
            "and `scores.pop()` change what belongs to the caller.",
            1,
        ),
    ),
    MISTAKES,
    examples=(
        example("linear", (0.0, 10.0, "linear"), [9.0, 4.0, 6.0, 0.5, 5.0], [3, 1, 1.5, 2, 1.2], 3),
        example(
            "log",
            (0.0001, 1.0, "log"),
            [0.8, 0.003, 0.1, 0.0002, 0.01],
            [3.0, 1.0, 1.5, 2.0, 1.2],
            3,
        ),
        example(
            "one_minus_log",
            (0.0, 0.9999, "one_minus_log"),
            [0.1, 0.9, 0.99, 0.9995, 0.97],
            [3.0, 1.0, 1.5, 2.0, 1.2],
            3,
        ),
        example("clipped", (0.0, 10.0, "linear"), [9.0, 1.5, 0.5, 3.0], [2.0, 1.2, 1.0, 1.1], 3),
    ),
)
