"""The house style of all figures: colours, line styles, markers and sizes, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_lib.errors import CannotDraw
from course_lib.plots import messages

INK, GREY, BLACK = "#757575", "#8A8A8A", "#000000"
"""Text and axes; lines behind the data; and what is drawn on an area that has a colour."""

BLUE, VERMILION, GREEN, PURPLE = "#006BAE", "#C14F00", "#009D68", "#C56FA0"
ORANGE, SKY, YELLOW = "#C78500", "#428FD2", "#F0E442"
"""The palette of Okabe and Ito, for colour-blind readers, each colour as dark as it has to be for
white paper and as light as it has to be for a dark page. Yellow is for areas only."""

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 2)),
    (0, (6, 2, 1, 2)),
    (0, (1, 1.3)),
    (0, (9, 3)),
    (0, (4, 1, 1, 1, 1, 1)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")
"""The n-th curve uses the n-th of each, so that it can be recognized without its colour."""

PATH = "path"
"""Marks the curves that are paths, so that `animate` finds them."""

NOTHING = "nothing"
"""Marks the sentence in axes that would otherwise be empty."""

LOOKS = 12
"""Maximum number of curves; from the seventh on, they have other dashes and hollow markers."""


WIDTH, HEIGHT = 7.4, 3.9
"""Size of a figure in inches: as wide as a notebook's column."""

RC: dict[Any, Any] = {
    "figure.figsize": (WIDTH, HEIGHT),
    "figure.dpi": 100,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # given, not searched for whenever a slider moves
    "axes.titlepad": 9,
    "axes.facecolor": "none",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=DASHES),
    "grid.color": GREY,
    "grid.alpha": 0.3,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 6,
    "legend.framealpha": 0.0,
    "legend.edgecolor": "none",
    "legend.handlelength": 3.0,
    "image.cmap": "cividis",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Use the house style in a block or a decorated function, and restore the settings after it.

    >>> @house_style()
    ... def plot_something(ax=None):
    ...     ax = new_axes(ax, title="What to see", xlabel="day", ylabel="temperature (°C)")
    """
    with mpl.rc_context(RC):
        yield


@house_style()
def new_axes(
    ax: Axes | None = None, *, title: str = "", xlabel: str = "", ylabel: str = ""
) -> Axes:
    """Return `ax`, or the axes of a new figure, with title and axis labels."""
    ax = plt.subplots()[1] if ax is None else ax
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    return ax


@house_style()
def new_panels(columns: int, *, rows: int = 1, height: float = HEIGHT) -> list[Axes]:
    """Return the axes of a new figure with several panels, row by row; `height` is the figure's."""
    axes = plt.subplots(rows, columns, squeeze=False, figsize=(WIDTH, height))[1]
    return list(axes.flat)


def curve(number: int, *, points: int = 0) -> dict[str, Any]:
    """Return the colour and the dashes of the figure's curve `number`, counted from 0.

    With `points`, the length of the curve, also return about eight markers, at other positions than
    those of the curves next to it. Raises CannotDraw for more than twelve curves.

    >>> curve(1)["color"]
    '#D55E00'
    """
    if number >= LOOKS:
        raise CannotDraw(messages.TOO_MANY_CURVES.format(limit=LOOKS))
    again, i = divmod(number, len(COLOURS))
    other = (i + 3 * again) % len(DASHES)
    look: dict[str, Any] = {"color": COLOURS[i], "linestyle": DASHES[other]}
    if points:
        apart = max(1, points // 8)
        look |= {"marker": MARKERS[other], "markevery": (i * apart // 3 % apart, apart)}
        if again:
            look["markerfacecolor"] = "white"
    return look


def draw_band(ax: Axes, x: Any, runs: Any, colour: str) -> None:
    """Draw the band from the lowest to the highest of several runs, (runs, len(x))."""
    low, high = np.min(runs, axis=0), np.max(runs, axis=0)
    ax.fill_between(x, low, high, color=colour, alpha=0.22, linewidth=0)


def path(number: int) -> dict[str, Any]:
    """Return the style of the figure's path `number`: its curve's, with a marker at each point."""
    return curve(number, points=1) | {"markevery": None, "markersize": 3.5, "gid": PATH}


def say_nothing_to_draw(ax: Axes) -> None:
    """Write a sentence in the middle of axes that would otherwise be empty."""
    place: dict[str, Any] = {"transform": ax.transAxes, "ha": "center", "va": "center"}
    ax.text(0.5, 0.5, messages.NOTHING_TO_DRAW, gid=NOTHING, **place)


def has_nothing_to_draw(figure: Figure) -> bool:
    """Return whether all axes of a figure would otherwise be empty."""
    return all(any(text.get_gid() == NOTHING for text in ax.texts) for ax in figure.axes)
