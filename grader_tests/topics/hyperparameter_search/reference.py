"""The search functions as the course teaches them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.scales import Axis, Point, Space, place_on_scale, value_at_place

MARGIN = 0.1
"""How much of the whole axis `zoom` adds on each side."""


def sample_log_uniform(low: float, high: float, n: int, rng: Generator) -> Any:
    """10**r, the exponent r uniform."""
    return 10.0 ** rng.uniform(np.log10(low), np.log10(high), n)


def sample_momentum(low: float, high: float, n: int, rng: Generator) -> Any:
    """1 - 10**r, the exponent r of 1 - beta uniform."""
    return 1.0 - 10.0 ** rng.uniform(np.log10(1 - high), np.log10(1 - low), n)


def grid_points(space: Space, per_axis: int) -> list[Point]:
    """Every combination of `per_axis` values an axis, in equal steps on its scale."""
    axes = [grid_values(axis, per_axis) for axis in space.values()]
    return [dict(zip(space, values)) for values in product(*axes)]


def grid_values(axis: Axis, per_axis: int) -> Any:
    """Equal steps on the axis's own scale, both ends in."""
    low, high, scale = axis
    places = np.linspace(place_on_scale(low, scale), place_on_scale(high, scale), per_axis)
    return value_at_place(places, scale).tolist()


def random_points(space: Space, n: int, rng: Generator) -> list[Point]:
    """`n` points, each value drawn uniformly on its own scale."""
    columns = {name: random_values(axis, n, rng) for name, axis in space.items()}
    return [{name: float(columns[name][i]) for name in space} for i in range(n)]


def random_values(axis: Axis, n: int, rng: Generator) -> Any:
    """`n` values of one axis."""
    low, high, scale = axis
    places = rng.uniform(place_on_scale(low, scale), place_on_scale(high, scale), n)
    return value_at_place(places, scale)


def random_search(
    objective: Callable[[Point], float], space: Space, n: int, rng: Generator
) -> tuple[Point, float, list[tuple[Point, float]]]:
    """Each of `n` random points tried once; the lowest score wins."""
    history = [(point, objective(point)) for point in random_points(space, n, rng)]
    best, score = min(history, key=lambda entry: entry[1])
    return best, score, history


def best_points(points: Sequence[Point], scores: Any, keep: int) -> list[Point]:
    """The `keep` points of the lowest scores."""
    return [points[i] for i in np.argsort(scores)[:keep]]


def zoom(space: Space, points: Sequence[Point], scores: Any, keep: int) -> dict[str, Axis]:
    """On each axis the range of the best points, a margin on each side, never outside."""
    best = best_points(points, scores, keep)
    return {name: zoom_axis(axis, [point[name] for point in best]) for name, axis in space.items()}


def zoom_axis(axis: Axis, values: Any) -> Axis:
    """The range of `values` with its margin, on the axis's own scale."""
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    shares = (place_on_scale(np.array(values, dtype=float), scale) - first) / (last - first)
    left = max(0.0, shares.min() - MARGIN)
    right = min(1.0, shares.max() + MARGIN)
    ends = (value_at_place(first + share * (last - first), scale) for share in (left, right))
    return (*map(float, ends), scale)  # type: ignore[return-value]
