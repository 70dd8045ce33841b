"""`plot_on_scales`: draw samples of numbers between 0 and 1 on three axes side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.style import COLOURS, INK, house_style, new_axes
from course_lib.plots.validate import series
from course_lib.scales import shares_of_axis

Array = NDArray[np.float64]

SCALES = ("linear", "log", "one_minus_log")
MARKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
"""Numbers that are labelled where there is room."""

GAP = 0.12
"""Room between two axes, as a share of one."""


@house_style()
def plot_on_scales(
    samples: Sequence[Array],
    *,
    title: str,
    row_labels: Sequence[str],
    column_labels: Sequence[str],
    low: float,
    high: float,
    ax: Axes | None = None,
) -> Axes:
    """Draw each sample as a row of small lines, on a plain axis, a logarithmic one, and another.

    The third axis is logarithmic in one minus the number. All run from `low` to `high`.
    `row_labels` and `column_labels` name rows and axes.

    >>> even = np.linspace(0.01, 0.99, 50)
    >>> ax = plot_on_scales([even], title="Even", row_labels=["evenly"],
    ...     column_labels=["plain", "log", "1 - x"],
    ...     low=0.001, high=0.999)
    """
    ax = new_axes(ax, title=title)
    ticks, labels = [], []
    for column, (scale, name) in enumerate(zip(SCALES, column_labels, strict=True)):
        left = column * (1 + GAP)
        for row, sample in enumerate(samples):
            places = left + shares_of_axis(series("", sample), (low, high, scale))
            y = np.full(len(places), -float(row))
            look: dict[str, Any] = {
                "color": COLOURS[row],
                "marker": "|",
                "markersize": 22,
                "markeredgewidth": 1.3,
            }
            ax.plot(places, y, linestyle="none", alpha=0.7, **look)
        ax.text(left + 0.5, 0.75, name, ha="center", fontsize=10, color=INK)
        floor = 0.5 - len(samples)
        ax.plot([left, left + 1], [floor, floor], color=INK, linewidth=1.0, linestyle="-")
        last = -1.0
        for mark in MARKS:
            place = float(shares_of_axis(np.array([mark]), (low, high, scale))[0])
            if place - last > 0.13:
                ticks.append(left + place)
                labels.append(f"{mark:g}")
                last = place
    for row, name in enumerate(row_labels[: len(samples)]):
        look = {"color": COLOURS[row], "fontsize": 10, "fontweight": "bold"}
        ax.text(0.0, 0.34 - row, name, **look)
    ax.set_xticks(ticks, labels, fontsize=9)
    ax.set_yticks([])
    ax.set_xlim(-0.02, len(SCALES) * (1 + GAP) - GAP + 0.02)
    ax.set_ylim(-len(samples) + 0.4, 1.0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax
