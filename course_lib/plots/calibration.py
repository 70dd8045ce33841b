"""`plot_calibration`: draw how often answers are right, over how sure they are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.style import COLOURS, DASHES, INK, MARKERS, house_style, new_axes
from course_lib.plots.validate import named, series

Array = NDArray[np.float64]

EDGES = (0.0, 0.5, 0.7, 0.9, 0.97, 1.0)
"""Answers are grouped by how sure they are; most are very sure, so the last groups are narrow."""


@house_style()
def plot_calibration(
    answers: Mapping[str, tuple[Array, Array]],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    line_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of right answers against the mean sureness, for groups of answers.

    The keys of `answers` name the curves; each value has the sureness of every answer, (m,), from 0
    to 1, and whether it is right, (m,).

    >>> sure = np.linspace(0.4, 1.0, 200)
    >>> ax = plot_calibration({"a network": (sure, sure > 0.6)}, title="Too sure",
    ...     xlabel="sure", ylabel="right", line_label="as sure as right")
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    ax.plot([0, 1], [0, 1], color=INK, linewidth=1.2, linestyle="-", label=line_label)
    for number, (name, (sure, right)) in enumerate(
        named("answers", answers, limit=len(COLOURS)).items()
    ):
        x, y = groups(series(name, sure), series(name, right))
        look = {"color": COLOURS[number], "linestyle": DASHES[number], "marker": MARKERS[number]}
        ax.plot(x, y, label=name, **look)
    ax.set(xlim=(0.3, 1.02), ylim=(-0.03, 1.03))
    ax.legend(loc="upper left")
    return ax


def groups(sure: Array, right: Array) -> tuple[Array, Array]:
    """Return mean sureness and share of right answers of each group that has answers.

    >>> groups(np.array([0.6, 0.6, 0.95]), np.array([1.0, 0.0, 1.0]))
    (array([0.6 , 0.95]), array([0.5, 1. ]))
    """
    of = np.clip(np.digitize(sure, EDGES) - 1, 0, len(EDGES) - 2)
    filled = np.unique(of)
    x = np.array([sure[of == group].mean() for group in filled])
    y = np.array([right[of == group].mean() for group in filled])
    return x, y
