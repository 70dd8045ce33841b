"""Name the curves of a finished figure where they end, and put wide legends below it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from course_lib.plots.fonts import columns, wrapped
from course_lib.plots.inside import INCHES_PER_CHARACTER, LEADING, SIZE, name_along, name_inside
from course_lib.plots.style import house_style

AT_THE_END = 0.9
"""A curve is named at its end if that is in the last tenth of the axes."""

LONGEST_LINE = 18
"""Characters of a name in one line: about a fifth of the figure's width."""

KEY = 0.65
"""Inches that a legend's key takes."""

LEADER: dict[str, Any] = {
    "arrowstyle": "-",
    "lw": 1.0,
    "shrinkA": 0,
    "shrinkB": 0,
    "relpos": (0.0, 0.5),
}
"""The line from a curve's end to its name; it begins at the name's left edge, and so it does not
run through the names above and below."""

End = tuple[float, float]
"""Where a curve ends, in shares of the axes' width and height."""

WIDEST_LEGEND = 0.25
"""Maximum share of the figure's width, for a legend that lies over the axes."""


@house_style()
def name_curves(figure: Figure) -> None:
    """Replace legends by names at the curves' right ends, in the curves' colours, where possible.

    A curve that ends inside the axes is named there if there is room; what cannot be named stays in
    the legend. Markers that only tell curves apart
    are removed with it, because they look like data. A legend that would cover more than a quarter
    of the width moves below the axes. In panels side by side, curves are named along themselves, in
    the first panel that has them and room for all names; if there is none, the legend stays.
    """
    for ax in figure.axes:
        legend = ax.get_legend()
        place = ax.get_subplotspec()
        if legend is None or place is None or getattr(ax, "name", "") == "3d":
            continue
        ax.get_xlim(), ax.get_ylim()  # what is asked for is up to date
        handles, names = ax.get_legend_handles_labels()
        if len(names) != len(legend.get_texts()):
            continue  # not the usual legend: somebody chose its entries
        side_by_side = place.get_gridspec().ncols > 1 and not _is_placed(legend)
        if side_by_side and any(name_along(one, _curves(one)) for one in _panels(figure, ax)):
            legend.remove()
            _remove_markers(figure)
            continue
        ends = {}
        if place.get_gridspec().ncols == 1:
            ends = {i: end for i, one in enumerate(handles) if (end := _end(ax, one)) is not None}
        texts = {i: _wrapped(names[i]) for i in ends}
        heights = _heights(ax, ends, texts)
        ends = {i: end for i, end in ends.items() if i in heights}
        for i in ends:
            _name(ax, handles[i], texts[i], ends[i], heights[i])
        rest = [i for i in range(len(names)) if i not in ends]
        if place.get_gridspec().ncols == 1 and not _is_placed(legend):
            inside = name_inside(ax, {names[i]: handles[i] for i in rest})
            rest = [i for i in rest if names[i] not in inside]
        if len(rest) < len(names):
            legend.remove()
            if rest:
                ax.legend([handles[i] for i in rest], [names[i] for i in rest], fontsize=SIZE)
        _put_below_if_wide(ax, figure)


def _curves(ax: Axes) -> dict[str, Any]:
    handles, names = ax.get_legend_handles_labels()
    return dict(zip(names, handles, strict=True))


def _panels(figure: Figure, ax: Axes) -> list[Axes]:
    """Return the panel that has the legend, and those with the same curves and no legend."""
    same = [one for one in figure.axes if _curves(one).keys() == _curves(ax).keys()]
    return [ax, *(one for one in same if one is not ax and one.get_legend() is None)]


def _remove_markers(figure: Figure) -> None:
    """Remove the markers that only tell curves apart."""
    for line in [line for ax in figure.axes for line in ax.lines]:
        if isinstance(line.get_markevery(), tuple):
            line.set_marker("None")


