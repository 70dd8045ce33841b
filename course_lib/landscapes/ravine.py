"""Define a cost with a steep and a flat direction, and the paths of gradient descent on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ravine:
    """J(w) = (flat * w[0]**2 + steep * w[1]**2) / 2, a bowl stretched into a valley.

    `angle`, in degrees, rotates the valley.

    >>> ravine = Ravine(flat=1.0, steep=100.0)
    >>> ravine.cost(np.array([2.0, 0.0])), ravine.gradient(np.array([2.0, 0.1]))
    (2.0, array([ 2., 10.]))
    """

    flat: float = 1.0
    steep: float = 100.0
    angle: float = 0.0

    def cost(self, w: Array) -> float:
        """Return J at the point w, (2,)."""
        return float(self.costs(w))

    def costs(self, points: Array) -> Array:
        """Return J at many points, (..., 2), as an array of shape (...)."""
        along = points @ self._axes()
        return np.asarray(0.5 * np.sum(self._curvatures() * along**2, axis=-1))

    def gradient(self, w: Array) -> Array:
        """Return the gradient of J at the point w, (2,)."""
        return self._axes() @ (self._curvatures() * self._turned(w))

    def descent_path(self, w0: Array, learning_rate: float, steps: int) -> Array:
        """Return the path of gradient descent, (steps + 1, 2), computed without taking a step.

        Along each principal direction of the valley, t steps multiply the distance to the minimum
        by (1 - learning_rate * curvature)**t.
        """
        factors = 1.0 - learning_rate * self._curvatures()
        along = factors ** np.arange(steps + 1)[:, None] * self._turned(w0)
        return along @ self._axes().T

    def noisy_path(self, w0: Array, learning_rates: Array, noise: Array) -> Array:
        """Return the path if `noise[t]`, (2,), is added to the gradient of step t.

        Each step has its own learning rate, (steps,); the path is (steps + 1, 2). The start and
        each noise term shrink independently, as in `descent_path`, and the path is their sum.
        """
        rates = np.asarray(learning_rates, dtype=np.float64)[:, None]
        factors = 1.0 - rates * self._curvatures()
        kicks = np.vstack([self._turned(w0), -rates * (noise @ self._axes())])
        along = [
            sum(kick * factors[k:t].prod(axis=0) for k, kick in enumerate(kicks[: t + 1]))
            for t in range(len(kicks))
        ]
        return np.array(along) @ self._axes().T

    def _curvatures(self) -> Array:
        return np.array([self.flat, self.steep])

    def _axes(self) -> Array:
        a = np.deg2rad(self.angle)
        return np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])

    def _turned(self, w: Array) -> Array:
        return self._axes().T @ w
