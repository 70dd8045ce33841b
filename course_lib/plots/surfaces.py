"""Figures of a cost of two weights: the surface in space, and its contours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from numpy.typing import NDArray

from course_lib.plots.labels import put_below
from course_lib.plots.style import BLACK, GREY, INK, LOOKS, WIDTH, house_style, new_axes, path
from course_lib.plots.validate import Limits, grid_of, named, path_of

Array = NDArray[np.float64]
Costs = Callable[[Array], Array]
"""J at many points: from (..., 2) to (...)."""

LEVELS = 13
POINTS = ("*", "X", "P", "D")


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
    """Draw lines of equal cost, each with its value; negative ones are dashed.

    `limits` are the left, right, lower and upper limit. `paths`, (steps + 1, 2), are drawn over the
    lines as curves, and `points`, (2,), as markers; their keys are names in the legend. Raises
    CannotDraw, with what to do, for paths and costs of another form.

    >>> ax = plot_contours(Saddle().costs, limits=(-1, 1, -1, 1), title="A pass",
    ...     xlabel="$w_1$", ylabel="$w_2$", points={"saddle point": np.zeros(2)})
    """
    walks = {
        name: path_of(name, walk) for name, walk in named("paths", paths or {}, limit=LOOKS).items()
    }
    named("points", points or {}, limit=len(POINTS))
    x, y, J = grid_of(costs, limits)
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    ends = np.linspace(J.min(), J.max(), LEVELS)
    step = _round_number(ends[1] - ends[0])
    levels = step * np.arange(np.ceil(J.min() / step), J.max() / step) + 0.0  # no -0
    styles = ["--" if level < 0 else "-" for level in levels]
    lines = ax.contour(x, y, J, levels=levels, colors=GREY, linewidths=0.8, linestyles=styles)
    ax.clabel(lines, fmt="%g", fontsize=8)
    for number, (name, walk) in enumerate(walks.items()):
        ax.plot(*walk.T, label=name, **path(number))
    for number, (name, point) in enumerate((points or {}).items()):
        ax.plot(*point, POINTS[number], color=INK, markersize=10, label=name, linestyle="none")
    ax.grid(visible=False)
    ax.set_xlim(*limits[:2])
    ax.set_ylim(*limits[2:])
    if paths or points:
        put_below(ax, *ax.get_legend_handles_labels(), columns=2)
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
    """Draw the surface of a cost in space, and next to it its contours.

    `view` is the direction from which the surface is seen: elevation and azimuth in degrees. Costs
    on both sides of zero are red above it and blue below.
    Returns the axes of the contours.

    >>> ax = plot_surface(Saddle().costs, limits=(-1, 1, -1, 1), title="In space",
    ...     contour_title="From above", xlabel="$w_1$", ylabel="$w_2$", zlabel="cost")
    """
    named("points", points or {}, limit=len(POINTS))
    x, y, J = grid_of(costs, limits)
    figure = plt.figure(figsize=(WIDTH, 0.5 * WIDTH))
    grid = figure.add_gridspec(1, 2, width_ratios=(1.4, 1), wspace=0.14)
    with mpl.rc_context({"axes.titley": None}):  # as high as the title of the contours
        left: Any = figure.add_subplot(grid[0], projection="3d", title=title)
    look = {"linewidth": 0, "alpha": 0.75, "rcount": 40, "ccount": 40}
    left.plot_surface(x, y, J, **_colours(J), **look)
    left.plot_wireframe(x, y, J, color=BLACK, linewidth=0.3, rcount=12, ccount=12)
    for number, point in enumerate((points or {}).values()):
        place = ([value] for value in (*point, float(costs(point))))
        left.plot(*place, POINTS[number], c=BLACK, markersize=11, zorder=10)
    left.computed_zorder = False  # a point on the surface is drawn over what lies in front of it
    for axis in (left.xaxis, left.yaxis, left.zaxis):
        axis.set_pane_color((0, 0, 0, 0))
    left.view_init(*view)
    left.set(xlabel=xlabel, ylabel=ylabel, zlabel=zlabel)
    left.tick_params(labelsize=8)
    left.locator_params(nbins=5)
    left.set_box_aspect(None, zoom=1.2)
    right = plot_contours(
        costs,
        limits=limits,
        title=contour_title,
        xlabel=xlabel,
        ylabel=ylabel,
        points=points,
        ax=figure.add_subplot(grid[1]),
    )
    right.locator_params(nbins=4)
    return right


def _colours(J: Array) -> dict[str, Any]:
    """Return the colours of a surface: with white at 0 if it lies on both sides of that."""
    if J.min() < 0 < J.max():
        return {"cmap": "RdBu_r", "norm": TwoSlopeNorm(0, J.min(), J.max())}
    return {"cmap": "cividis"}


def _round_number(value: float) -> float:
    """Return the smallest of ..., 0.1, 0.2, 0.5, 1, 2, 5, 10, ... that is not below `value`."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(power * m for m in (1, 2, 5, 10) if power * m >= value * (1 - 1e-9)))
