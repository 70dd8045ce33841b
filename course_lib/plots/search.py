"""`plot_search`: draw the points that a search has tried, each axis on its own scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import (
    FixedLocator,
    FuncFormatter,
    Locator,
    LogLocator,
    MaxNLocator,
    NullLocator,
)

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.style import INK, MARKERS, VERMILION, house_style, new_axes
from course_lib.plots.validate import named
from course_lib.scales import Axis, Point, Space, place_on_scale, value_at_place

Search = Sequence[tuple[Point, float]]
"""The history of a search: pairs of a point and its score, in order."""


ROOM = 0.05
"""Margin beyond each end of an axis, as a fraction of its length."""


@house_style()
def plot_search(
    space: Space,
    searches: Mapping[str, Search],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    score_label: str | None = None,
    best_label: str | None = None,
    zoomed: Space | None = None,
    zoomed_label: str = "",
    shadows: bool = False,
    score_limits: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the points of searches, dark where the score is low, each axis on its own scale.

    The first name in `space` is the horizontal axis, the second the vertical one; the keys of
    `searches` are names in the legend. `score_label` adds a colour bar with that label, and
    `best_label`, such as "best: {score:.3f}", a ring around the lowest score of all. `zoomed`, a
    part of the space, is drawn as a dashed frame. With `shadows`, every point has a small line on
    the lower edge, which shows how many different values of the first axis have been tried. A cross
    marks a score that is not finite. Raises CannotDraw, with what to do, for a history of another
    form.

    >>> ax = plot_search(space, {"random": history}, title="Where the low scores are",
    ...     xlabel="learning rate", ylabel="beta", score_label="cost (nats)")  # doctest: +SKIP
    """
    if len(named("space", space, limit=len(space))) < 2:
        raise CannotDraw(messages.ONE_AXIS.format(got=len(space)))
    (x_name, x_axis), (y_name, y_axis), *_ = space.items()
    for name, search in named("searches", searches, limit=len(MARKERS)).items():
        _require_history(name, search, (x_name, y_name))
    ax = new_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    _set_scale(ax, "x", x_axis)
    _set_scale(ax, "y", y_axis)
    tries = [entry for search in searches.values() for entry in search]
    lost = [point for point, score in tries if not np.isfinite(score)]
    good = [(point, score) for point, score in tries if np.isfinite(score)]
    norm = _norm(score_limits, [score for _, score in good])
    for number, (name, search) in enumerate(searches.items()):
        seen = [(point, score) for point, score in search if np.isfinite(score)]
        x, y = ([point[axis] for point, _ in seen] for axis in (x_name, y_name))
        look: dict[str, Any] = {"marker": MARKERS[number], "edgecolors": INK, "linewidths": 0.7}
        scores = [score for _, score in seen]
        dots = ax.scatter(x, y, c=scores, norm=norm, s=52, zorder=3, label=name, **look)
        if score_label is not None and number == len(searches) - 1:
            bar = ax.figure.colorbar(dots, ax=ax, ticks=_ticks(norm), format="{x:.3g}")
            bar.set_label(score_label)
            bar.ax.yaxis.set_minor_locator(NullLocator())
    if lost:
        crosses = [point[x_name] for point in lost], [point[y_name] for point in lost]
        ax.plot(*crosses, "x", color=INK, markersize=7, mew=1.6, linestyle="none")
    if shadows:
        _draw_shadows(ax, [point[x_name] for point, _ in tries])
    if best_label is not None and good:
        point, score = min(good, key=lambda entry: entry[1])
        _draw_ring(ax, point[x_name], point[y_name], best_label.format(score=score))
    if zoomed is not None:
        _draw_frame(ax, zoomed[x_name], zoomed[y_name], zoomed_label)
    ax.grid(visible=False)
    _add_legend(ax, title)
    return ax


def _require_history(name: str, search: Any, names: tuple[str, str]) -> None:
    """Raise CannotDraw unless a search is a list of points with these names and scores."""
    for number, entry in enumerate(search if isinstance(search, list | tuple) else [search]):
        try:
            point, score = entry
            fits = isinstance(point, Mapping) and np.ndim(score) == 0 and np.isreal(score)
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise CannotDraw(messages.NOT_A_HISTORY.format(name=name, number=number))
        for wanted in names:
            if wanted not in point:
                raise CannotDraw(
                    messages.NOT_IN_POINT.format(name=name, number=number, wanted=wanted)
                )


