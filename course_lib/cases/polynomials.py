"""Surfaces to differentiate: polynomials given by their derivatives, and worked examples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Surface = Callable[[Array], float]


def polynomial(
    centre: Array,
    level: float,
    slopes: Array,
    curvatures: Array,
    cubic: Array,
    quartic: Array,
    quintic: Array | None = None,
) -> Surface:
    """Return a surface with these derivatives at `centre`: arrays (n,), and `curvatures` (n, n).

    f(x) = level + slopes z + z curvatures z / 2 + (cubic z)**3 + sum of quartic_i z_i**3 z_(i-1),
    i >= 1, and (quintic z)**5, with z = x - centre. Curvatures are symmetric. A list is no point.
    """

    def f(x: Array) -> float:
        z = x.astype(np.float64) - centre
        even = 0.5 * z @ curvatures @ z + quartic[1:] @ (z[1:] ** 3 * z[:-1])
        odd = slopes @ z + (cubic @ z) ** 3 + (0.0 if quintic is None else (quintic @ z) ** 5)
        return float(level + even + odd)

    return f


POLYNOMIALS: dict[str, Callable[..., Surface]] = {
    "polynomial": polynomial,
    "lambda x: 3 * x[0] - 2 * x[1] + x[2]": lambda: lambda x: 3 * x[0] - 2 * x[1] + x[2],
    "lambda x: x[0] ** 2 + 3 * x[0] * x[1]": lambda: lambda x: x[0] ** 2 + 3 * x[0] * x[1],
    "lambda x: x @ x / 2 + x[0]": lambda: lambda x: x @ x / 2 + x[0],
    "lambda x: x[0] ** 5 + x[1]": lambda: lambda x: x[0] ** 5 + x[1],
    "lambda x: x[0] / 4 - x[1] / 2": lambda: lambda x: x[0] / 4 - x[1] / 2,
    "lambda x: x[0] ** 2 - 3 * x[1] ** 2": lambda: lambda x: x[0] ** 2 - 3 * x[1] ** 2,
    "lambda x: 5 * x[0] * x[1] - x[1] * x[2]": lambda: lambda x: 5 * x[0] * x[1] - x[1] * x[2],
    "lambda x: x[0] ** 3 + x[0] * x[1] ** 2": lambda: lambda x: x[0] ** 3 + x[0] * x[1] ** 2,
    "lambda x: x[0] ** 3 * x[1]": lambda: lambda x: x[0] ** 3 * x[1],
    "lambda x: -x[0] / 7": lambda: lambda x: -x[0] / 7,
    "lambda x: 5 * x[0] ** 2": lambda: lambda x: 5 * x[0] ** 2,
    "lambda x: x[0] ** 2 / 4 + x[0] * x[1] / 3": lambda: lambda x: x[0] ** 2 / 4 + x[0] * x[1] / 3,
}
"""Name -> function that builds the surface. A worked example is named by its code, for `check`."""