def _end(ax: Axes, handle: Any) -> End | None:
    """Return the place in the axes at which a curve reaches the right edge, or None."""
    if not isinstance(handle, Line2D) or handle.get_linestyle() in ("None", "none", ""):
        return None
    points = handle.get_transform().transform(np.asarray(handle.get_path().vertices))
    x, y = ax.transAxes.inverted().transform(points).T
    seen = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & (x <= 1.001) & (y > -0.02) & (y < 1.02))
    last = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not len(seen) or x[seen[-1]] < AT_THE_END or seen[-1] != last[-1]:
        return None
    return min(1.0, float(x[seen[-1]])), float(np.clip(y[seen[-1]], 0, 1))


_ENDS = re.compile("(?<=[，；：、])")
"""Where a Chinese line ends best."""


def _wrapped(name: str) -> str:
    """Return a name in as few lines as it needs, about equally long: no last line of one letter.

    Chinese lines end at a mark if they can.
    """
    if "$" in name:
        return name
    lines = wrapped(name, LONGEST_LINE).count("\n")
    widths = range(LONGEST_LINE // 2, LONGEST_LINE + 1)
    even = [text for width in widths if (text := wrapped(name, width)).count("\n") == lines]
    at_marks = [""]
    for part in _ENDS.split(name):
        if at_marks[-1] and columns(at_marks[-1] + part) > LONGEST_LINE:
            at_marks.append("")
        at_marks[-1] += part
    fits = len(at_marks) == lines + 1 and max(map(columns, at_marks)) <= LONGEST_LINE
    return "\n".join(at_marks) if fits else even[0]


def _heights(ax: Axes, ends: dict[int, End], texts: dict[int, str]) -> dict[int, float]:
    """Return heights near the ends at which the names do not overlap; none if there is no room."""
    figure: Any = ax.get_figure(root=True)
    rows = ax.get_subplotspec().get_gridspec().nrows  # type: ignore[union-attr]
    inches = 0.78 * figure.get_size_inches()[1] / rows
    line = SIZE * LEADING / 72 / inches
    room = {i: line * (text.count("\n") + 1) for i, text in texts.items()}
    if sum(room.values()) > 1.08:
        return {}
    order = sorted(ends, key=lambda i: ends[i][1])
    low = -0.04
    heights: dict[int, float] = {}
    for i in order:
        heights[i] = max(ends[i][1], low + room[i] / 2)
        low = heights[i] + room[i] / 2
    high = 1.0  # a long title is above it
    for i in reversed(order):
        heights[i] = min(heights[i], high - room[i] / 2)
        high = heights[i] - room[i] / 2
    return heights


def _name(ax: Axes, line: Any, text: str, end: End, height: float) -> None:
    if isinstance(line.get_markevery(), tuple):
        line.set_marker("None")
    colour = line.get_color()
    ax.annotate(
        text,
        xy=end,
        xytext=(1.03, height),
        xycoords="axes fraction",
        textcoords="axes fraction",
        color=colour,
        fontsize=SIZE,
        fontweight="bold",
        va="center",
        linespacing=LEADING * 0.85,
        annotation_clip=False,
        arrowprops={**LEADER, "color": colour},
    )


def _put_below_if_wide(ax: Axes, figure: Figure) -> None:
    legend = ax.get_legend()
    if legend is None or _is_placed(legend):
        return
    names = [text.get_text() for text in legend.get_texts()]
    width = KEY + INCHES_PER_CHARACTER * max(map(columns, names), default=0)
    panels = ax.get_subplotspec().get_gridspec().ncols  # type: ignore[union-attr]
    inches = figure.get_size_inches()[0] / panels
    if width <= WIDEST_LEGEND * inches:
        return
    handles = legend.legend_handles
    legend.remove()
    put_below(ax, handles, names, max(1, int(0.95 * inches / width)))


def _is_placed(legend: Any) -> bool:
    """Return whether somebody chose the legend's place, below the axes for example."""
    return vars(legend).get("_bbox_to_anchor") is not None


def put_below(ax: Axes, handles: Any, names: list[str], columns: int) -> None:
    """Draw a legend below the axes' own label, in several columns if the axes are wide."""
    place = ax.get_subplotspec()
    if place is not None and place.get_gridspec().ncols > 1:
        columns = 1
    ax.legend(
        handles,
        names,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        borderaxespad=3.4,
        ncols=columns,
        fontsize=SIZE,
        columnspacing=1.4,
    )