def _norm(limits: tuple[float, float] | None, scores: Sequence[float]) -> Normalize:
    """Return a logarithmic norm, as for costs, if all scores are positive; else a linear one."""
    low, high = limits or (min(scores, default=0.1), max(scores, default=1.0))
    if low > 0:
        return LogNorm(low, max(high, 1.001 * low))
    return Normalize(low, max(high, low + 1e-9))


def _add_legend(ax: Axes, title: str) -> None:
    """Put the legend between the title and the points, which fill the axes."""
    handles, names = ax.get_legend_handles_labels()
    dots: dict[str, Any] = {
        "linestyle": "none",
        "markerfacecolor": "none",
        "markeredgecolor": INK,
        "markersize": 7,
    }
    marks = iter(MARKERS)
    keys = [
        Line2D([], [], marker=next(marks), **dots) if isinstance(one, PathCollection) else one
        for one in handles
    ]  # hollow: the points have the colours of their scores
    place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}
    if names:
        ax.legend(keys, names, ncols=2, fontsize=9.5, **place)
    ax.set_title(title, pad=38 if len(names) > 2 else 24)


def _ticks(norm: Normalize) -> Locator:
    """Label about five round scores, not every one that a logarithmic axis could have."""
    low, high = norm.vmin or 0.0, norm.vmax or 0.0
    decades = float(np.log10(high / low)) if isinstance(norm, LogNorm) else 0.0
    if decades < 0.5:
        return MaxNLocator(5)
    return LogLocator(subs=(1, 2, 5) if decades < 2 else (1,))


def _draw_frame(ax: Axes, x_axis: Axis, y_axis: Axis, label: str) -> None:
    left, right, _ = x_axis
    low, high, _ = y_axis
    look = {"fill": False, "edgecolor": INK, "linestyle": (0, (5, 2)), "linewidth": 1.6}
    ax.add_patch(Rectangle((left, low), right - left, high - low, label=label, **look))  # type: ignore[arg-type]


def _draw_shadows(ax: Axes, x: list[float]) -> None:
    """Draw a small line at each value on the lower edge."""
    edge = ax.get_xaxis_transform()
    ax.plot(x, np.full(len(x), 0.02), "|", color=INK, markersize=11, transform=edge)


def _draw_ring(ax: Axes, x: float, y: float, label: str) -> None:
    """Draw a ring around the best point."""
    ring: dict[str, Any] = {"mfc": "none", "mec": VERMILION, "mew": 2.4, "markersize": 15}
    ax.plot([x], [y], "o", linestyle="none", label=label, zorder=4, **ring)


def _set_scale(ax: Axes, which: str, axis: Axis) -> None:
    """Give the figure's axis the scale, the limits and the ticks of a hyperparameter's axis."""
    low, high, scale = axis
    first, last = place_on_scale(low, scale), place_on_scale(high, scale)
    margin = ROOM * (last - first)
    ends = (float(value_at_place(place, scale)) for place in (first - margin, last + margin))
    set_scale, set_limits = getattr(ax, f"set_{which}scale"), getattr(ax, f"set_{which}lim")
    ticks = ax.xaxis if which == "x" else ax.yaxis
    if scale == "one_minus_log":
        with np.errstate(all="ignore"):
            set_scale("function", functions=(_nines, lambda place: 1.0 - 10.0**-place))
        whole = np.arange(0, 9)
        marks = np.sort(np.concatenate([1 - 10.0**-whole, 1 - 0.3 * 10.0**-whole]))
        inside = marks[(marks >= low - 1e-12) & (marks <= high)]
        ticks.set_major_locator(FixedLocator(inside.tolist()))
        ticks.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.6g}"))
        ticks.set_minor_locator(NullLocator())
    elif scale == "log":
        set_scale("log")
        ticks.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        if which == "x" and _is_narrow(ax):
            _label_every_other_decade(ax, low, high)
    set_limits(*ends)


def _is_narrow(ax: Axes) -> bool:
    """Return whether axes share the figure's width with others."""
    place = ax.get_subplotspec()
    return place is not None and place.get_gridspec().ncols > 1


def _label_every_other_decade(ax: Axes, low: float, high: float) -> None:
    """Mark each power of ten, and label every other one, from the highest down."""
    first, last = np.ceil(np.log10(low) - 1e-9), np.floor(np.log10(high) + 1e-9)
    powers = 10.0 ** np.arange(last, first - 1, -1)
    ax.set_xticks(powers, [f"{power:g}" if i % 2 == 0 else "" for i, power in enumerate(powers)])
    ax.set_xticks([], minor=True)


def _nines(value: Any) -> Any:
    return -np.log10(np.maximum(1.0 - np.asarray(value, dtype=np.float64), 1e-12))
