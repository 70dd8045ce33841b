"""`plot_cost_curves`: draw how the cost decreases in several training runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from course_lib.nn.training import History
from course_lib.plots import messages
from course_lib.plots.style import (
    INK,
    LOOKS,
    curve,
    draw_band,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import named, series

Series = NDArray[np.float64]


@house_style()
def plot_cost_curves(
    runs: Mapping[str, History | Series | list[History]],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    per_epoch: bool = False,
    smooth: Callable[[Series], Series] | None = None,
    best_label: str | None = None,
    log: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw the cost of each run; the keys of `runs` are the curves' names in the legend.

    By default, a curve shows the cost of every mini-batch against the updates. `smooth`, such as
    `lambda costs: ewa(costs, beta=0.9)`, draws an average in front of the raw costs, which are then
    pale. With `per_epoch`, a curve shows the cost over the whole training set against the epochs,
    from 0. `best_label`, such as "{name}: {cost:.3f}", labels the lowest point of each curve with
    its value. The vertical axis is logarithmic unless `log` is False.

    A run may also be a plain array of values, one for each update, or a list of several runs: then
    the curve is their mean, with a band from the lowest to the highest. A curve ends before the
    first cost that is not finite; a cross marks the place. If `runs` is empty, the axes say so.
    Raises CannotDraw, with what to do, for runs of another form and for more than twelve runs.

    >>> ax = plot_cost_curves({"Adam": run}, title="Adam gets lower, sooner",
    ...     xlabel="update", ylabel="cost (nats)")  # doctest: +SKIP
    """
    curves: dict[str, tuple[Series, Series, bool]] = {}
    several: dict[str, list[Series]] = {}
    for name, run in named("runs", runs, limit=LOOKS).items():
        all_runs = run if isinstance(run, list) and run and isinstance(run[0], History) else [run]
        found = [_costs(name, one, per_epoch) for one in all_runs]
        raw = np.mean(found, axis=0) if len(found) > 1 else found[0]
        if len(found) > 1:
            several[name] = found
        lost = np.flatnonzero(~np.isfinite(raw))
        costs = shown = raw[: lost[0]] if len(lost) else raw
        if smooth is not None and not per_epoch:
            shown = series(messages.SMOOTH_OF.format(name=name), smooth(costs), len(costs), "cost")
        curves[name] = costs, shown, bool(len(lost))

    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    for number, (label, (costs, shown, is_lost)) in enumerate(curves.items()):
        x = np.arange(len(costs)) + (0 if per_epoch else 1)
        look = curve(number, points=len(costs) or 1)
        if shown is not costs:
            ax.plot(x, costs, color=look["color"], linestyle="-", alpha=0.18, linewidth=0.8)
        if label in several and shown is costs:
            draw_band(ax, x, [one[: len(costs)] for one in several[label]], look["color"])
        if best_label is not None and len(costs):
            label = best_label.format(name=label, cost=float(shown.min()))
            _mark(ax, x, shown, int(shown.argmin()), look["marker"], look["color"])
        ax.plot(x, shown, label=label, **look)
        if len(costs) and is_lost:
            _mark(ax, x, shown, len(costs) - 1, "X", look["color"])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if log and (not curves or any((shown > 0).any() for _, shown, _ in curves.values())):
        ax.set_yscale("log")
    if runs:
        ax.legend()
    else:
        say_nothing_to_draw(ax)
    return ax


def _costs(name: str, run: Any, per_epoch: bool) -> Series:
    if isinstance(run, History):
        return run.epoch_costs if per_epoch else run.costs
    return series(messages.THE_RUN.format(name=name), run)


def _mark(ax: Axes, x: Any, costs: Series, i: int, marker: str, colour: str) -> None:
    ax.plot(x[i], costs[i], marker, color=colour, markersize=9, mec=INK, mew=1.6, zorder=5)
