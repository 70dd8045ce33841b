"""`escape_step`: the reference and the known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake


def first_true(outside: Any) -> int | None:
    """The index of the first True, or None."""
    return int(np.argmax(outside)) if outside.any() else None


def distances(path: Any) -> Any:
    """How far each point is from the first."""
    return np.linalg.norm(path - path[0], axis=1)


def escape_step(path: Any, radius: float) -> int | None:
    """The first t at which the path is further than `radius` from where it began."""
    return first_true(distances(path) > radius)


def otherwise(value: Callable[[Any], Any]) -> Function:
    """The reference with another answer for a path that never leaves."""

    def wrong(path: Any, radius: float) -> Any:
        t = escape_step(path, radius)
        return value(path) if t is None else t

    return wrong


def shifted(by: int) -> Function:
    """The reference counted from another number."""

    def wrong(path: Any, radius: float) -> Any:
        t = escape_step(path, radius)
        return None if t is None else t + by

    return wrong


def last_crossing(path: Any, radius: float) -> int | None:
    """The first step after which the path stays outside."""
    inside = distances(path) <= radius
    return None if inside[-1] else len(path) - int(np.argmax(inside[::-1]))


def in_place(path: Any, radius: float) -> int | None:
    """The start is taken away from the very array that came in."""
    path -= path[0].copy()
    return first_true(np.linalg.norm(path, axis=1) > radius)


def measured(distance: Callable[[Any], Any]) -> Function:
    """The first t at which another distance is more than the radius."""
    return lambda path, radius: first_true(distance(path) > radius)


def step_lengths(path: Any) -> Any:
    """How long the step to each point was."""
    return np.append(0.0, np.linalg.norm(np.diff(path, axis=0), axis=1))


ALL = ("first", "distance", "start", "return", "never", "edge", UNCHANGED)

MISTAKES = (
    Mistake(
        "from_origin",
        "You measure the distance from the origin. The path may start anywhere: measure it from "
        "`path[0]`.",
        measured(lambda path: np.linalg.norm(path, axis=1)),
        ("start",),
    ),
    Mistake(
        "step_length",
        "You measure how long each single step is. What counts is how far the point is from the "
        "start of the path.",
        measured(step_lengths),
        ("first", "distance", "start", "edge"),
    ),
    Mistake(
        "way_travelled",
        "You measure the length of the way, with all its turns. What counts is the straight line "
        "back to the start.",
        measured(lambda path: np.cumsum(step_lengths(path))),
        ("return", "edge"),
    ),
    Mistake(
        "squared",
        "You compare the *square* of the distance with the radius. Take the root of the sum of the "
        "squares first.",
        measured(lambda path: distances(path) ** 2),
        ("first", "distance", "start", "edge"),
    ),
    Mistake(
        "sum_of_coordinates",
        "You add up the coordinates' distances. The straight line is the root of the sum of their "
        "squares.",
        measured(lambda path: np.abs(path - path[0]).sum(axis=1)),
        ("distance", "edge"),
    ),
    Mistake(
        "largest_coordinate",
        "You only look at the coordinate that is furthest away. The straight line is the root of "
        "the sum of all squares.",
        measured(lambda path: np.abs(path - path[0]).max(axis=1)),
        ("distance", "edge"),
    ),
    Mistake(
        "first_coordinate",
        "You only look at the first coordinate. The path may leave in any direction: take all "
        "coordinates into the distance.",
        measured(lambda path: np.abs(path - path[0])[:, 0]),
        ("first", "distance", "start", "return", "edge"),
    ),
    Mistake(
        "on_the_edge",
        "You already count a point that is exactly `radius` away. Outside means more than that: "
        "compare `>` with `>=`.",
        lambda path, radius: first_true(distances(path) >= radius),
        ("edge",),
    ),
    Mistake(
        "one_late",
        "Your result is one too many. The start is number 0, so the index in `path` is the number "
        "of steps.",
        shifted(1),
        ALL,
    ),
    Mistake(
        "one_early",
        "Your result is one too few: it is the last point inside. Return the number of the first "
        "one outside.",
        shifted(-1),
        ALL,
    ),
    Mistake(
        "for_good",
        "You look for the moment after which the path never comes back. The first time outside "
        "counts, even if the path returns.",
        last_crossing,
        ("return",),
    ),
    Mistake(
        "last_outside",
        "Your loop goes on after it has found a point outside, so the last one wins. Return the "
        "first.",
        lambda path, radius: max(np.flatnonzero(distances(path) > radius).tolist(), default=None),
        ("first", "distance", "start", "return", "never"),
    ),
    Mistake(
        "counts_inside",
        "You count the points inside. That is right only for a path that leaves once and stays "
        "away: look for the first point outside instead.",
        lambda path, radius: int(np.sum(distances(path) <= radius)),
        ("return", "never"),
    ),
    Mistake(
        "all_outside",
        "You return all points outside. Only the number of the first one is asked for, as an int.",
        lambda path, radius: np.flatnonzero(distances(path) > radius),
        ALL,
    ),
    Mistake(
        "zero_for_never",
        "For a path that never leaves you return 0: `np.argmax` gives 0 when nothing is True. Ask "
        "with `np.any` first, and return `None` if there is nothing.",
        otherwise(lambda path: 0),
        ("never",),
    ),
    Mistake(
        "minus_one_for_never",
        "For a path that never leaves you return -1. Here the sign for never is `None`.",
        otherwise(lambda path: -1),
        ("never",),
    ),
    Mistake(
        "length_for_never",
        "For a path that never leaves you return the number of its points, as if it had left "
        "after the last one. Return `None`.",
        otherwise(len),
        ("never",),
    ),
    Mistake(
        "last_for_never",
        "For a path that never leaves you return its last step, as if it had left there. Return "
        "`None`.",
        otherwise(lambda path: len(path) - 1),
        ("never",),
    ),
    Mistake(
        "gives_up_early",
        "The function gives up at the first point that is still inside. Only when the loop has "
        "seen *all* points may it return `None`: that line comes after the loop.",
        lambda path, radius: None,
        ALL,
    ),
    Mistake(
        "other_axis",
        "The norm goes down the columns, over all points at once. With `axis=1` it goes along the "
        "rows, and there is one distance for each point.",
        measured(lambda path: np.linalg.norm(path - path[0], axis=0)),
        ALL,
    ),
    Mistake(
        "in_place",
        "`path -= path[0]` changes the caller's own path. Write `path - path[0]`, which makes a "
        "new array.",
        in_place,
        (UNCHANGED,),
    ),
)
