"""Figures of a cost over two weights: the surface in space, and its contours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.style import BLACK, GREY, MARKERS, WIDTH, curve, house_style, new_axes

Array = NDArray[np.float64]
Costs = Callable[[Array], Array]
"""J at many points: (..., 2) to (...)."""
Limits = tuple[float, float, float, float]

LEVELS = 13


@house_style()
def plot_contours(
    costs: Costs,
    *,
    limits: Limits,
    title: str,
    xlabel: str,
    ylabel: str,
    paths: Mapping[str, Array] | None = None,
    points: Mapping[str, Array] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Lines of equal cost, each with its value; those below zero are dashed.

    `limits` are the left, right, lower and upper end. Over the lines lie `paths`, (steps + 1, 2),
    as curves, and `points`, (2,), as markers; their keys name them in the legend.

    >>> ax = plot_contours(Saddle().costs, limits=(-1, 1, -1, 1), title="A pass",
    ...     xlabel="$w_1$", ylabel="$w_2$", points={"saddle point": np.zeros(2)})
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    x, y, J = _grid(costs, limits)
    ends = np.linspace(J.min(), J.max(), LEVELS)
    step = _round_number(ends[1] - ends[0])
    levels = step * np.arange(np.ceil(J.min() / step), J.max() / step) + 0.0  # no -0
    styles = ["--" if level < 0 else "-" for level in levels]
    lines = ax.contour(x, y, J, levels=levels, colors=GREY, linewidths=0.8, linestyles=styles)
    ax.clabel(lines, fmt="%g", fontsize=8)
    for number, (name, path) in enumerate((paths or {}).items()):
        ax.plot(*path.T, label=name, marker=MARKERS[number], markersize=3.5, **curve(number))
    for number, (name, point) in enumerate((points or {}).items()):
        ax.plot(*point, _point(number), color=BLACK, markersize=10, label=name, linestyle="none")
    ax.grid(visible=False)
    ax.set_xlim(*limits[:2])
    ax.set_ylim(*limits[2:])
    if paths or points:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, fontsize=10)
    return ax


@house_style()
def plot_surface(
    costs: Costs,
    *,
    limits: Limits,
    title: str,
    contour_title: str,
    xlabel: str,
    ylabel: str,
    zlabel: str,
    points: Mapping[str, Array] | None = None,
    view: tuple[float, float] = (38.0, -35.0),
) -> Axes:
    """The surface of a cost in space, and beside it, seen from above, its contours.

    `view` says from where the surface is seen: degrees above the ground, and around it. Returns
    the axes of the contours.

    >>> ax = plot_surface(Saddle().costs, limits=(-1, 1, -1, 1), title="In space",
    ...     contour_title="From above", xlabel="$w_1$", ylabel="$w_2$", zlabel="cost")
    """
    figure = plt.figure(figsize=(WIDTH, 0.5 * WIDTH))
    grid = figure.add_gridspec(1, 2, width_ratios=(1.15, 1), wspace=0.12)
    left: Any = figure.add_subplot(grid[0], projection="3d")
    x, y, J = _grid(costs, limits)
    left.plot_surface(x, y, J, cmap="cividis", linewidth=0, alpha=0.75, rcount=40, ccount=40)
    left.plot_wireframe(x, y, J, color=BLACK, linewidth=0.3, rcount=12, ccount=12)
    for number, point in enumerate((points or {}).values()):
        left.plot(*([value] for value in (*point, float(costs(point)))), _point(number), c=BLACK)
    left.view_init(*view)
    left.set(title=title, xlabel=xlabel, ylabel=ylabel, zlabel=zlabel)
    left.tick_params(labelsize=8)
    left.locator_params(nbins=5)
    left.set_box_aspect(None, zoom=0.9)
    right = figure.add_subplot(grid[1])
    return plot_contours(
        costs,
        limits=limits,
        title=contour_title,
        xlabel=xlabel,
        ylabel=ylabel,
        points=points,
        ax=right,
    )


def _grid(costs: Costs, limits: Limits) -> tuple[Array, Array, Array]:
    left, right, low, high = limits
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(low, high, 121))
    return x, y, costs(np.stack([x, y], axis=-1))


def _round_number(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, ... (and of 0.1, 0.2, ...) that is not below `value`."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(power * m for m in (1, 2, 5, 10) if power * m >= value * (1 - 1e-9)))


def _point(number: int) -> str:
    return ("*", "X", "P", "D")[number % 4]
