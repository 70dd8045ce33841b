"""`plot_paths`: draw the paths of methods over the contours of a cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.landscapes.ravine import Ravine
from course_lib.plots.labels import put_below
from course_lib.plots.style import GREY, INK, LOOKS, house_style, new_axes, path
from course_lib.plots.validate import Limits, grid_of, named, path_of

Array = NDArray[np.float64]

LEVELS = 14
LOWEST_LEVEL = 0.02


@house_style()
def plot_paths(
    bowl: Ravine | Callable[[Array], Array],
    paths: Mapping[str, Array],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    minimum_label: str,
    minimum: tuple[float, float] = (0.0, 0.0),
    limits: Limits = (-1.0, 5.0, -1.6, 1.6),
    ax: Axes | None = None,
) -> Axes:
    """Draw paths, (steps + 1, 2), over the contours of a bowl; the keys of `paths` name them.

    `bowl` is a `Ravine`, or a function that takes points, (..., 2), and returns the cost at each,
    (...); a star marks its `minimum`. An empty name, or an empty `minimum_label`, is not in the
    legend. `limits` are the left, right, lower and upper limit of the
    figure. The part of a path after it leaves the figure for good, or becomes nan, is not drawn.

    Show the figure with `describe`, or with `animate`, which draws the paths step by step.
    Raises CannotDraw, with what to do, for a path of another shape.

    >>> ax = plot_paths(Ravine(), {"gradient descent": path}, title="Down, but not along",
    ...     xlabel="$w_1$", ylabel="$w_2$", minimum_label="minimum")  # doctest: +SKIP
    """
    points = {
        name: _until_it_leaves_for_good(path_of(name, values), limits)
        for name, values in named("paths", paths, limit=LOOKS).items()
    }
    costs = bowl.costs if isinstance(bowl, Ravine) else bowl
    x, y, J = grid_of(costs, limits, columns=160, rows=120)
    lowest = float(J.min())
    levels = lowest + np.geomspace(LOWEST_LEVEL, max(J.max() - lowest, 2 * LOWEST_LEVEL), LEVELS)
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    ax.contour(x, y, J, levels=levels, colors=GREY, linewidths=0.7)
    for number, (name, seen) in enumerate(points.items()):
        ax.plot(*seen.T, label=name, **path(number))
    ax.plot(*minimum, "*", color=INK, markersize=15, label=minimum_label, linestyle="none")
    ax.grid(visible=False)
    ax.set_xlim(*limits[:2])
    ax.set_ylim(*limits[2:])
    handles, names = ax.get_legend_handles_labels()
    if names:
        put_below(ax, handles, names, columns=2 if len(points) < 4 else 3)
    return ax


def _until_it_leaves_for_good(points: Array, limits: Limits) -> Array:
    """Return the path up to the point after its last point inside the figure."""
    left, right, low, high = limits
    x, y = points.T
    inside = np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))
    return points[: inside[-1] + 2] if len(inside) else points[:1]
