"""Known mistakes in `random_points`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.scales import place_on_scale, value_at_place
from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.hyperparameter_search.reference import grid_points, random_points
from grader_tests.topics.hyperparameter_search.shared import (
    ALL_LINEAR,
    ALL_LOG,
    LINEAR_EVERYWHERE,
    LOG_AS_LINEAR,
    NINES_AS_LINEAR,
    NINES_AS_LOG,
    NO_RETURN,
    ONLY_LOG,
    ONLY_NINES,
    in_space,
    returns_none,
    values_of,
    without_warnings,
)

SPREAD, OUT = ("spread",), ("inside", "spread")
SEEN = ("form", "inside", "spread", "apart", "chance")
EVERYTHING = (*SEEN, UNCHANGED)
SHAPE = ("form", "inside", "spread", "apart")


def as_places(space: Any, n: int, rng: Generator) -> Any:
    """Places on the scale, not turned back."""
    return [
        {name: float(place_on_scale(value, space[name][2])) for name, value in point.items()}
        for point in random_points(space, n, rng)
    ]


def without_one_minus(space: Any, n: int, rng: Generator) -> Any:
    """1 - value where that is what the scale is about."""
    nines = {name for name, axis in space.items() if axis[2] == "one_minus_log"}
    return [
        {name: 1 - value if name in nines else value for name, value in point.items()}
        for point in random_points(space, n, rng)
    ]


def one_draw(space: Any, n: int, rng: Generator) -> Any:
    """The same share of the way on every axis."""
    points = []
    for share in rng.uniform(0, 1, n):
        point = {}
        for name, (low, high, scale) in space.items():
            first, last = place_on_scale(low, scale), place_on_scale(high, scale)
            point[name] = float(value_at_place(first + share * (last - first), scale))
        points.append(point)
    return points


def from_a_grid(space: Any, n: int, rng: Generator) -> Any:
    """Points of a grid, in any order."""
    grid = grid_points(space, max(2, round(n ** (1 / len(space)))))
    return [grid[i] for i in rng.integers(0, len(grid), n)]


def as_columns(space: Any, n: int, rng: Generator) -> Any:
    """One dict of arrays."""
    points = random_points(space, n, rng)
    return {name: values_of(points, name) for name in space}


def space_changed(space: Any, n: int, rng: Generator) -> Any:
    """Puts what was drawn into the caller's space."""
    points = random_points(space, n, rng)
    space.update(points[-1])
    return points


MISTAKES = (
    Mistake("linear_everywhere", LINEAR_EVERYWHERE, in_space(random_points, ALL_LINEAR), SPREAD),
    Mistake("log_as_linear", LOG_AS_LINEAR, in_space(random_points, ONLY_NINES), SPREAD),
    Mistake("nines_as_linear", NINES_AS_LINEAR, in_space(random_points, ONLY_LOG), SPREAD),
    Mistake("nines_as_log", NINES_AS_LOG, in_space(random_points, ALL_LOG), SPREAD),
    Mistake(
        "as_places",
        "What comes back are places on the scale, such as exponents. Turn each place back into "
        "the value that lies there.",
        without_warnings(as_places),
        OUT,
    ),
    Mistake(
        "without_one_minus",
        "On the axes with the scale `one_minus_log` your values are those of `1 - value`. Take "
        "them away from one once more.",
        without_one_minus,
        OUT,
    ),
    Mistake(
        "one_draw",
        "All axes of a point share one random number, so the points lie on a line through the "
        "space. Draw anew for each axis.",
        one_draw,
        ("apart",),
    ),
    Mistake(
        "same_point",
        "All your points are the same: one was drawn before the loop. Draw inside it. If you do, "
        "look whether you append one and the same dict again and again.",
        lambda space, n, rng: random_points(space, 1, rng) * n,
        ("spread", "apart"),
    ),
    Mistake(
        "from_a_grid",
        "Your points are points of a grid, and some come twice. Draw each value anywhere between "
        "`low` and `high`.",
        from_a_grid,
        ("spread", "apart"),
    ),
    Mistake(
        "own_chance",
        "Your points do not come from `rng`: two calls with the same seed give different ones, "
        "so no search could be repeated. Draw with the `rng` that comes in.",
        lambda space, n, rng: random_points(space, n, np.random.default_rng()),
        ("chance",),
    ),
    Mistake(
        "always_the_same",
        "Your points are the same whatever `rng` is: a generator with a fixed seed is made inside "
        "the function. Use the `rng` that comes in.",
        lambda space, n, rng: random_points(space, n, np.random.default_rng(0)),
        ("chance",),
    ),
    Mistake(
        "fixed_for_each_point",
        "A generator with a fixed seed is made inside the loop, so every point is the first that "
        "it draws. Use the `rng` that comes in.",
        lambda space, n, rng: random_points(space, 1, np.random.default_rng(0)) * n,
        ("spread", "apart", "chance"),
    ),
    Mistake(
        "one_too_many",
        "There is one point too many: `n` counts them all.",
        lambda space, n, rng: random_points(space, n + 1, rng),
        ("form",),
    ),
    Mistake(
        "single_point",
        "One point comes back, and `n` is never used. Return a list of `n` of them.",
        lambda space, n, rng: random_points(space, 1, rng)[0],
        SHAPE,
    ),
    Mistake(
        "as_columns",
        "What comes back is one dict with many values for each name. Return a list with one dict "
        "for each point.",
        as_columns,
        SHAPE,
    ),
    Mistake(
        "as_tuples",
        "Your points are tuples without names. Each point is a dict: the names are those of the "
        "space.",
        lambda space, n, rng: [tuple(p.values()) for p in random_points(space, n, rng)],
        SHAPE,
    ),
    Mistake(
        "space_changed",
        "`space` is changed, so the caller's bounds and scales are gone. Put what you draw into a "
        "new dict.",
        space_changed,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
