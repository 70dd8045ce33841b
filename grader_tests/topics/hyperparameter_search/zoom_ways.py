"""Wrong ways to zoom, from which the known mistakes in `zoom` are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.scales import place_on_scale, value_at_place
from grader_tests.engine.exercise import Function
from grader_tests.topics.hyperparameter_search.reference import MARGIN, best_points, zoom
from grader_tests.topics.hyperparameter_search.shared import without_warnings


def with_ends(ends: Callable[[Any], Any]) -> Function:
    """A `zoom` whose low and high end on an axis are `ends(shares)`, shares of the axis.

    `shares` are those of the best points, on the axis's own scale.
    """

    def wrong(space: Any, points: Any, scores: Any, keep: int) -> Any:
        best = best_points(points, scores, keep)
        return {
            name: (*_values(ends(_shares(best, name, axis)), axis), axis[2])
            for name, axis in space.items()
        }

    return without_warnings(wrong)


def _shares(best: Any, name: str, axis: Any) -> Any:
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    return (np.array([place_on_scale(point[name], scale) for point in best]) - first) / (
        last - first
    )


def _values(shares: Any, axis: Any) -> Any:
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    return (float(value_at_place(first + share * (last - first), scale)) for share in shares)


def clipped(left: Any, right: Any) -> Any:
    """Ends that stay on the axis."""
    return max(0.0, left), min(1.0, right)


def with_scores(change: Callable[[Any, int], Any]) -> Function:
    """A `zoom` that sees other scores, or another `keep`: `change(scores, keep)` gives both."""

    def wrong(space: Any, points: Any, scores: Any, keep: int) -> Any:
        return zoom(space, points, *change(np.asarray(scores), keep))

    return wrong


def with_range(change: Callable[[Any, float, float], Any]) -> Function:
    """A `zoom` whose ends are `change(axis, lowest, highest)`, made from the best values alone."""

    def wrong(space: Any, points: Any, scores: Any, keep: int) -> Any:
        best = best_points(points, scores, keep)
        ranges = {name: [point[name] for point in best] for name in space}
        return {
            name: (*change(axis, min(ranges[name]), max(ranges[name])), axis[2])
            for name, axis in space.items()
        }

    return without_warnings(wrong)


def linear_margin(axis: Any, lowest: float, highest: float) -> Any:
    """A tenth of high - low."""
    low, high, _ = axis
    margin = MARGIN * (high - low)
    return max(low, lowest - margin), min(high, highest + margin)


def one_tenth_of_a_unit(axis: Any, lowest: float, highest: float) -> Any:
    """0.1 on the scale, whatever its length."""
    low, high, scale = axis
    left, right = (place_on_scale(v, scale) for v in (lowest, highest))
    left = max(place_on_scale(low, scale), left - MARGIN)
    right = min(place_on_scale(high, scale), right + MARGIN)
    return float(value_at_place(left, scale)), float(value_at_place(right, scale))


def ten_percent_of_the_value(axis: Any, lowest: float, highest: float) -> Any:
    """0.9 times the lowest, 1.1 times the highest."""
    low, high, _ = axis
    return max(low, 0.9 * lowest), min(high, 1.1 * highest)


def places(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """Ends on the scale, not turned back into values."""
    ends = zoom(space, points, scores, keep)
    return {
        name: (*(float(place_on_scale(end, s)) for end in (low, high)), s)
        for name, (low, high, s) in ends.items()
    }


def shares(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """Ends between 0 and 1, not turned back into values."""
    best = best_points(points, scores, keep)
    made = {name: _shares(best, name, axis) for name, axis in space.items()}
    return {
        name: (*map(float, clipped(s.min() - MARGIN, s.max() + MARGIN)), space[name][2])
        for name, s in made.items()
    }


def with_scales_kept(function: Function, scales: Any) -> Function:
    """`function` with other scales inside, and the right ones in what it returns."""

    def wrong(space: Any, points: Any, scores: Any, keep: int) -> Any:
        other = {name: (low, high, scales.get(s, s)) for name, (low, high, s) in space.items()}
        found = function(other, points, scores, keep)
        return {name: (*found[name][:2], axis[2]) for name, axis in space.items()}

    return without_warnings(wrong)


def reversed_results(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """High before low where 1 - value is on a logarithmic scale."""
    return {
        name: (high, low, scale) if scale == "one_minus_log" else (low, high, scale)
        for name, (low, high, scale) in zoom(space, points, scores, keep).items()
    }


def without_scale(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """Only (low, high)."""
    return {name: axis[:2] for name, axis in zoom(space, points, scores, keep).items()}


def space_in_place(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """Writes the new ends into the caller's space."""
    space.update(zoom(space, points, scores, keep))
    return space


def scores_sorted(space: Any, points: Any, scores: Any, keep: int) -> Any:
    """Sorts the caller's points and scores."""
    found = zoom(space, points, scores, keep)
    order = np.argsort(scores)
    points[:] = [points[i] for i in order]
    scores[:] = [scores[i] for i in order]
    return found
