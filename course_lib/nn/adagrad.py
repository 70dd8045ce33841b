"""`adagrad_step`: an update rule for lessons whose subject is not the update rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EPSILON = 1e-10


def adagrad_step(w: Array, dw: Array, s: Array, learning_rate: float) -> tuple[Array, Array]:
    """One update by AdaGrad (Duchi, Hazan and Singer 2011), a forerunner of RMSProp.

    s := s + dw**2 and w := w - learning_rate * dw / (sqrt(s) + 1e-10), element by element: each
    weight's steps become shorter by themselves, the further it has already been pushed. Returns the
    new (w, s); `s` starts as zeros.

    >>> adagrad_step(np.array([1.0]), np.array([3.0]), np.array([16.0]), learning_rate=0.5)
    (array([0.7]), array([25.]))
    """
    s = s + dw**2
    return w - learning_rate * dw / (np.sqrt(s) + EPSILON), s
