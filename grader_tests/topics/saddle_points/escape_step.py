"""`escape_step`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, exercise


def escape_step(path: Any, radius: float) -> int | None:
    """Return the smallest t with norm(path[t] - path[0]) > radius, or None."""
    for t in range(len(path)):
        if np.linalg.norm(path[t] - path[0]) > radius:
            return t
    return None


def growing(steps: int, reach: float) -> Any:
    """Return distances that grow from 0 to `reach`, slowly at first."""
    return np.linspace(0, 1, steps + 1) ** 2 * reach


def along_last_axis(values: Any, n: int) -> Any:
    """Return a path in n dimensions on which only the last coordinate changes."""
    path = np.zeros((len(values), n))
    path[:, -1] = values
    return path


def radius_before(rng: Generator, path: Any, t: int) -> float:
    """Return a radius that a growing path is first outside of at step t, with room around it."""
    near, far = np.linalg.norm(path[t - 1 : t + 1] - path[0], axis=1)
    return float(near + rng.uniform(0.3, 0.7) * (far - near))


def first_cases(rng: Generator) -> Iterator[Call | ByProperties]:
    """Yield paths from the origin straight out along one axis, the first or the last.

    One of them is outside at its last point only. The shortest shows the type of the result too.
    """
    for n, steps in ((1, 6), (2, 12), (3, 400)):
        path = along_last_axis(growing(steps, 20.0), n)[:, :: -1 if n == 2 else 1]
        t = int(rng.integers(steps // 2, steps - 1))
        yield call(path, radius_before(rng, path, t))
    path = along_last_axis(growing(5, 20.0), 1)
    yield call(path, radius_before(rng, path, 5))
    yield ByProperties(call(path, radius_before(rng, path, 3)), "an_integer")


def distance_cases(rng: Generator) -> Iterator[Call]:
    """Yield paths straight out across the axes, where other ways to measure differ."""
    for n, steps in ((2, 200), (4, 50), (60, 80)):
        reach = float(rng.uniform(30.0, 50.0))
        path = growing(steps, reach)[:, None] * rng.choice([-1.0, 1.0], n) / np.sqrt(n)
        t = int(rng.integers(2 * steps // 3, steps - 5))
        yield call(path, radius_before(rng, path, t))


def start_cases(rng: Generator) -> Iterator[Call]:
    """Yield paths from a start that is further from the origin than the radius."""
    for n, steps in ((2, 30), (3, 60)):
        path = along_last_axis(growing(steps, 20.0), n)
        t = int(rng.integers(steps // 2, steps - 1))
        start = rng.choice([-1.0, 1.0], n) * rng.uniform(90, 99, n)
        yield call(path + start, radius_before(rng, path, t))


def return_cases(rng: Generator) -> Iterator[Call]:
    """Yield paths back and forth inside, then out, back, and out again.

    They stay inside for more steps than they are outside in all, which is not the answer. The last
    one ends where it began.
    """
    for n in (1, 2):
        inside, outside = int(rng.integers(3, 7)) * [0.5, -0.5], [2.0, 2.0, 2.0]
        values = [0.0, *inside, *outside, *inside, *inside, 3.0, 3.0]
        yield call(along_last_axis(values, n), 1.5)
    yield call(along_last_axis([0.0, *inside, *outside, *inside, 0.0], 2), 1.5)


def never_cases(rng: Generator) -> Iterator[Call]:
    """Yield paths always inside, or at rest; and, for comparison, one that gets out."""
    for n in (1, 3):
        path = along_last_axis(growing(20, 1.0), n)
        yield call(path, float(rng.uniform(1.2, 2.0)))
    yield call(np.zeros((1, 2)), 0.5)
    yield call(np.zeros((5, 2)), 0.1)
    out = along_last_axis([0.0] * 4 + [4.0] * 5, 1)
    yield call(out, float(rng.uniform(0.5, 0.9)))


def edge_cases(rng: Generator) -> Iterator[Call]:
    """Yield points exactly on the edge: 3, 4 and 5 make a right-angled triangle.

    The last point is outside by the mean of its coordinates, and one of them is 0.
    """
    for scale in (1.0, 2.0):
        path = scale * np.array([[0, 0], [1, 1], [3, 4], [3, 4], [4, 4], [5, 5], [0, 12]])
        signs = rng.choice([-1.0, 1.0], 2)
        yield call(signs * path, 5.0 * scale)
        yield call(signs * path[:, ::-1], 5.0 * scale)


EXERCISE = exercise(
    escape_step,
    cases={
        "first": first_cases,
        "distance": distance_cases,
        "start": start_cases,
        "return": return_cases,
        "never": never_cases,
        "edge": edge_cases,
    },
    examples={
        "first": [
            call(np.array([[0.0], [1.0], [2.0], [4.0], [8.0]]), 2.5),
            call(np.array([[0.0, 0.0, 0.0], [0, 0, 1.5], [0, 0, 3.5], [0, 0, 6.0]]), 2.0),
            call(np.array([[0.0, 0.0], [1.5, 0.0], [3.0, 0.5], [6.0, 0.5]]), 2.0),
            call(np.array([[0.0], [1.0], [1.5], [3.0]]), 2.0),
            ByProperties(call(np.array([[0.0], [2.0], [4.0]]), 3.0), "an_integer"),
        ],
        "distance": [call(4.0 * np.array([[0.0, 0.0], [1, -1], [2, -2], [3, -3], [5, -5]]), 15.0)],
        "start": [call(np.array([[7.0, 7.0], [7, 8], [7, 10], [7, 12]]), 2.5)],
        "return": [
            call(np.array([[0.0], [-1.0], [1.0], [2.0], [0.0], [2.0]]), 1.5),
            call(np.array([[0.0], [-1.0], [2.0], [0.5], [0.0]]), 1.5),
        ],
        "never": [call(np.array([[0.0], [0.5], [0.8]]), 1.0), call(np.array([[3.0, 2.0]]), 0.5)],
        "edge": [call(np.array([[0.0, 0.0], [3.0, 4.0], [4.0, 4.0]]), 5.0)],
    },
)
