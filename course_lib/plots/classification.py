"""Figures of a classifier's answers: regions of the plane, a confusion matrix, probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.style import (
    BLACK,
    COLOURS,
    GREY,
    INK,
    MARKERS,
    house_style,
    new_axes,
    say_nothing_to_draw,
)
from course_lib.plots.validate import finite, labels_of, named, points, series

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

FINENESS = 300
"""Grid points along each side of a figure of regions."""

PALE = (0.86, 0.6, 0.74, 0.66, 0.9, 0.55)
"""Proportion of white in the colour of a class's region, so that its points stand out.

Adjacent classes differ, so that they can be distinguished in greyscale.
"""

HATCHES = ("", "//", "..", "xx", "--", "\\\\")


@house_style()
def plot_decision_regions(
    classify: Callable[[Array], NDArray[np.integer]],
    X: Array,
    labels: Labels,
    *,
    names: Sequence[str],
    title: str,
    xlabel: str,
    ylabel: str,
    undecided_label: str | None = None,
    legend: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw points X, (2, m), by class, over the regions where `classify` returns each class.

    `classify` takes points, (2, k), and returns a label for each, (k,). A label of -1 means no
    answer: the region is hatched, and `undecided_label` names it in the legend. `names` are the
    names of the classes, starting with label 0. The legend is below the figure. Raises CannotDraw,
    with what to do, for points or labels of another form.

    >>> ax = plot_decision_regions(lambda P: predict(network.forward(trained, P)), X, labels,
    ...     names=["north", "west", "east"], title="Three classes, three regions",
    ...     xlabel="$x_1$", ylabel="$x_2$")  # doctest: +SKIP
    """
    if len(names) > len(COLOURS):
        raise CannotDraw(messages.TOO_MANY_CLASSES.format(got=len(names), limit=len(COLOURS)))
    X = points("X", X)
    labels = labels_of("`labels`", labels, len(names), length=X.shape[1])
    low, high = _square_around(X)
    x, y = np.meshgrid(*(np.linspace(a, b, FINENESS) for a, b in zip(low, high, strict=True)))
    predicted = labels_of(
        "What `classify` returns",
        classify(np.stack([x.ravel(), y.ravel()])),
        len(names),
        least=-1,
        length=x.size,
    ).reshape(x.shape)
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    tints = ListedColormap([(1.0, 1.0, 1.0), *map(_pale, COLOURS[: len(names)], PALE)])
    ax.pcolormesh(x, y, predicted, cmap=tints, vmin=-1.5, vmax=len(names) - 0.5, rasterized=True)
    for label in np.unique(predicted):
        ax.contour(x, y, predicted == label, levels=[0.5], colors=BLACK, linewidths=0.9)
    if (predicted == -1).any():
        ax.contourf(x, y, predicted == -1, levels=[0.5, 1.5], colors="none", hatches=["////"])
    for number, name in enumerate(names):
        _scatter(ax, X[:, labels == number], number, name)
    ax.grid(visible=False)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    if legend:
        handles = ax.get_legend_handles_labels()[0]
        if undecided_label is not None:
            look: dict[str, Any] = {"facecolor": "white", "edgecolor": BLACK, "hatch": "////"}
            handles.append(Patch(label=undecided_label, **look))
        ax.figure.legend(handles=handles, loc="outside lower left", ncols=len(handles))
    return ax


def _square_around(X: Array) -> tuple[Array, Array]:
    """Return the corners of a square that holds the points, so that panels are of one size."""
    low, high = X.min(axis=1) - 0.3, X.max(axis=1) + 0.3
    margin = (np.max(high - low) - (high - low)) / 2
    return low - margin, high + margin


def _scatter(ax: Axes, X: Array, number: int, name: str) -> None:
    """Draw the points X, (2, m), of one class."""
    marker, colour = MARKERS[number], COLOURS[number]
    x, y = X
    ax.scatter(
        x, y, s=26, marker=marker, color=colour, edgecolors="white", linewidths=0.6, label=name
    )


