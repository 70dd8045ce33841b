"""Figures of distributions: histograms in rows, and predictions against measurements."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course_lib.plots import messages
from course_lib.plots.style import (
    BLUE,
    COLOURS,
    INK,
    MARKERS,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import finite, named, numbers, require_room, series

Array = NDArray[np.float64]

ROWS = 16
"""Maximum number of histograms in a figure."""

ROW = 0.85
"""Height of a histogram's highest bar; 1 would touch the row above."""


@house_style()
def plot_distributions(
    samples: Mapping[str, ArrayLike],
    *,
    title: str,
    xlabel: str,
    ylabel: str = "",
    limits: tuple[float, float] = (-1.0, 1.0),
    bins: int = 61,
    ax: Axes | None = None,
) -> Axes:
    """Draw a histogram of each sample in its own row, the first on top; the keys name the rows.

    Each histogram is scaled to the height of its row, so that widths and shapes can be compared.
    Values outside `limits` are counted in the outermost bins. Raises CannotDraw, with what to do,
    for values that are nan or infinite.

    >>> values = np.random.default_rng(0).normal(size=500)
    >>> ax = plot_distributions({"narrow": 0.1 * values, "wide": values},
    ...     title="The lower one is ten times as wide", xlabel="value", limits=(-3, 3))
    """
    require_room(limits, ends=2)
    sample = messages.THE_SAMPLE.format
    values_of = {
        name: finite(
            sample(name=name),
            numbers(sample(name=name), values),
        )
        for name, values in named("samples", samples, limit=ROWS).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    edges = np.linspace(*limits, bins + 1)
    rows = range(len(samples) - 1, -1, -1)
    for row, values in zip(rows, values_of.values(), strict=True):
        inside = np.clip(values.ravel(), *limits)
        counts = np.histogram(inside, edges)[0]
        heights = ROW * counts / max(1, counts.max())
        ax.stairs(row + heights, edges, baseline=row, fill=True, color=BLUE, alpha=0.75)
        ax.axhline(row, color=INK, linewidth=0.8, linestyle="-")
    ax.set_yticks([row + ROW / 2 for row in rows], list(samples))
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")
    ax.set_xlim(*limits)
    ax.set_ylim(-0.04, max(1, len(samples)))
    if not samples:
        say_nothing_to_draw(ax)
    return ax


@house_style()
def plot_agreement(
    measured: Array,
    predictions: Mapping[str, Array],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    line_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw each prediction against the measurements; where they agree, points are on the line.

    The keys of `predictions` are their names in the legend.

    >>> x = np.linspace(-1, 1, 20)
    >>> ax = plot_agreement(x, {"right": x, "half": x / 2}, title="Half is not enough",
    ...     xlabel="measured", ylabel="predicted", line_label="agreement")
    """
    measured = series(messages.WHAT_WAS_MEASURED, measured)
    prediction = messages.THE_PREDICTION.format
    predicted = {
        name: series(prediction(name=name), values, len(measured), "measurement")
        for name, values in named("predictions", predictions, limit=len(MARKERS)).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    ends = [np.min(measured), np.max(measured)]
    ax.plot(ends, ends, color=INK, linewidth=1.2, linestyle="-", label=line_label)
    for number, (name, values) in enumerate(predicted.items()):
        i = number % len(COLOURS)
        ax.plot(
            measured,
            values,
            MARKERS[i],
            color=COLOURS[i],
            linestyle="none",
            fillstyle="full" if number == 0 else "none",
            label=name,
        )
    ax.legend()
    return ax
