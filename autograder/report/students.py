"""Draw each student's cost curve over the class's, which is drawn only once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.report import messages
from autograder.report.cost_curves import CostCurves
from autograder.report.data import Work
from autograder.report.figures import INK, cost_axis, figure_style, svg_parts
from autograder.report.summary import Summary
from course_lib.plots.style import GREY

SIZE = (6.0, 2.6)
IN_THE_BACKGROUND = 60
"""How many of the class's curves are drawn: more only make the page larger."""
POINTS_OF_A_CURVE = 120


@dataclass(frozen=True)
class StudentCurve:
    """One student's line as the points of an SVG polyline, and its description in words."""

    work: Work
    points: str
    words: str
    odd: bool
    diverged: bool


@dataclass(frozen=True)
class StudentCurves:
    """The class's curves with their axes, as the content of an `<svg>`, and each student's line."""

    view_box: str
    background: Markup
    curves: tuple[StudentCurve, ...]


def student_curves(summary: Summary, name: str) -> StudentCurves | None:
    """Return the curves of everybody who has one; None if nobody has. Ids begin with `name`."""
    curves = summary.curves
    if not len(curves.middle):
        return None
    with figure_style(name):
        figure = Figure(figsize=SIZE, dpi=72)  # then a pixel is a unit of the SVG
        ax = figure.subplots()
        _draw_class(ax, curves)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the axes stay where they are now
    view_box, background = svg_parts(figure, name)
    height = SIZE[1] * 72
    of_students = tuple(_curves(summary, ax, height))
    return StudentCurves(view_box, Markup(background), of_students)


def _draw_class(ax: Axes, curves: CostCurves) -> None:
    steps = np.arange(1, len(curves.middle) + 1)
    every = max(1, -(-len(curves.costs) // IN_THE_BACKGROUND))
    for costs in curves.costs[::every]:
        ax.plot(steps, costs, color=GREY, linewidth=0.7, alpha=0.35, linestyle="-")
    ax.plot(steps, curves.middle, color=INK, linewidth=1.2, linestyle=(0, (5, 2)))
    cost_axis(ax, curves)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set(xlabel=messages.UPDATE, ylabel=messages.COST, xlim=(1, max(2, len(steps))))


def _curves(summary: Summary, ax: Axes, height: float) -> Iterator[StudentCurve]:
    curves = summary.curves
    bottom, top = curves.limits
    for work in summary.work.works:
        if work.student not in curves.students:
            continue
        costs = curves.costs_of(work.student)
        known = np.flatnonzero(np.isfinite(costs))
        known = known[:: max(1, len(known) // POINTS_OF_A_CURVE)]
        pairs = np.column_stack([known + 1.0, np.clip(costs[known], bottom, top)])
        placed = ax.transData.transform(pairs) if len(pairs) else pairs
        diverged = work.student in curves.diverged
        yield StudentCurve(
            work,
            " ".join(f"{x:.1f},{height - y:.1f}" for x, y in placed),
            curve_in_words(summary, work),
            diverged or work.student in curves.outliers,
            diverged,
        )


def curve_in_words(summary: Summary, work: Work) -> str:
    """Return how a student's training ended, compared with the class's."""
    if work.student in summary.curves.diverged:
        return messages.DIVERGED
    return messages.ENDS.format(last=(work.costs or (0.0,))[-1], usual=summary.curves.middle[-1])