def _pale(colour: str, white: float) -> tuple[float, float, float]:
    red, green, blue = (white + (1 - white) * part for part in to_rgb(colour))
    return red, green, blue


@house_style()
def plot_confusion(
    labels: Labels,
    predicted: Labels,
    *,
    names: Sequence[str],
    title: str,
    xlabel: str,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw the confusion matrix: how often each class (row) got each answer (column).

    The right answers, on the diagonal, are framed and have no colour; the darker another square,
    the more frequent the mistake. Squares without examples are empty. Raises CannotDraw, with what
    to do, for invalid labels.

    >>> ax = plot_confusion(labels, predict(A), names=list("0123456789"),
    ...     title="The 8 is the hardest digit", xlabel="the network's answer",
    ...     ylabel="true digit")  # doctest: +SKIP
    """
    labels = labels_of("`labels`", labels, len(names))
    predicted = labels_of("`predicted`", predicted, len(names), length=len(labels))
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    counts = confusion(labels, predicted, len(names))
    wrong = counts * (1 - np.eye(len(names), dtype=np.int64))
    highest = max(1, int(wrong.max()))
    ax.imshow(np.ma.masked_equal(wrong, 0), cmap="Blues", vmin=0, vmax=1.4 * highest)
    for (row, column), count in np.ndenumerate(counts):
        dark = wrong[row, column] > 0.7 * highest
        if row == column:
            corner = (column - 0.5, row - 0.5)
            ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=GREY, linewidth=1.2))
        if count:
            ax.text(
                column,
                row,
                str(count),
                ha="center",
                va="center",
                color=INK if row == column else "white" if dark else BLACK,
                weight="bold" if row != column else "normal",
            )
    ticks = range(len(names))
    ax.set_xticks(ticks, labels=list(names))
    ax.set_yticks(ticks, labels=list(names))
    ax.grid(visible=False)
    return ax


def confusion(labels: Labels, predicted: Labels, classes: int) -> Labels:
    """Return how many examples of class i, row i, got the answer j, column j: (classes, classes).

    >>> confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2)
    array([[1, 1],
           [0, 1]])
    """
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return counts


@house_style()
def plot_bars(
    groups: Mapping[str, Array],
    *,
    names: Sequence[str],
    title: str,
    xlabel: str,
    ylabel: str,
    top: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw values, one for each of `names`, as bars with numbers, with a set of bars per group.

    `top` is the upper limit of the vertical axis, which leaves room for the legend. Raises
    CannotDraw, with what to do, for a wrong number of values and for more than six groups.

    >>> ax = plot_bars({"example 1": A[:, 0], "example 2": A[:, 1]}, names=["cat", "dog", "hen"],
    ...     title="Sure and unsure", xlabel="class", ylabel="probability")  # doctest: +SKIP
    """
    group = messages.THE_GROUP.format
    heights = {
        name: finite(
            group(name=name),
            series(group(name=name), values, len(names), "name"),
        )
        for name, values in named("groups", groups, limit=len(COLOURS)).items()
    }
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    width = 0.84 / max(1, len(groups))
    for number, (label, values) in enumerate(heights.items()):
        x = np.arange(len(names)) + width * (number - (len(groups) - 1) / 2)
        bars = ax.bar(
            x,
            values,
            0.92 * width,
            label=label,
            color=COLOURS[number],
            edgecolor="white",
            hatch=HATCHES[number],
        )
        ax.bar_label(bars, fmt="{:.2f}", fontsize=9, padding=1)
    ax.set_xticks(range(len(names)), labels=list(names))
    ax.margins(y=0.12)
    ax.set_ylim(top=top)
    ax.grid(visible=False)  # its lines would cross the numbers, which say as much
    if len(groups) > 1:
        ax.legend()
    if not groups:
        say_nothing_to_draw(ax)
    return ax
