"""Draw the report's figures as SVG in the page, with its theme and alternative text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from autograder.html.sanitize import points
from autograder.report import messages
from autograder.report.cost_curves import CostCurves
from autograder.report.summary import Summary
from course_lib.language import SOURCE, current
from course_lib.plots.fonts import chinese_font
from course_lib.plots.style import BLUE, GREY, RC, VERMILION

INK, LINE = "#010203", "#040506"
"""Placeholders for the page's own text and line colours, which differ in a dark theme."""
_THEME = {
    INK: "currentColor",
    LINE: "var(--line)",
    BLUE.lower(): "var(--accent)",
    VERMILION.lower(): "var(--odd)",
    GREY: "var(--quiet)",
}
_PATH = re.compile(r'\bd="[^"]*"')
_TOO_EXACT = re.compile(r"(\d\.\d\d)\d+")
"""Matplotlib writes six decimals of a point, which make up most of a figure with many curves."""
SIZE, NARROW = (6.8, 2.9), (4.3, 2.9)
"""In inches: for a screen, and for a phone."""
NAMED = 6
"""How many unusual curves are labelled with a name; more would hide each other."""
NAME_LENGTH = 18


def figure_style(name: str) -> Any:
    """Return a context that gives figures the page's look, and ids that depend on `name` alone."""
    return rc_context(_settings(name))


def _settings(name: str) -> Any:
    inks = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
    font = chinese_font() if current() != SOURCE else None
    return {
        **RC,
        **({"font.family": [*RC.get("font.family", ["DejaVu Sans"]), font]} if font else {}),
        **dict.fromkeys((*inks, "axes.titlecolor"), INK),
        "grid.color": LINE,
        "axes.titlesize": 11,
        "font.size": 10,
        "figure.figsize": SIZE,
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "svg.id": None,
    }


