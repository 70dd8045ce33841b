"""Define a surface with a saddle point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Saddle:
    """J(w) = (up * w[0]**2 - down * w[1]**2) / 2 + down * w[1]**4 / 4.

    This is a pass between two valleys: J rises along the first axis and falls along the second, to
    the two minima at w[1] = 1 and -1, where it is -down / 4. The smaller `down` is, the flatter it
    is around the saddle point at the origin.

    >>> saddle = Saddle(up=4.0, down=1.0)
    >>> saddle.cost(np.array([1.0, 0.0])), saddle.gradient(np.array([1.0, 1.0]))
    (2.0, array([4., 0.]))
    """

    up: float = 1.0
    down: float = 1.0

    def cost(self, w: Array) -> float:
        """Return J at the point w, (2,)."""
        return float(self.costs(w))

    def costs(self, points: Array) -> Array:
        """Return J at many points, (..., 2), as an array of shape (...)."""
        x, y = points[..., 0], points[..., 1]
        with np.errstate(all="ignore"):  # a path that diverges to infinity
            return np.asarray(0.5 * (self.up * x**2 - self.down * y**2) + 0.25 * self.down * y**4)

    def gradient(self, w: Array) -> Array:
        """Return the gradient of J at the point w, (2,)."""
        return np.array([self.up * w[0], self.down * (w[1] ** 3 - w[1])])
