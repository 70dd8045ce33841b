"""`plot_map`: draw a quantity over two others, as areas between lines of equal height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.labels import put_below
from course_lib.plots.lines import plain_ticks
from course_lib.plots.style import BLACK, INK, MARKERS, house_style, new_axes
from course_lib.plots.validate import named, series

Array = NDArray[np.float64]


@house_style()
def plot_map(
    x: Array,
    y: Array,
    values: Array,
    *,
    levels: Sequence[float],
    title: str,
    xlabel: str,
    ylabel: str,
    value_label: str,
    empty_label: str = "",
    points: Mapping[str, tuple[float, float]] | None = None,
    log_x: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw `values`, (len(y), len(x)), over `x` and `y`; lines and colours change at `levels`.

    What is above the highest level stays empty; `empty_label` says so, in the lower right corner.
    `points` are marked, and their keys are names in
    the legend. Raises CannotDraw, with what to do, for values of another shape.

    >>> ax = plot_map(rates, betas, factors, levels=(0.7, 0.8, 0.9, 1), title="Best near 0.57",
    ...     xlabel="learning rate", ylabel="beta", value_label="factor")  # doctest: +SKIP
    """
    x, y = series("x", x), series("y", y)
    rows = [series("a row of `values`", row, len(x), "x") for row in values]
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    areas = ax.contourf(x, y, rows, levels=levels, cmap="cividis")
    ax.contour(x, y, rows, levels=levels, colors=BLACK, linewidths=0.5)
    if empty_label:
        ax.text(0.98, 0.06, empty_label, transform=ax.transAxes, ha="right", color=INK)
    for number, (name, point) in enumerate(
        named("points", points or {}, limit=len(MARKERS)).items()
    ):
        look: dict[str, Any] = {
            "color": "#ffffff",
            "mec": BLACK,
            "markersize": 10,
            "linestyle": "none",
        }
        ax.plot(*point, MARKERS[number], label=name, clip_on=False, zorder=5, **look)
    figure: Any = ax.get_figure(root=True)
    figure.colorbar(areas, ax=ax, label=value_label, format="{x:g}")
    if log_x:
        ax.set_xscale("log")
        plain_ticks(ax.xaxis)
    if points:
        put_below(ax, *ax.get_legend_handles_labels(), columns=2)
    return ax
