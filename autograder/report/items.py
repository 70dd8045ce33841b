"""Measure how hard each exercise and question is, and how well it separates students."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z = 1.959964
"""Of the standard normal distribution, 95 % lie within this distance of its mean."""
FEWEST = 10
"""With fewer students, a correlation says nothing."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % confidence interval."""

    value: float
    low: float
    high: float


def share(count: int, of: int) -> Interval | None:
    """Return a share with Wilson's interval; None of nobody.

    >>> interval = share(8, 10)
    >>> f"{interval.low:.2f} to {interval.high:.2f}"
    '0.49 to 0.94'
    """
    if not of:
        return None
    p, z2 = count / of, Z * Z / of
    middle = (p + z2 / 2) / (1 + z2)
    reach = Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of)) / (1 + z2)
    return Interval(p, max(0.0, middle - reach), min(1.0, middle + reach))


def discrimination(item: Sequence[float], rest: Sequence[float]) -> Interval | None:
    """Return the correlation of the points for an item with those for all the rest.

    The interval is Fisher's. None if there are few students, or one of the two is the same for all.
    """
    if len(item) < FEWEST or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    r = float(np.clip(np.corrcoef(item, rest)[0, 1], -1, 1))
    if abs(r) > 1 - 1e-9:
        return Interval(r, r, r)
    reach = Z / math.sqrt(len(item) - 3)
    return Interval(r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach))
