"""Add up what each student has in all assignments, and say how it develops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.report.data import Work
from autograder.report.summary import Summary

FEWEST = 3
"""With fewer lessons handed in, nothing is said of a trend."""
CLEAR = 0.1
"""A change of that share of the points, from the first lesson to the last, is a trend."""


@dataclass
class Everything:
    """One student's work in the assignments that anybody handed in, in the course's order."""

    works: list[Work]
    total: float
    out_of: float
    trend: float | None
    """Change of the share of points from the first lesson to the last, beside the class's median;
    None if too few lessons were handed in."""
    places: dict[str, int] = field(default_factory=dict)
    """The row's place in each order: `points` from the fewest, `trend` from the steepest fall."""

    @property
    def first(self) -> Work:
        """Any work, for the student's name."""
        return self.works[0]

    @property
    def percent(self) -> int:
        """The share of all points, rounded."""
        return round(100 * self.total / self.out_of) if self.out_of else 0

    @property
    def pending(self) -> bool:
        """Whether an answer still has to be marked by hand."""
        return any(work.pending for work in self.works)

    @property
    def missing(self) -> int:
        """How many assignments were not handed in."""
        return sum(not work.submitted for work in self.works)

    @property
    def direction(self) -> str:
        """The trend in a word; empty if nothing can be said."""
        if self.trend is None:
            return ""
        return "rising" if self.trend > CLEAR else "falling" if self.trend < -CLEAR else "steady"


def everybody(summaries: Sequence[Summary]) -> list[Everything]:
    """Return every student, ordered by ID, with the places in the other orders."""
    shown = [summary for summary in summaries if summary.submitted.count]
    by_student: dict[str, list[Work]] = {}
    for summary in shown:
        for work in summary.work.works:
            by_student.setdefault(work.student, []).append(work)
    out_of = [summary.work.out_of for summary in shown]
    middles = [(summary.median or 0.0) for summary in shown]
    found = [
        Everything(
            works,
            sum(work.total for work in works),
            sum(out_of),
            _trend(works, out_of, middles),
        )
        for works in by_student.values()
    ]
    orders = {
        "points": sorted(found, key=lambda one: one.total),
        "trend": sorted(found, key=lambda one: (one.trend is None, one.trend or 0.0)),
    }
    for name, order in orders.items():
        for place, one in enumerate(order):
            one.places[name] = place
    return found


def _trend(
    works: Sequence[Work], out_of: Sequence[float], middles: Sequence[float]
) -> float | None:
    """Return the slope of a straight line through the shares, over the whole course.

    What is beside the class's median does not fall where a lesson is harder for everybody.
    """
    points = [
        (number, (work.total - middle) / most)
        for number, (work, most, middle) in enumerate(zip(works, out_of, middles, strict=True))
        if work.submitted and most
    ]
    if len(points) < FEWEST:
        return None
    places, shares = zip(*points, strict=True)
    slope = float(np.polyfit(places, shares, 1)[0])
    return round(slope * float(max(places) - min(places)), 6)
