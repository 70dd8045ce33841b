"""`random_points`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np  # noqa: F401  for known mistakes
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Call, call
from course_lib.scales import Space, place_on_scale, value_at_place
from grader_tests.engine.definition import ByProperties, Calls, exercise
from grader_tests.topics.hyperparameter_search.common import (
    SCALES,
    many_seeds,
    seed,
    space,
    two_seeds,
)

MANY = 800
"""How many points it takes to show how they are spread."""
SEVERAL = 200
"""How many show whether the same numbers come again."""


def random_points(space: Space, n: int, rng: Generator) -> list[dict[str, float]]:
    """Return `n` points, each value drawn evenly on its axis's own scale."""
    points = [dict.fromkeys(space, 0.0) for _ in range(n)]
    for name, (low, high, scale) in space.items():
        places = rng.uniform(place_on_scale(low, scale), place_on_scale(high, scale), n)
        for point, value in zip(points, value_at_place(places, scale)):
            point[name] = float(value)
    return points


def form_cases(rng: Generator) -> Iterator[Call]:
    """Yield a few points and more, with one axis and more."""
    for axes, n in ((1, 1), (2, 5), (3, 60)):
        yield call(space(rng, *SCALES[:axes]), n, seed(rng))


def inside_cases(rng: Generator) -> Iterator[Call]:
    """Yield many points, so that some come close to each end."""
    for _ in range(2):
        yield call(space(rng, *SCALES), MANY, seed(rng))


def spread_cases(rng: Generator) -> Iterator[Call]:
    """Yield spaces with all scales, in random order."""
    for _ in range(2):
        yield call(space(rng, *rng.permutation(SCALES).tolist()), MANY, seed(rng))


def apart_cases(rng: Generator) -> Iterator[Call]:
    """Yield linear axes, where no scale can go wrong."""
    yield call(space(rng, "linear", "linear"), MANY, seed(rng))


def chance_cases(rng: Generator) -> Iterator[Calls]:
    """Yield one seed twice, then others; and two seeds with many points."""
    axes = space(rng, *SCALES)
    yield tuple(call(axes, 9, one) for one in many_seeds(rng))
    yield ByProperties(tuple(call(axes, SEVERAL, one) for one in two_seeds(rng)), "points_anew")


BOTH: Any = {"learning_rate": (0.0001, 0.5, "log"), "beta": (0.1, 0.999, "one_minus_log")}
LINEAR: Any = {"x": (0.0, 10.0, "linear"), "y": (-1.0, 1.0, "linear")}

EXERCISE = exercise(
    random_points,
    cases={
        "form": form_cases,
        "inside": inside_cases,
        "spread": spread_cases,
        "apart": apart_cases,
        "chance": chance_cases,
    },
    examples={
        "form": [call(BOTH, 5, SeededRng(1)), call({"x": LINEAR["x"]}, 1, SeededRng(4))],
        "inside": [call(BOTH, MANY, SeededRng(1))],
        "spread": [call(BOTH, MANY, SeededRng(1)), call(LINEAR, MANY, SeededRng(2))],
        "apart": [call(LINEAR, MANY, SeededRng(3))],
        "chance": [
            tuple(call(LINEAR, 3, SeededRng(number)) for number in (1, *range(1, 9))),
            ByProperties(
                tuple(call(LINEAR, SEVERAL, SeededRng(number)) for number in (3, 5)), "points_anew"
            ),
        ],
    },
)
