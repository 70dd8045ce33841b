"""`grid_points`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from course_lib.scales import Point, Space, place_on_scale, value_at_place
from grader_tests.engine.definition import exercise
from grader_tests.topics.hyperparameter_search.common import SCALES, axis, space


def grid_points(space: Space, per_axis: int) -> list[Point]:
    """Return all combinations of each axis's `per_axis` values, equal steps on its own scale."""
    axes = []
    for low, high, scale in space.values():
        places = np.linspace(place_on_scale(low, scale), place_on_scale(high, scale), per_axis)
        axes.append(value_at_place(places, scale))
    return [dict(zip(space, values)) for values in product(*axes)]


def combination_cases(rng: Generator) -> Iterator[Call]:
    """Yield grids of one to six axes; where their values are does not count.

    The first has numbers of both signs, between which there are no equal ratios.
    """
    low, high = -rng.uniform(5, 20), rng.uniform(5, 20)
    yield call({"beta": (float(low), float(high), "linear")}, 5)
    for scales, per_axis in ((SCALES[:2], 3), (SCALES, 4), (SCALES * 2, 3)):
        yield call(space(rng, *rng.permutation(scales).tolist()), per_axis)


def value_cases(scale: str, rng: Generator) -> Iterator[Call]:
    """Yield grids of one axis, with few values and with many; two would always have equal steps.

    The last grid has integers as ends; the values between must not be cut to integers.
    """
    low = int(rng.integers(1, 4))
    ends = {"linear": (low, low + 7), "log": (low, 1000 * low), "one_minus_log": (0, 0.99)}
    for per_axis in (3, int(rng.integers(4, 9)), 50):
        name = str(rng.choice(["learning_rate", "beta", "decay_rate"]))
        yield call({name: axis(rng, scale)}, per_axis)
    yield call({"size": (*ends[scale], scale)}, 4)


def shown(per_axis: int, **axes: Any) -> Call:
    """Return a call for a grid over these axes."""
    return call(axes, per_axis)


EXERCISE = exercise(
    grid_points,
    cases={
        "combinations": combination_cases,
        "linear": partial(value_cases, "linear"),
        "log": partial(value_cases, "log"),
        "one_minus_log": partial(value_cases, "one_minus_log"),
    },
    examples={
        "combinations": [
            shown(3, x=(0.0, 10.0, "linear"), y=(-1.0, 1.0, "linear")),
            shown(
                2, x=(0.0, 10.0, "linear"), y=(0.01, 1.0, "log"), z=(0.9, 0.999, "one_minus_log")
            ),
            shown(4, x=(0.0, 6.0, "linear")),
        ],
        "linear": [shown(3, x=(0.0, 10.0, "linear")), shown(4, x=(1, 2, "linear"))],
        "log": [
            shown(3, learning_rate=(0.01, 1.0, "log")),
            shown(4, learning_rate=(1, 1000, "log")),
        ],
        "one_minus_log": [
            shown(3, beta=(0.9, 0.999, "one_minus_log")),
            shown(4, beta=(0, 0.999, "one_minus_log")),
        ],
    },
)
