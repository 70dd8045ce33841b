"""`plot_schedule`: draw the learning rate of each epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.style import LOOKS, curve, house_style, new_axes, say_nothing_to_draw
from course_lib.plots.validate import named, said

MOST_LEVELS = 20
"""With more epochs, so many small steps would tear the dashes by which curves are recognized."""


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
    """Draw the learning rates of epochs 0 to `epochs` - 1, a level line for each epoch.

    A schedule is a function of the epoch, as for `train`; the keys are names in the legend. The
    horizontal axis counts completed passes, so epoch 0 extends from 0 to 1, and the axis matches
    that of costs per epoch. With more than twenty epochs, a line joins the rates in their middles.
    Raises CannotDraw, with what to do, if a schedule does not return a learning rate.

    >>> ax = plot_schedule({"halved every epoch": lambda epoch: 0.1 * 0.5**epoch}, epochs=8,
    ...     title="After four epochs hardly anything is left", xlabel="epoch",
    ...     ylabel="learning rate")
    """
    if not isinstance(epochs, int | np.integer) or epochs < 1:
        raise CannotDraw(messages.NO_EPOCHS.format(got=said(epochs) if np.ndim(epochs) else epochs))
    all_rates = {
        name: [_rate(name, schedule(epoch), epoch) for epoch in range(epochs)]
        for name, schedule in named("schedules", schedules, limit=LOOKS).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    for number, (name, rates) in enumerate(all_rates.items()):
        look = curve(number, points=epochs + 1)
        if epochs > MOST_LEVELS:
            middles = np.arange(epochs) + 0.5
            ax.plot([0, *middles, epochs], [rates[0], *rates, rates[-1]], label=name, **look)
        else:
            levels = [*rates, rates[-1]]
            ax.plot(np.arange(epochs + 1), levels, label=name, drawstyle="steps-post", **look)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if log:
        ax.set_yscale("log")
    else:
        ax.set_ylim(bottom=0)
    if schedules:
        ax.legend()
    else:
        say_nothing_to_draw(ax)
    return ax


def _rate(name: str, value: Any, epoch: int) -> float:
    try:
        rate = float(value)
    except (TypeError, ValueError):
        raise CannotDraw(
            messages.NOT_A_RATE.format(name=name, got=said(value), epoch=epoch)
        ) from None
    if not (np.isfinite(rate) and rate >= 0):
        raise CannotDraw(messages.NOT_A_RATE.format(name=name, got=f"{rate:g}", epoch=epoch))
    return rate
