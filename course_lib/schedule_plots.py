"""`plot_schedule`: which learning rate each epoch has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_lib.style import curve, house_style, new_axes


@house_style()
def plot_schedule(
    schedules: Mapping[str, Callable[[int], float]],
    epochs: int,
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    log: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """The learning rate of the epochs 0 to `epochs` - 1, level within each; the keys name them.

    A schedule is what `train` takes, a function of the epoch. The abscissa counts the passes made,
    so that epoch 0 reaches from 0 to 1 and the figure stands well over one of costs per epoch.

    >>> ax = plot_schedule({"halved every epoch": lambda epoch: 0.1 * 0.5**epoch}, epochs=8,
    ...     title="After four epochs hardly anything is left", xlabel="epoch",
    ...     ylabel="learning rate")
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    for number, (name, schedule) in enumerate(schedules.items()):
        rates = [float(schedule(epoch)) for epoch in range(epochs)]
        rates += rates[-1:]
        look = curve(number, points=len(rates))
        ax.plot(np.arange(len(rates)), rates, label=name, drawstyle="steps-post", **look)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    if schedules:
        ax.legend()
    return ax
