"""`plot_descent`: a cost over a single weight, and how a method walks on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.style import BLACK, GREY, MARKERS, curve, house_style, new_axes

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
    """J(w) between the `limits` of w, and on it the points of `paths`, each (steps + 1,).

    The keys of `paths` name them in the legend ("" does not); a ring is where a path starts. Where
    it leaves the figure, the rest of it is not drawn.
    `tangents` are short lines that touch the curve: their text, the weight where, and the slope.

    >>> path = np.array([3.0, 2.4, 1.92])
    >>> ax = plot_descent(lambda w: w**2, {"two steps": path}, title="Downhill, ever slower",
    ...     xlabel="weight", ylabel="cost", limits=(-4, 4))
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    left, right = limits
    w = np.linspace(left, right, 400)
    heights = cost(w)
    ax.plot(w, heights, color=GREY, linestyle="-")
    for number, (name, path) in enumerate((paths or {}).items()):
        inside = np.cumsum((path < left) | (path > right)) == 0
        seen = path[inside]
        look = {**curve(number), "linewidth": 1.2}
        ax.plot(seen, cost(seen), marker=MARKERS[number], label=name, **look)
        ax.plot(seen[:1], cost(seen[:1]), "o", color="none", mec=BLACK, markersize=13)
    width = 0.09 * (right - left)
    for number, (text, (at, slope)) in enumerate((tangents or {}).items()):
        x = np.array([at - width, at + width])
        y = cost(np.array([at]))
        look = {**curve(number), "linewidth": 3.0}
        ax.plot(x, y + slope * (x - at), label=text, **look)
        ax.plot(at, y, MARKERS[number], color=look["color"])
    ax.set_xlim(left, right)
    room = 0.08 * float(np.ptp(heights))
    ax.set_ylim(float(heights.min()) - room, float(heights.max()))
    if any(paths or ()) or tangents:
        ax.legend(loc="upper center")
    return ax
