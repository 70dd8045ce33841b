"""`plot_twins`: draw the runs of two programs on top of each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from course_lib.plots import messages
from course_lib.plots.style import (
    COLOURS,
    DASHES,
    INK,
    MARKERS,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import named, series

Array = NDArray[np.float64]


@house_style()
def plot_twins(
    ours: Mapping[str, Array],
    theirs: Mapping[str, Array],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    ours_label: str,
    theirs_label: str,
    log: bool = True,
    every: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw two programs' values for the same runs, over the updates from 1.

    For each name, `ours` is a wide pale band and `theirs` are markers, so that both are
    visible where they coincide. Either may lack a name, or be empty. The labels contain a
    placeholder for the name, for example "{name}, PyTorch". With `every`, there is a marker at each
    multiple of that number of updates.

    >>> ax = plot_twins({"Adam": np.array([3.0, 2.0])}, {"Adam": np.array([3.0, 2.0])},
    ...     title="The same run twice", xlabel="update", ylabel="cost (nats)",
    ...     ours_label="{name}, NumPy", theirs_label="{name}, PyTorch")
    """
    ours, theirs = (
        {
            name: series(messages.THE_RUN.format(name=name), run)
            for name, run in named(argument, runs, limit=len(COLOURS)).items()
        }
        for argument, runs in (("ours", ours), ("theirs", theirs))
    )
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    names = list(dict.fromkeys((*ours, *theirs)))
    for i, name in enumerate(names):
        if name in ours:
            ax.plot(
                np.arange(1, len(ours[name]) + 1),
                ours[name],
                color=COLOURS[i % len(COLOURS)],
                linestyle=DASHES[i % len(DASHES)],
                linewidth=4.5,
                alpha=0.6,
                label=ours_label.format(name=name),
            )
        if name in theirs:
            ax.plot(
                np.arange(1, len(theirs[name]) + 1),
                theirs[name],
                label=theirs_label.format(name=name),
                **_points(i, len(names), len(theirs[name]), every),
            )
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if log:
        ax.set_yscale("log")
    if names:
        ax.legend()
    else:
        say_nothing_to_draw(ax)
    return ax


def _points(number: int, of: int, length: int, every: int) -> dict[str, Any]:
    """Return about forty grey markers, in each run at positions between those of the others."""
    apart = every or max(1, length // 40)
    first = every - 1 if every else number * apart // of
    return {
        "color": INK,
        "linestyle": "none",
        "marker": MARKERS[number % len(MARKERS)],
        "markersize": 5,
        "markerfacecolor": "none",
        "markevery": (first, apart),
        "zorder": 3,
    }
