"""Compare the class's cost curves: the usual ones, the unusual ones, and small pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

USUAL_SPREAD = 0.1
"""In decades of cost: a final cost nearer to the class's than this is never unusual."""
TINY = 1e-12
"""Costs below this, or not positive, are drawn here: the axis is logarithmic."""


@dataclass(frozen=True)
class CostCurves:
    """Cost histories by student, as rows of a matrix padded with nan, and their quartiles."""

    students: tuple[str, ...]
    costs: Any
    low: Any
    middle: Any
    high: Any
    diverged: frozenset[str]
    outliers: frozenset[str]

    @classmethod
    def of(cls, histories: Mapping[str, tuple[float, ...]]) -> CostCurves:
        """Return the class's curves; a cost that is not finite counts as diverged.

        A student is an outlier if the costs in the last tenth are further from the class's
        quartiles, in decades, than 1.5 times their distance, the usual rule for a box plot.
        """
        students = tuple(histories)
        steps = max(map(len, histories.values()), default=0)
        costs = np.full((len(students), steps), np.nan)
        for i, history in enumerate(histories.values()):
            costs[i, : len(history)] = history
        finite = np.isfinite(costs)
        diverged = frozenset(
            name for name, history in histories.items() if not np.isfinite(history).all()
        )
        costs[~finite] = np.nan
        costs = np.maximum(costs, TINY)  # which keeps nan
        used = finite.any(axis=0)
        steps = int(used.argmin()) if not used.all() else steps
        costs = costs[:, :steps]
        if not steps:
            nothing = np.empty(0)
            return cls(students, costs, nothing, nothing, nothing, diverged, frozenset())
        low, middle, high = np.nanpercentile(costs, (25, 50, 75), axis=0)
        last = {
            name: float(np.log10(np.maximum(history[-max(1, len(history) // 10) :], TINY)).mean())
            for name, history in histories.items()
            if name not in diverged
        }
        return cls(students, costs, low, middle, high, diverged, _outliers(last))

    def costs_of(self, student: str) -> Any:
        """Return one student's costs; nan after the end and where the cost was not finite."""
        return self.costs[self.students.index(student)]

    @property
    def logarithmic(self) -> bool:
        """True if the costs span more than a decade, and so need a logarithmic axis."""
        return bool(self.costs.size) and self._top > 10 * self._bottom

    @property
    def _bottom(self) -> float:
        return float(max(np.nanmin(self.costs), TINY))

    @property
    def _top(self) -> float:
        """The highest cost worth a place: a curve that runs away must not flatten the others."""
        usual = float(np.nanmax(self.high))
        return max(min(float(np.nanmax(self.costs)), 3 * usual), self._bottom * 1.01)

    @property
    def limits(self) -> tuple[float, float]:
        """The costs between which the class is drawn."""
        return self._bottom, self._top

    def points(self, costs: Any, width: float, height: float) -> str:
        """Return the curve in a box of that size, as the `points` of an SVG polyline."""
        bottom, top = self.limits
        scale = np.log10 if self.logarithmic else np.asarray
        known = np.isfinite(costs)
        clipped = np.clip(costs[known], bottom, top)
        part = (scale(clipped) - scale(bottom)) / (scale(top) - scale(bottom))
        x = np.flatnonzero(known) / max(1, len(costs) - 1) * width
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, (1 - part) * height, strict=True))

    def band(self, width: float, height: float) -> str:
        """Return the class's quartiles as the `points` of an SVG polygon."""
        there = self.points(self.low, width, height).split()
        back = self.points(self.high, width, height).split()
        return " ".join(there + back[::-1])


def _outliers(last: Mapping[str, float]) -> frozenset[str]:
    if len(last) < 4:
        return frozenset()
    low, high = np.percentile(list(last.values()), (25, 75))
    reach = max(1.5 * (high - low), USUAL_SPREAD)
    return frozenset(name for name, cost in last.items() if not low - reach <= cost <= high + reach)
