"""`escape_step`: when a path has left the plateau; hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise
from grader_tests.topics.saddle_points.escape_mistakes import MISTAKES, distances, escape_step


def growing(steps: int, reach: float) -> Any:
    """Distances that grow from 0 to `reach`, first slowly."""
    return np.linspace(0, 1, steps + 1) ** 2 * reach


def along_last_axis(values: Any, n: int) -> Any:
    """A path in n dimensions on which only the last coordinate changes."""
    path = np.zeros((len(values), n))
    path[:, -1] = values
    return path


def radius_before(rng: Generator, path: Any, t: int) -> float:
    """A radius that a growing path is first outside of at step t, with room on both sides."""
    near, far = distances(path)[t - 1 : t + 1]
    return float(near + rng.uniform(0.3, 0.7) * (far - near))


def first_cases(rng: Generator) -> Iterator[Case]:
    """From the origin straight out along one axis."""
    for n, steps in ((1, 6), (2, 12), (3, 400)):
        path = along_last_axis(growing(steps, 20.0), n)
        t = int(rng.integers(steps // 2, steps - 1))
        yield Case("first", (call(path, radius_before(rng, path, t)),))


def distance_cases(rng: Generator) -> Iterator[Case]:
    """From the origin straight out, but across the axes, where other ways to measure differ."""
    for n, steps in ((2, 200), (4, 50), (60, 80)):
        reach = float(rng.uniform(30.0, 50.0))
        path = growing(steps, reach)[:, None] * rng.choice([-1.0, 1.0], n) / np.sqrt(n)
        t = int(rng.integers(2 * steps // 3, steps - 5))
        yield Case("distance", (call(path, radius_before(rng, path, t)),))


def start_cases(rng: Generator) -> Iterator[Case]:
    """From a start that is further from the origin than the radius."""
    for n, steps in ((2, 30), (3, 60)):
        path = along_last_axis(growing(steps, 20.0), n)
        t = int(rng.integers(steps // 2, steps - 1))
        start = rng.choice([-1.0, 1.0], n) * rng.uniform(90, 99, n)
        yield Case("start", (call(path + start, radius_before(rng, path, t)),))


def return_cases(rng: Generator) -> Iterator[Case]:
    """To and fro inside, then out, back, and out again: the first time counts."""
    for n in (1, 2):
        inside, outside = int(rng.integers(2, 6)) * [0.5, -0.5], [2.0, 2.0, 2.0]
        values = [0.0, *inside, *outside, *inside, *inside, 3.0, 3.0]
        yield Case("return", (call(along_last_axis(values, n), 1.5),))


def never_cases(rng: Generator) -> Iterator[Case]:
    """Always inside, or at rest; and, for comparison, one that gets out."""
    for n in (1, 3):
        path = along_last_axis(growing(20, 1.0), n)
        yield Case("never", (call(path, float(rng.uniform(1.2, 2.0))),))
    yield Case("never", (call(np.zeros((1, 2)), 0.5),))
    yield Case("never", (call(np.zeros((5, 2)), 0.1),))
    out = along_last_axis([0.0] * 4 + [4.0] * 5, 1)
    yield Case("never", (call(out, float(rng.uniform(0.5, 0.9))),))


def edge_cases(rng: Generator) -> Iterator[Case]:
    """Exactly on the edge is not outside: 3, 4 and 5 make a right-angled triangle."""
    for scale in (1.0, 2.0):
        path = scale * np.array([[0, 0], [1, 1], [3, 4], [3, 4], [4, 4]])
        signs = rng.choice([-1.0, 1.0], 2)
        yield Case("edge", (call(signs * path, 5.0 * scale),))
        yield Case("edge", (call(signs * path[:, ::-1], 5.0 * scale),))


ESCAPE_STEP = Exercise(
    "escape_step",
    escape_step,
    criteria=(
        Criterion(
            "first",
            "The result is the number of the first point outside; the start is number 0.",
            "Row `t` of `path` is where the method stands after `t` steps: return `t` itself.",
            2,
            first_cases,
        ),
        Criterion(
            "distance",
            "Distance is the straight line: the root of the sum of the squares.",
            "`np.linalg.norm` of a vector is this root. For a whole array of vectors in rows it "
            "needs `axis=1`.",
            1,
            distance_cases,
        ),
        Criterion(
            "start",
            "Distance is measured from the start of the path, wherever that is.",
            "Subtract `path[0]` from every point before you measure.",
            1,
            start_cases,
        ),
        Criterion(
            "return",
            "If the path comes back and leaves again, the first time counts.",
            "Return as soon as you have found a point outside, and look no further.",
            1,
            return_cases,
        ),
        Criterion(
            "never",
            "For a path that never leaves, the result is `None`.",
            "Ask first whether any point is outside. If a loop ends without finding one, return "
            "`None` after it.",
            1,
            never_cases,
        ),
        Criterion(
            "edge",
            "A point exactly on the edge is not outside yet.",
            "Outside means *more* than `radius` away.",
            1,
            edge_cases,
        ),
        Criterion(
            UNCHANGED,
            "The path that is given stays as it was.",
            "`path -= path[0]` writes into the array that belongs to the caller. Write "
            "`path - path[0]`, which makes a new one.",
            1,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("first", (call(np.array([[0.0], [1.0], [2.0], [4.0], [8.0]]), 3.0),)),
        Case("distance", (call(4.0 * np.array([[0.0, 0.0], [1, -1], [2, -2], [3, -3]]), 15.0),)),
        Case("start", (call(np.array([[7.0, 7.0], [7, 8], [7, 10], [7, 12]]), 2.5),)),
        Case("return", (call(np.array([[0.0], [-1.0], [1.0], [2.0], [0.0], [2.0]]), 1.5),)),
        Case("never", (call(np.array([[0.0], [0.5], [0.8]]), 1.0),)),
        Case("edge", (call(np.array([[0.0, 0.0], [3.0, 4.0], [4.0, 4.0]]), 5.0),)),
    ),
)
