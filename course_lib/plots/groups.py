"""`plot_groups`: draw many runs as thin lines, and single ones in front of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.plots import messages
from course_lib.plots.style import (
    GREY,
    INK,
    LOOKS,
    curve,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import named, series

THIN = 0.9
"""Line width of the runs of a group of several."""


@house_style()
def plot_groups(
    groups: Mapping[str, Sequence[ArrayLike]],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    log: bool = True,
    moments: Sequence[float] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw the runs of each group over 0, 1, 2, ...: thin if there are several, thick if one.

    A run is an array of values. The keys of `groups` are the names in the legend; a group named ""
    is not in it. Runs of several are grey if single ones have to stand out from them. Where a value
    is not finite, a line has a gap. The vertical axis is logarithmic unless `log` is False.
    `moments` are marked by upright lines, and are the ticks of the horizontal axis.

    >>> ax = plot_groups({"many": [[3, 2], [4, 3]], "one": [[2, 1, 0.5]]}, title="One goes on",
    ...     xlabel="epoch", ylabel="cost")
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    behind = any(len(runs) == 1 for runs in groups.values())
    for number, (name, runs) in enumerate(named("groups", groups, limit=LOOKS).items()):
        look: dict[str, Any] = {"color": curve(number)["color"]}
        if len(runs) > 1:
            look = {"color": GREY} if behind else look
            look |= {"linewidth": THIN, "linestyle": "-", "alpha": 0.8}
        else:
            look |= {"linewidth": 2.6, "linestyle": curve(number)["linestyle"], "zorder": 3}
        curves = [series(messages.THE_CURVE.format(name=name), run) for run in runs]
        for i, values in enumerate(curves):
            seen = np.where(np.isfinite(values), values, np.nan)
            label = name if i == _typical(curves) else None
            ax.plot(np.arange(len(values)), seen, label=label, **look)
    for moment in moments:
        ax.axvline(moment, color=INK, linewidth=1.2, linestyle=(0, (1, 2)), zorder=1)
    if moments:
        ax.set_xticks([0, *moments])
    else:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if log:
        ax.set_yscale("log")
    if any(groups):
        ax.legend(loc="upper right")
    elif not groups:
        say_nothing_to_draw(ax)
    return ax


def _typical(runs: Sequence[Any]) -> int:
    """Return which run ends in the middle of all: the name of the group is written at its end."""
    order = sorted(
        range(len(runs)), key=lambda i: float(np.nan_to_num(runs[i][-1:], nan=np.inf)[0])
    )
    return order[len(order) // 2]
