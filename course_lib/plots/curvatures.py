"""Figures of curvatures: a surface with its eigenvectors, and the eigenvalues of a Hessian."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.described import whole_figure
from course_lib.plots.style import (
    BLUE,
    DASHES,
    GREY,
    INK,
    VERMILION,
    house_style,
    new_axes,
    new_panels,
)
from course_lib.plots.validate import hessian_of, series

Array = NDArray[np.float64]

FLAT = 1e-6
"""A curvature no larger than this is drawn as none, relative to 1."""

FINENESS = 33
"""Grid points along each side; the surface is smooth."""

HEIGHT = 3.4


@house_style()
def plot_quadric(
    hessian: Array,
    *,
    title: str,
    cuts_title: str,
    xlabel: str,
    ylabel: str,
    distance_label: str,
    cost_label: str,
    first_label: str,
    second_label: str,
    up_label: str,
    down_label: str,
    flat_label: str,
) -> Axes:
    """Draw J(w) = w H w / 2 from above with its two eigenvectors, and J along four lines.

    The eigenvectors have the colour of what they do: `up_label`, `down_label` and `flat_label` name
    the three kinds; `first_label` and `second_label` name the cuts along the axes. Returns the axes
    of the cuts. Raises CannotDraw unless `hessian` is symmetric and of shape (2, 2).

    >>> ax = plot_quadric(np.array([[1.0, 3.0], [3.0, 1.0]]), title="From above",
    ...     cuts_title="Four lines", xlabel="$w_1$", ylabel="$w_2$", distance_label="distance",
    ...     cost_label="cost", first_label="axis 1", second_label="axis 2", up_label="up",
    ...     down_label="down", flat_label="flat")
    """
    H = hessian_of("`hessian`", hessian)
    values, directions = np.linalg.eigh(H)
    kinds = (("-", BLUE, up_label), (DASHES[1], VERMILION, down_label), (":", GREY, flat_label))
    looks = [kinds[0] if v > FLAT else kinds[1] if v < -FLAT else kinds[2] for v in values]
    left, right = new_panels(2, height=HEIGHT)
    new_axes(left, title=title, xlabel=xlabel, ylabel=ylabel)
    new_axes(right, title=cuts_title, xlabel=distance_label, ylabel=cost_label)

    _draw_from_above(left, H)
    for vector, (dashes, colour, _) in zip(directions.T, looks, strict=True):
        ends = np.outer([-0.9, 0.9], vector)
        left.plot(*ends.T, color=colour, linestyle=dashes, linewidth=2.6)
    left.plot(0, 0, "*", color=INK, markersize=11)

    side = np.linspace(-1.0, 1.0, FINENESS)
    for number, name in enumerate((first_label, second_label)):
        look = {"color": INK, "linestyle": DASHES[2 + number], "linewidth": 1.4}
        right.plot(side, 0.5 * H[number, number] * side**2, label=name, **look)
    for value, (dashes, colour, name) in zip(values, looks, strict=True):
        right.plot(side, 0.5 * value * side**2, color=colour, linestyle=dashes, label=name)
    right.set(xticks=(-1, 0, 1), yticks=(0,), ylim=(-3.2, 3.2))
    look = {"loc": "outside lower right", "ncols": 4, "handlelength": 2.4}
    whole_figure(right).legend(handles=right.get_lines(), **look)
    return right


def _draw_from_above(ax: Axes, H: Array) -> None:
    """Draw lines of equal J, dashed where it is negative."""
    side = np.linspace(-1.0, 1.0, FINENESS)
    w = np.stack(np.meshgrid(side, side), axis=-1)
    levels = np.arange(-6.0, 6.1, 0.5)
    dashes = ["--" if level < 0 else "-" for level in levels]
    look: dict[str, Any] = {
        "levels": levels,
        "colors": GREY,
        "linewidths": 0.8,
        "linestyles": dashes,
    }
    ax.contour(side, side, 0.5 * np.sum((w @ H) * w, axis=-1), **look)
    ax.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", xticks=(0,), yticks=(0,))
    ax.grid(visible=False)


@house_style()
def plot_spectrum(
    eigenvalues: Array,
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    up_label: str,
    down_label: str,
    flat_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw eigenvalues as stems from zero, coloured and marked by their sign.

    >>> ax = plot_spectrum(np.array([-1.0, 0.0, 2.0]), title="One of each", xlabel="direction",
    ...     ylabel="curvature", up_label="up", down_label="down", flat_label="flat")
    """
    values = series("The eigenvalues", eigenvalues)
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    x = np.arange(1, len(values) + 1)
    kinds = (
        (down_label, values < -FLAT, VERMILION, "v"),
        (flat_label, np.abs(values) <= FLAT, GREY, "o"),
        (up_label, values > FLAT, BLUE, "^"),
    )
    ax.axhline(0, color=INK, linewidth=1.0, linestyle="-")
    for name, chosen, colour, marker in kinds:
        ax.vlines(x[chosen], 0, values[chosen], color=colour, linewidth=2.2)
        ax.plot(x[chosen], values[chosen], marker, color=colour, linestyle="none", label=name, ms=8)
    ax.set_xticks(x)
    ax.grid(visible=False, axis="x")
    ax.legend(loc="upper left")
    return ax
