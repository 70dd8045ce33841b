"""`plot_lines`: draw several quantities as curves over the same horizontal axis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import LogLocator, NullFormatter
from numpy.typing import NDArray

from course_lib.plots import messages
from course_lib.plots.style import (
    LOOKS,
    curve,
    draw_band,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import named, series

Array = NDArray[np.float64]

MOST_TICKS = 12
"""Up to so many values on a logarithmic axis are labelled themselves, instead of powers of ten."""


@house_style()
def plot_lines(
    x: Array,
    lines: Mapping[str, Array],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    log_x: bool = False,
    log_y: bool = False,
    every_point: bool = False,
    ticks_at_x: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw curves over `x`, each with as many values as `x`; the keys of `lines` name them.

    A curve has several markers, or with `every_point` one at each value of `x`. It has a gap where
    a value is nan. Several runs, (runs, len(x)), are drawn as their mean, with a band from the
    lowest to the highest. A single curve named "" has no markers and no legend. With `ticks_at_x`,
    the values of `x` are the ticks. Raises CannotDraw, with what to do, for a curve of another
    length.

    >>> x = np.linspace(0, 1, 50)
    >>> ax = plot_lines(x, {"x": x, "x squared": x**2}, title="Squares are smaller below 1",
    ...     xlabel="x", ylabel="value")
    """
    x = series(messages.THE_ABSCISSA, x)
    curves = {
        name: [
            series(messages.THE_CURVE.format(name=name), run, len(x), "value of the abscissa")
            for run in (values if np.ndim(values) == 2 else [values])
        ]
        for name, values in named("lines", lines, limit=LOOKS).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    for number, (name, runs) in enumerate(curves.items()):
        look = curve(number, points=len(x))
        if every_point:
            look |= {"markevery": None, "markersize": 4}
        elif not name:
            look["marker"] = None
        if len(runs) > 1:
            draw_band(ax, x, runs, look["color"])
        ax.plot(x, np.mean(runs, axis=0), label=name, **look)
    if log_x:
        ax.set_xscale("log")
        plain_ticks(ax.xaxis)
        if every_point and len(x) <= MOST_TICKS:
            ax.set_xticks(x, [f"{value:g}" for value in x])
            ax.set_xticks([], minor=True)
    if log_y:
        ax.set_yscale("log")
        plain_ticks(ax.yaxis)
    if ticks_at_x:
        ax.set_xticks(x, [f"{value:g}" for value in x])
        ax.set_xticks([], minor=True)
    if any(lines):
        ax.legend()
    elif not lines:
        say_nothing_to_draw(ax)
    return ax


def plain_ticks(axis: Axis, decades: int = 2) -> None:
    """Label values between the powers of ten too, as plain numbers, if there are few `decades`."""
    low, high = axis.get_view_interval()
    if high < 10**decades * low:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter(NullFormatter())
