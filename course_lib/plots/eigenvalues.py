"""`plot_eigenvalues`: draw eigenvalues in the complex plane, with the circle that bounds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.labels import put_below
from course_lib.plots.style import COLOURS, GREY, INK, MARKERS, house_style, new_axes
from course_lib.plots.validate import named

WIDEST = 1.6
"""What is farther out is drawn at this distance, in its direction."""


@house_style()
def plot_eigenvalues(
    values: Mapping[str, NDArray[np.complex128]],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    circle_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw each entry's eigenvalues as points in the complex plane, over the circle of radius 1.

    The keys of `values` are names in the legend. Inside the circle, repeated steps come closer;
    outside, they go away. Raises CannotDraw, with what to do, for more entries than colours.

    >>> ax = plot_eigenvalues({"flat": np.linalg.eigvals(matrix)}, title="Inside: it arrives",
    ...     xlabel="real part", ylabel="imaginary part",
    ...     circle_label="radius 1")  # doctest: +SKIP
    """
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    angle = np.linspace(0, 2 * np.pi, 200)
    ax.plot(np.cos(angle), np.sin(angle), color=INK, linewidth=1.5, label=circle_label)
    ax.fill(np.cos(angle), np.sin(angle), color=GREY, alpha=0.12, linewidth=0)
    for number, (name, found) in enumerate(named("values", values, limit=len(COLOURS)).items()):
        far = np.asarray(found, dtype=np.complex128)
        seen = far * np.minimum(1, WIDEST / np.maximum(np.abs(far), 1e-9))
        look: dict[str, Any] = {
            "color": COLOURS[number],
            "marker": MARKERS[number],
            "markersize": 9,
        }
        ax.plot(seen.real, seen.imag, linestyle="none", label=name, **look)
    ax.set_ylim(-1.2, 1.2)
    ax.set_xlim(-2.4, 2.4)
    ax.set_aspect("equal")
    put_below(ax, *ax.get_legend_handles_labels(), columns=2)
    return ax
