"""`plot_descent`: draw a cost of a single weight, and the path of a method on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots import messages
from course_lib.plots.style import GREY, INK, LOOKS, curve, house_style, new_axes, path
from course_lib.plots.validate import named, numbers, require_room, series

Array = NDArray[np.float64]


@house_style()
def plot_descent(
    cost: Callable[[Array], Array],
    paths: Mapping[str, Array] | None = None,
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    limits: tuple[float, float],
    tangents: Mapping[str, tuple[float, float]] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw J(w) between the `limits` of w, and on it the points of `paths`, each (steps + 1,).

    The keys of `paths` are names in the legend (except ""); a ring marks the start of a path. The
    part of a path after it leaves the figure is not drawn. `tangents` are short lines that touch
    the curve: text, weight and slope of each. Raises CannotDraw, with what to do, for paths of
    another form.

    >>> path = np.array([3.0, 2.4, 1.92])
    >>> ax = plot_descent(lambda w: w**2, {"two steps": path}, title="Downhill, ever slower",
    ...     xlabel="weight", ylabel="cost", limits=(-4, 4))
    """
    require_room(limits, ends=2)
    left, right = limits
    w = np.linspace(left, right, 400)
    heights = series(messages.THE_COST, numbers(messages.THE_COST, cost(w)), len(w), "weight")
    walks = {
        name: series(messages.THE_PATH.format(name=name), walk)
        for name, walk in named("paths", paths or {}, limit=LOOKS).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    ax.plot(w, heights, color=GREY, linestyle="-")
    for number, (name, walk) in enumerate(walks.items()):
        seen = walk[np.cumsum(~((walk >= left) & (walk <= right))) == 0]
        look = {**path(number), "linewidth": 1.2, "markersize": 6}
        ax.plot(seen, cost(seen), label=name, **look)
        ax.plot(seen[:1], cost(seen[:1]), "o", color="none", mec=INK, markersize=13)
    width = 0.09 * (right - left)
    for number, (text, (at, slope)) in enumerate(
        named("tangents", tangents or {}, limit=LOOKS).items()
    ):
        x = np.array([at - width, at + width])
        y = cost(np.array([at]))
        look = {**curve(number, points=1), "markevery": [], "linewidth": 3.0}
        ax.plot(x, y + slope * (x - at), label=text, **look)
        ax.plot(at, y, look["marker"], color=look["color"])
    ax.set_xlim(left, right)
    margin = 0.08 * float(np.ptp(heights))
    ax.set_ylim(float(heights.min()) - margin, float(heights.max()))
    if any(paths or ()) or tangents:
        ax.legend(loc="upper center")
    return ax
