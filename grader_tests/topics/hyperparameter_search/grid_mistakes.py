"""Known mistakes in `grid_points`."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import Any

import numpy as np

from course_lib.scales import place_on_scale, value_at_place
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.hyperparameter_search.reference import grid_points, grid_values
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
    SCALES,
    in_space,
    returns_none,
    without_warnings,
)

VALUES = SCALES
COMBINED = ("combinations",)
SCALED = ("log", "one_minus_log")
EVERYTHING = (*COMBINED, *VALUES, UNCHANGED)


def grid_of(values: Function) -> Function:
    """A grid of the values that `values(axis, per_axis)` gives for each axis."""

    def wrong(space: Any, per_axis: int) -> Any:
        axes = [values(axis, per_axis) for axis in space.values()]
        return [dict(zip(space, map(float, point))) for point in product(*axes)]

    return without_warnings(wrong)


def with_places(places: Function) -> Function:
    """A grid whose places on each axis's own scale are `places(first, last, per_axis)`."""

    def values(axis: Any, per_axis: int) -> Any:
        low, high, scale = axis
        first, last = place_on_scale(low, scale), place_on_scale(high, scale)
        return value_at_place(places(first, last, per_axis), scale)

    return grid_of(values)


def middles(first: float, last: float, n: int) -> Any:
    """The middles of n equal pieces."""
    return first + (last - first) * (np.arange(n) + 0.5) / n


def not_turned_back(axis: Any, per_axis: int) -> Any:
    """The places themselves: exponents, numbers of nines."""
    low, high, scale = axis
    return np.linspace(place_on_scale(low, scale), place_on_scale(high, scale), per_axis)


def without_one_minus(axis: Any, per_axis: int) -> Any:
    """Of 1 - value, the value is forgotten."""
    values = np.array(grid_values(axis, per_axis))
    return 1 - values if axis[2] == "one_minus_log" else values


def bounds_as_exponents(axis: Any, per_axis: int) -> Any:
    """np.logspace of the bounds, which takes exponents."""
    low, high, scale = axis
    match scale:
        case "log":
            return np.logspace(low, high, per_axis)
        case "one_minus_log":
            return 1 - np.logspace(1 - low, 1 - high, per_axis)
    return np.linspace(low, high, per_axis)


def paired(space: Any, per_axis: int) -> Any:
    """The first values of all axes together, the second ones, ..."""
    axes = [grid_values(axis, per_axis) for axis in space.values()]
    return [dict(zip(space, values)) for values in zip(*axes)]


def one_at_a_time(space: Any, per_axis: int) -> Any:
    """One axis moves, the others stay at their low end."""
    lows = {name: float(axis[0]) for name, axis in space.items()}
    return [{**lows, name: value} for name in space for value in grid_values(space[name], per_axis)]


def same_dict(space: Any, per_axis: int) -> Any:
    """One dict that is filled again and again."""
    points = grid_points(space, per_axis)
    return [points[-1]] * len(points)


def as_columns(space: Any, per_axis: int) -> Any:
    """The values of each axis, not put together."""
    return {name: grid_values(axis, per_axis) for name, axis in space.items()}


def as_tuples(space: Any, per_axis: int) -> Any:
    """Points without names."""
    return [tuple(point.values()) for point in grid_points(space, per_axis)]


def written_over(space: Any, per_axis: int) -> Any:
    """Puts the axes' values into the caller's space."""
    points = grid_points(space, per_axis)
    for name, one in list(space.items()):
        space[name] = grid_values(one, per_axis)
    return points


MISTAKES = (
    Mistake("linear_everywhere", LINEAR_EVERYWHERE, in_space(grid_points, ALL_LINEAR), SCALED),
    Mistake("log_as_linear", LOG_AS_LINEAR, in_space(grid_points, ONLY_NINES), ("log",)),
    Mistake(
        "nines_as_linear", NINES_AS_LINEAR, in_space(grid_points, ONLY_LOG), ("one_minus_log",)
    ),
    Mistake("nines_as_log", NINES_AS_LOG, in_space(grid_points, ALL_LOG), ("one_minus_log",)),
    Mistake(
        "not_turned_back",
        "What comes back are places on the scale, such as exponents. Turn each place back into "
        "the value that lies there.",
        grid_of(not_turned_back),
        SCALED,
    ),
    Mistake(
        "without_one_minus",
        "On the axes with the scale `one_minus_log` your values are those of `1 - value`. Take "
        "them away from one once more.",
        grid_of(without_one_minus),
        ("one_minus_log",),
    ),
    Mistake(
        "bounds_as_exponents",
        "`low` and `high` are used as exponents of ten. They are values: `np.logspace` takes "
        "exponents, so take the logarithm of the bounds first.",
        grid_of(bounds_as_exponents),
        SCALED,
    ),
    Mistake(
        "high_left_out",
        "The high end of each axis is missing: the steps stop one short of it, as `np.arange` "
        "does. Both ends belong to the grid.",
        with_places(partial(np.linspace, endpoint=False)),
        VALUES,
    ),
    Mistake(
        "middles",
        "Your values are the middles of equal pieces, so neither end of the axis is among them. "
        "Both ends belong to the grid.",
        with_places(middles),
        VALUES,
    ),
    Mistake(
        "one_value_more",
        "Each axis has one value more than `per_axis`: you count steps. `per_axis` counts values, "
        "both ends among them.",
        with_places(lambda first, last, n: np.linspace(first, last, n + 1)),
        EVERYTHING,
    ),
    Mistake(
        "at_random",
        "Your values are drawn at random. A grid has equal steps on each axis, always the same.",
        with_places(lambda first, last, n: np.random.default_rng(0).uniform(first, last, n)),
        VALUES,
    ),
    Mistake(
        "paired",
        "The first values of all axes make one point, the second values the next, and so on. In "
        "a grid every value of one axis meets every value of the others.",
        paired,
        COMBINED,
    ),
    Mistake(
        "one_at_a_time",
        "Only one axis moves at a time while the others stay at their low ends. In a grid every "
        "value of one axis meets every value of the others.",
        one_at_a_time,
        COMBINED,
    ),
    Mistake(
        "same_dict",
        "All points in the list are one and the same dict, filled again and again, so all show "
        "the last values. Make a new dict for each point, inside the loop.",
        same_dict,
        EVERYTHING,
    ),
    Mistake(
        "as_columns",
        "What comes back is one dict with a list for each axis. Return a list with one dict for "
        "each point of the grid.",
        as_columns,
        EVERYTHING,
    ),
    Mistake(
        "as_tuples",
        "Your points are tuples without names. Each point is a dict: the names are those of the "
        "space.",
        as_tuples,
        EVERYTHING,
    ),
    Mistake(
        "written_over",
        "`space` is changed: axes are taken out of it (`pop`, `del`), or values are written into "
        "it, so the caller's bounds and scales are gone. Only read from it.",
        written_over,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
