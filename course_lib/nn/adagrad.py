"""Provide an update rule for lessons that are not about update rules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EPSILON = 1e-10


def adagrad_step(w: Array, dw: Array, s: Array, learning_rate: float) -> tuple[Array, Array]:
    """Return (w, s) after one update by AdaGrad (Duchi, Hazan and Singer 2011).

    s := s + dw**2 and w := w - learning_rate * dw / (sqrt(s) + 1e-10), elementwise; `s` starts as
    zeros. The larger the past gradients of a weight, the shorter its steps. RMSProp builds on this.

    >>> adagrad_step(np.array([1.0]), np.array([3.0]), np.array([16.0]), learning_rate=0.5)
    (array([0.7]), array([25.]))
    """
    s = s + dw**2
    return w - learning_rate * dw / (np.sqrt(s) + EPSILON), s
