"""Name curves inside the axes, beside their ends or along them, where nothing else is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from course_lib.plots.fonts import columns
from course_lib.plots.style import PATH

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""The left, lower, right and upper edge of a name, in shares of the axes' width and height."""

SIZE, LEADING = 10.0, 1.25
INCHES_PER_CHARACTER = 0.078
"""Size of a name in points, and what it takes in inches."""

BOLD = 1.12
"""How much wider bold letters are."""

THINNEST = 1.5
"""Thinner lines are one of a group, which has no single end."""

LONGEST = 30
"""Characters of a name; a longer one would reach over half of the axes."""

DISTANCE = 0.02
"""From a curve's end to its name, as a share of the axes' width."""


NEAR = ((0.85, 0), (-0.85, 0), (0, 1), (0.6, 1), (1.4, 0), (-1.4, 0))
"""Where a name may be, from a point of its curve: so many of its heights up, half widths across."""


def name_inside(ax: Axes, curves: Mapping[str, Any]) -> list[str]:
    """Write the names of curves beside their ends, and return those for which there was room."""
    drawn = _drawn(ax, ax.lines)
    taken: dict[str, Box] = {}
    for name, curve in curves.items():
        if not _has_an_end(curve) or columns(name) > LONGEST:
            continue
        free = (box for box in _places(ax, curve, name) if _is_free(box, drawn, [*taken.values()]))
        if (box := next(free, None)) is None:
            continue
        taken[name] = box
    for name, box in taken.items():
        _write(ax, curves[name], name, box)
    return [*taken]


def name_along(ax: Axes, curves: Mapping[str, Any]) -> bool:
    """Write the names of all curves above or below them, if each finds room near it alone."""
    drawn = _drawn(ax, ax.lines)
    taken: dict[str, Box] = {}
    for name, curve in curves.items():
        if not _has_an_end(curve) or columns(name) > LONGEST:
            return False
        others = _drawn(ax, [line for line in ax.lines if line is not curve])
        free = (
            box
            for box in _places_along(ax, curve, name)
            if _is_free(box, drawn, [*taken.values()]) and _is_free(_higher(box), others, [])
        )
        if (box := next(free, None)) is None:
            return False
        taken[name] = box
    for name, box in taken.items():
        _write(ax, curves[name], name, box)
    return True


def _write(ax: Axes, curve: Any, name: str, box: Box) -> None:
    left, low, _, high = box
    look: dict[str, Any] = {"color": curve.get_color(), "fontweight": "bold", "va": "center"}
    ax.text(left, (low + high) / 2, name, transform=ax.transAxes, fontsize=SIZE, **look)
    if isinstance(curve.get_markevery(), tuple):
        curve.set_marker("None")


def _drawn(ax: Axes, lines: Any) -> Array:
    """Return points on all the lines, close together."""
    ways = [_densely(seen_points(ax, line)) for line in lines]
    return np.vstack([way for way in ways if len(way)] or [np.empty((0, 2))])


def seen_points(ax: Axes, line: Any) -> Array:
    """Return the points of a line that lie in the axes, in shares of their width and height."""
    points = line.get_transform().transform(np.asarray(line.get_path().vertices))
    shares: Array = ax.transAxes.inverted().transform(points)
    return shares[np.isfinite(shares).all(axis=1) & (abs(shares - 0.5) < 0.52).all(axis=1)]


def _has_an_end(curve: Any) -> bool:
    return (
        isinstance(curve, Line2D)
        and curve.get_gid() != PATH
        and curve.get_linestyle() not in ("None", "none", "")
        and curve.get_linewidth() >= THINNEST
    )


def _places(ax: Axes, curve: Any, name: str) -> list[Box]:
    """Return the places for a name beside the curve's end, below and above it, the best first."""
    points = seen_points(ax, curve)
    if not len(points):
        return []
    long, high = _size(ax, name)
    x, y = points[-1]
    middles = ((x + DISTANCE, y), (x - DISTANCE, y - 1.1 * high), (x - DISTANCE, y + 1.1 * high))
    return [(left, mid - high / 2, left + long, mid + high / 2) for left, mid in middles]


def _places_along(ax: Axes, curve: Any, name: str) -> list[Box]:
    """Return places above, below and beside the curve, the nearest first, from right to left."""
    points = _densely(seen_points(ax, curve))[::-1]
    long, high = _size(ax, name)
    some = points[:: max(1, len(points) // 60)]
    centres = [
        (x + across * (long / 2 + DISTANCE), y + up * high) for up, across in NEAR for x, y in some
    ]
    return [(x - long / 2, y - high / 2, x + long / 2, y + high / 2) for x, y in centres]


def _size(ax: Axes, name: str) -> tuple[float, float]:
    """Return the width and height of a name, in shares of the axes'."""
    figure: Any = ax.get_figure(root=True)
    width, height = figure.get_size_inches()
    grid = ax.get_subplotspec().get_gridspec()  # type: ignore[union-attr]
    long = BOLD * INCHES_PER_CHARACTER * columns(name) / (0.8 * width / grid.ncols)
    return long, SIZE * LEADING / 72 / (0.78 * height / grid.nrows)


def _higher(box: Box) -> Box:
    """Return a box with a margin in which no other curve may be, so that a name is its curve's."""
    left, low, right, high = box
    margin = 0.5 * (high - low)
    return left, max(0.0, low - margin), right, min(1.0, high + margin)


def _is_free(box: Box, drawn: Array, taken: list[Box]) -> bool:
    left, low, right, high = box
    x, y = drawn.T
    return (
        left >= 0
        and right <= 1
        and low >= 0
        and high <= 1
        and not ((left <= x) & (x <= right) & (low <= y) & (y <= high)).any()
        and not any(left < r and e < right and low < h and b < high for e, b, r, h in taken)
    )


def _densely(points: Array) -> Array:
    """Return the points with twenty more on the way from each to the next."""
    if len(points) < 2:
        return points
    places = np.arange(20 * (len(points) - 1) + 1) / 20
    known = np.arange(len(points))
    return np.stack([np.interp(places, known, one) for one in points.T], axis=1)
