"""`plot_lines_and_level`: draw curves, and one level line that does not depend on the abscissa."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_lib.plots.lines import plot_lines
from course_lib.plots.style import INK, house_style

Array = NDArray[np.float64]


@house_style()
def plot_lines_and_level(
    x: Array,
    lines: Mapping[str, Array],
    *,
    level: float,
    title: str,
    xlabel: str,
    ylabel: str,
    level_label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw curves over a logarithmic abscissa with a tick at each value, and a level line.

    >>> ax = plot_lines_and_level(np.array([1.0, 2.0, 4.0]), {"it": np.arange(3.0)}, level=1.5,
    ...     title="It passes the level", xlabel="size", ylabel="value", level_label="level")
    """
    words: Any = {"title": title, "xlabel": xlabel, "ylabel": ylabel}
    ax = plot_lines(x, lines, **words, log_x=True, every_point=True, ticks_at_x=True, ax=ax)
    ax.axhline(level, color=INK, linewidth=1.6, linestyle="-", label=level_label)
    ax.legend()
    return ax
