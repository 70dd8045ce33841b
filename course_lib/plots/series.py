"""Figures of a series of values, its averages, and the weights in an average."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.style import BLUE, GREY, INK, LOOKS, SKY, curve, house_style, new_axes
from course_lib.plots.validate import finite, named, series

Array = NDArray[np.float64]


@house_style()
def plot_series(
    values: Array,
    averages: Mapping[str, Array] | None = None,
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    values_label: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw `values`, shape (T,), as points over t = 1 to T, and averages of them as curves.

    The keys of `averages` are the curves' names in the legend. Put the noisiest first: later curves
    are wider and stand out from it. Raises CannotDraw, with what to do, for an average of another
    length.

    >>> ax = plot_series(load_temperatures(), title="Up and down, and a slow wave below",
    ...     xlabel="day", ylabel="temperature (°C)")
    """
    values = series("`values`", values)
    curves = {
        name: series(messages.THE_AVERAGE.format(name=name), average, len(values), "value")
        for name, average in named("averages", averages or {}, limit=LOOKS).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    t = np.arange(1, len(values) + 1)
    size = 14 if len(values) > 100 else 26
    ax.scatter(t, values, s=size, color=GREY, alpha=0.55, linewidths=0, label=values_label)
    for number, (name, average) in enumerate(curves.items()):
        width = 1.4 + 0.5 * number
        ax.plot(t, average, label=name, linewidth=width, **curve(number, points=len(values)))
    ax.set_xlim(1 - 0.01 * len(values), 1.01 * len(values))
    if averages:
        ax.legend()
    return ax


@house_style()
def plot_weights(
    weights: Array,
    window: float,
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    inside_label: str,
    outside_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw weights, newest first, as bars over their age; those below `window` are highlighted."""
    weights = finite("`weights`", series("`weights`", weights))
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    age = np.arange(len(weights))
    inside = age < round(window)
    ax.bar(age[inside], weights[inside], color=BLUE, label=inside_label)
    ax.bar(
        age[~inside],
        weights[~inside],
        color=SKY,
        hatch="//",
        edgecolor="white",
        lw=0,
        label=outside_label,
    )
    ax.grid(visible=False, axis="x")
    ax.legend()
    return ax


@house_style()
def plot_fading(
    weights: Mapping[str, Array],
    windows: Mapping[str, float],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    level_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw weights as fractions of the newest one, over their age, with a line at 1/e.

    Each curve of `weights` has a line down to the axis at its age in `windows`.
    """
    curves = {
        name: series(messages.THE_CURVE.format(name=name), of_name)
        for name, of_name in named("weights", weights, limit=LOOKS).items()
    }
    missing = [name for name in curves if name not in windows]
    if missing:
        raise CannotDraw(messages.NO_WINDOW.format(name=missing[0]))
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    for number, (name, of_name) in enumerate(curves.items()):
        look: dict[str, Any] = curve(number, points=len(of_name))
        share = of_name / of_name[0]
        ax.plot(np.arange(len(share)), share, label=name, **look)
        ax.vlines(windows[name], 0, 1 / math.e, color=look["color"], linewidth=1.2)
    ax.axhline(1 / math.e, color=INK, linewidth=1.2, linestyle=":", label=level_label)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.set_ylim(0, 1.03)
    ax.legend()
    return ax