def marks_figure(
    summary: Summary, name: str, size: tuple[float, float] = SIZE, most_bars: int = 24
) -> Markup:
    """Draw how many students have how many points."""
    totals = [work.total for work in summary.work.submitted]
    out_of = summary.work.out_of
    with figure_style(name):
        figure = Figure(figsize=size)
        ax = figure.subplots()
        step = max(1.0, np.ceil(out_of / most_bars))
        edges = np.arange(0.0, out_of + 1.5 * step, step) - step / 2
        counts, _, _ = ax.hist(totals, edges, color=BLUE, edgecolor="none", rwidth=0.86)
        ax.set(
            title=messages.MARKS_TITLE,
            xlabel=messages.MARKS_X.format(out_of=out_of),
            ylabel=messages.MARKS_Y,
            xlim=(-step / 2 - 0.2, out_of + step / 2 + 0.2),
        )
        if summary.median is not None:
            ax.axvline(summary.median, color=VERMILION, linestyle=(0, (5, 2)))
            ax.annotate(
                messages.MEDIAN.format(points=points(summary.median)),
                (summary.median, 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(4 if summary.median < 0.75 * out_of else -4, -2),
                textcoords="offset points",
                va="top",
                ha="left" if summary.median < 0.75 * out_of else "right",
            )
            ax.set_ylim(0, float(np.max(counts)) * 1.22)
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.xaxis.set_major_locator(MaxNLocator(round(12 * size[0] / SIZE[0]), integer=True))
        ax.grid(visible=False, axis="x")
    least, most, middle = map(points, (min(totals), max(totals), summary.median or 0.0))
    spread = {"least": least, "most": most, "middle": middle}
    alt = messages.MARKS_ALT.format(count=len(totals), out_of=out_of, **spread)
    return to_svg(figure, name, alt)


def costs_figure(summary: Summary, name: str) -> Markup:
    """Draw every student's cost curve, faint, under the class's median and quartiles."""
    curves = summary.curves
    unusual = sorted(curves.outliers | curves.diverged)
    steps = np.arange(1, len(curves.middle) + 1)
    with figure_style(name):
        figure = Figure(figsize=(SIZE[0], 3.6))
        ax = figure.subplots()
        for student, costs in zip(curves.students, curves.costs, strict=True):
            if student not in unusual:
                ax.plot(steps, costs, color=GREY, linewidth=0.7, alpha=0.45, linestyle="-")
        ax.fill_between(steps, curves.low, curves.high, color=BLUE, alpha=0.22, linewidth=0)
        ax.plot(steps, curves.middle, color=BLUE, linestyle="-", label=messages.MEDIAN_CURVE)
        _draw_unusual(ax, curves, unusual)
        cost_axis(ax, curves)
        ax.set(
            title=_costs_title(float(curves.middle[0]), float(curves.middle[-1])),
            xlabel=messages.UPDATE,
            ylabel=messages.COST,
            xlim=(1, max(2, len(steps))),
        )
        ax.legend(loc="upper right", frameon=False)
    alt = messages.COSTS_ALT.format(
        count=len(curves.students),
        first=curves.middle[0],
        last=curves.middle[-1],
        steps=len(steps),
        unusual=", ".join(unusual) or messages.NONE,
    )
    return to_svg(figure, name, alt)


def _draw_unusual(ax: Axes, curves: CostCurves, students: Sequence[str]) -> None:
    """Draw the curves that differ from the class's, each with its student's name or a cross."""
    label: str | None = messages.UNLIKE
    dashed: Any = {"color": VERMILION, "linewidth": 1.3, "linestyle": (0, (5, 2)), "zorder": 3}
    cross: Any = {"marker": "x", "color": VERMILION, "clip_on": False, "zorder": 4}
    for student in students:
        costs = curves.costs_of(student)
        known = np.flatnonzero(np.isfinite(costs))
        if not known.size:
            continue
        ax.plot(np.arange(1, len(costs) + 1), costs, label=label, **dashed)
        label = None  # the legend has one entry for all of them
        end = (int(known[-1]) + 1, min(costs[known[-1]], curves.limits[1]))
        if student in curves.diverged:
            ax.plot(*end, **cross)
        elif len(students) <= NAMED:
            _write_name(ax, student, end)


def _write_name(ax: Axes, student: str, end: tuple[float, float]) -> None:
    ax.annotate(
        student if len(student) <= NAME_LENGTH else f"{student[:NAME_LENGTH]}…",
        end,
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        parse_math=False,
    )


def cost_axis(ax: Axes, curves: CostCurves) -> None:
    """Give the y axis the class's limits, and a logarithmic scale if they are far apart."""
    bottom, top = curves.limits
    margin = (top / bottom) ** 0.04 if curves.logarithmic else 1.03
    # before the scale, which would else look for limits around costs near the largest float
    ax.set_ylim(bottom / margin, top * margin)
    if curves.logarithmic:
        ax.set_yscale("log")
        ax.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.yaxis.set_minor_locator(LogLocator(subs=()))


def _costs_title(first: float, last: float) -> str:
    if last < first:
        return messages.COST_FALLS.format(first=first, last=last)
    return messages.COST_DOES_NOT_FALL


def to_svg(figure: Figure, name: str, alt: str) -> Markup:
    """Return the figure as an `<svg>`: text stays text, ids begin with `name`, no script."""
    view_box, body = svg_parts(figure, name)
    title = f'<title id="{name}-alt">{escape(alt)}</title>'
    opening = f'<svg class="figure" role="img" aria-labelledby="{name}-alt" viewBox="{view_box}"'
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return Markup(f"{opening} {space}>{title}{body}</svg>")


def svg_parts(figure: Figure, name: str) -> tuple[str, str]:
    """Return the `viewBox` of the figure's `<svg>`, and its content."""
    buffer = io.StringIO()
    with figure_style(name):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{name}-", text)
    text = re.sub(r"'DejaVu Sans'[^;\"]*", "system-ui, sans-serif", text)
    for colour, themed in _THEME.items():
        text = text.replace(colour, themed)
    text = _PATH.sub(lambda path: _TOO_EXACT.sub(r"\1", path[0]), text)
    head, body = text.split(">", 1)
    box = re.search(r'viewBox="([\d. -]+)"', head)
    return (box[1] if box else "0 0 1 1"), body.rpartition("</svg>")[0]
