"""`zoom`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from course_lib.scales import Axis, Point, Space, place_on_scale, value_at_place
from grader_tests.engine.definition import ByProperties, exercise
from grader_tests.topics.hyperparameter_search.common import space

Shares = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

MIDDLE: Shares = ((0.2, 0.25), (0.35, 0.65), (0.75, 0.8))
LOW: Shares = ((0.01, 0.08), (0.12, 0.24), (0.26, 0.3))
HIGH: Shares = ((0.92, 0.99), (0.76, 0.88), (0.7, 0.74))
"""Where on each axis the best point is, those after it, and the last of those that are kept.

So the best and the last each end the range on one side. At an end of the axis, the margin of the
best goes past it and is clipped.
"""


def zoom(space: Space, points: Sequence[Point], scores: Any, keep: int) -> dict[str, Axis]:
    """Return the range of the best points on each axis, a tenth of the axis wider on each side."""
    best = np.argsort(scores)[:keep]
    zoomed = {}
    for name, (low, high, scale) in space.items():
        first, last = place_on_scale(low, scale), place_on_scale(high, scale)
        places = [place_on_scale(points[i][name], scale) for i in best]
        margin = 0.1 * (last - first)
        left = max(first, min(places) - margin)
        right = min(last, max(places) + margin)
        ends = float(value_at_place(left, scale)), float(value_at_place(right, scale))
        zoomed[name] = (*ends, scale)
    return zoomed


def a_search(
    rng: Generator,
    scales: tuple[str, ...],
    n: int,
    where: Shares,
    *,
    tie: bool = False,
) -> Call:
    """Draw a search of `n` points, the best of them at these shares of each axis, to zoom in on.

    The first point of the list is not among the best but comes next after them. None of the other
    points is near the high end, so that all points together do not fill the axis. A tie is neither
    between the best nor the last that are kept, so that it does not matter which comes first.
    """
    keep = int(rng.integers(4, 6))
    places = rng.uniform(0, 0.85, (n, len(scales)))
    places[0] = 0.995 if where == LOW else 0.005
    best = rng.permutation(np.arange(1, n))[:keep]
    first, between, last = where
    places[best] = rng.uniform(*between, (keep, len(scales)))
    places[best[0]], places[best[-1]] = (rng.uniform(*ends, len(scales)) for ends in (first, last))
    if where == MIDDLE:
        turned = rng.random(len(scales)) < 0.5
        places[np.ix_(best, turned)] = 1 - places[np.ix_(best, turned)]
    scores = rng.uniform(3, 9, n)
    scores[0] = 2.5
    scores[best] = np.sort(rng.uniform(-2, 2, keep))
    if tie:
        scores[best[2]] = scores[best[1]]
    axes = space(rng, *scales)
    points = [
        {name: value(axis, share) for (name, axis), share in zip(axes.items(), row)}
        for row in places
    ]
    return call(axes, points, scores if where == HIGH else scores.tolist(), keep)


def value(axis: Axis, share: float) -> float:
    """Return the value at a share of an axis, on its own scale."""
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    return float(value_at_place(first + share * (last - first), scale))


def range_cases(scale: str, rng: Generator) -> Iterator[Call]:
    """Yield searches on one to three axes of a scale, with the best points far from the ends.

    On linear axes, two of the best have the same score.
    """
    for axes, n in ((1, 8), (2, 15), (3, 300)):
        yield a_search(rng, (scale,) * axes, n, MIDDLE, tie=scale == "linear")


def clipped_cases(rng: Generator) -> Iterator[Call | ByProperties]:
    """Yield searches on linear axes, with the best points at either end."""
    for where in (LOW, HIGH, LOW, HIGH):
        yield a_search(rng, ("linear",) * 2, 12, where)
    yield after_another_axis(rng, a_search(rng, ("linear",), 12, LOW))


def after_another_axis(rng: Generator, search: Call) -> ByProperties:
    """Return a search with a logarithmic axis first; the axis after it has a scale of its own.

    Only the latter is compared: what becomes of a logarithmic axis is another criterion.
    """
    axes, points, scores, keep = search.args
    first = space(rng, "log").popitem()[1]
    shares = rng.uniform(0.2, 0.8, len(points))
    wider = [{"size": value(first, share), **point} for share, point in zip(shares, points)]
    return ByProperties(call({"size": first, **axes}, wider, scores, keep), "last_axis")


def shown(axis: Axis, values: list[float], scores: list[float], keep: int = 3) -> Call:
    """Return a call with one axis."""
    return call({"x": axis}, [{"x": value} for value in values], scores, keep)


SCORES = [3.0, 1.0, 1.5, 2.0, 1.2]

Y = {"linear": (-1.0, 1.0), "log": (0.01, 10.0), "one_minus_log": (0.2, 0.998)}


def shown_plane(axis: Axis, values: list[float], others: list[float]) -> Call:
    """Return a call with two axes of the same scale, and two points to keep."""
    axes = {"x": axis, "y": (*Y[axis[2]], axis[2])}
    points = [{"x": x, "y": y} for x, y in zip(values, others)]
    return call(axes, points, np.array(SCORES), 2)


EXERCISE = exercise(
    zoom,
    cases={
        "linear": partial(range_cases, "linear"),
        "log": partial(range_cases, "log"),
        "one_minus_log": partial(range_cases, "one_minus_log"),
        "clipped": clipped_cases,
    },
    examples={
        "linear": [
            shown((0.0, 10.0, "linear"), [8.0, 4.0, 6.0, 0.5, 5.0], [3, 1, 1.5, 2, 1.2]),
            shown((0.0, 10.0, "linear"), [8.0, 4.0, 6.0, 0.5, 5.0], [3, 1, 1, 2, 1]),
            shown_plane((0.0, 8.0, "linear"), [7, 3, 6, 1, 5], [0.9, 0.2, -0.8, 0.7, -0.3]),
        ],
        "log": [
            shown((0.0001, 1.0, "log"), [0.2, 0.003, 0.1, 0.0002, 0.01], SCORES),
            shown_plane((0.001, 1.0, "log"), [0.5, 0.02, 0.3, 0.002, 0.1], [5, 0.3, 0.02, 8, 1]),
        ],
        "one_minus_log": [
            shown((0.05, 0.9999, "one_minus_log"), [0.1, 0.9, 0.99, 0.9995, 0.97], SCORES),
            shown_plane(
                (0.1, 0.9995, "one_minus_log"),
                [0.2, 0.9, 0.99, 0.999, 0.97],
                [0.3, 0.95, 0.4, 0.99, 0.8],
            ),
        ],
        "clipped": [
            shown((0.0, 10.0, "linear"), [9.0, 1.5, 0.5, 3.0], [2.0, 1.2, 1.0, 1.1]),
            shown((0.0, 10.0, "linear"), [2.0, 8.0, 9.5, 7.0], [2.0, 1.2, 1.0, 1.1]),
            ByProperties(
                call(
                    {"rate": (0.01, 1.0, "log"), "x": (-5.0, 5.0, "linear")},
                    [{"rate": 0.05, "x": -4.5}, {"rate": 0.2, "x": 3.0}, {"rate": 0.5, "x": -2.0}],
                    [1.0, 3.0, 2.0],
                    2,
                ),
                "last_axis",
            ),
        ],
    },
)
