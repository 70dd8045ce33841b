"""Right and wrong ways to take differences of a surface, once and twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.exercise import Function

Surface = Callable[[Any], float]


def numerical_gradient(f: Surface, x: Any, h: float) -> Any:
    """(f(x + h e_i) - f(x - h e_i)) / 2h, for each axis i."""
    return np.array([(f(x + move) - f(x - move)) / (2 * h) for move in h * np.eye(len(x))])


def forward_gradient(f: Surface, x: Any, h: float) -> Any:
    """(f(x + h e_i) - f(x)) / h, for each axis i."""
    return np.array([(f(x + move) - f(x)) / h for move in h * np.eye(len(x))])


def taken_along(f: Surface, x: Any, h: float) -> Any:
    """The moved point is taken along to the next axis."""
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        slopes[i] = (above - f(x)) / (2 * h)
    return slopes


def put_back(f: Surface, x: Any, h: float) -> Any:
    """The given point is moved, and moved back as far as rounding allows."""
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        slopes[i] = (above - f(x)) / (2 * h)
        x[i] += h
    return slopes


def into_copies(f: Surface, x: Any, h: float) -> Any:
    """Moved points made in copies that have the type of x."""
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] = x[i] + h
        below[i] = x[i] - h
        slopes[i] = (f(above) - f(below)) / (2 * h)
    return slopes


def coordinate_alone(f: Surface, x: Any, h: float) -> Any:
    """f is given one coordinate in place of a point."""
    return np.array([(f(value + h) - f(value - h)) / (2 * h) for value in x])


def first_only(derivative: Function) -> Function:
    """`derivative` from a loop that ends after its first turn."""

    def wrong(f: Surface, x: Any, h: float) -> Any:
        whole = derivative(f, x, h)
        whole[1:] = 0
        return whole

    return wrong


def whole_moves(derivative: Function) -> Function:
    """`derivative` with moves that have the type of x, so that they may be nothing."""

    def wrong(f: Surface, x: Any, h: float) -> Any:
        return derivative(f, x, h) * (x.dtype.kind == "f")

    return wrong


def numerical_hessian(f: Surface, x: Any, h: float) -> Any:
    """Central differences of the central differences."""
    return differences_of(numerical_gradient, f, x, h)


def differences_of(gradient: Function, f: Surface, x: Any, h: float) -> Any:
    """Central differences of a gradient, row by row."""
    rows = [gradient(f, x + move, h) - gradient(f, x - move, h) for move in h * np.eye(len(x))]
    return np.array(rows) / (2 * h)


def forward_hessian(f: Surface, x: Any, h: float) -> Any:
    """Forward differences of forward differences; backward ones with a negative h."""
    here = forward_gradient(f, x, h)
    return np.array([(forward_gradient(f, x + move, h) - here) / h for move in h * np.eye(len(x))])


def lopsided_hessian(f: Surface, x: Any, h: float) -> Any:
    """Forward differences of central differences."""
    here = numerical_gradient(f, x, h)
    moves = h * np.eye(len(x))
    return np.array([(numerical_gradient(f, x + move, h) - here) / h for move in moves])


def with_diagonal(hessian: Any, factor: float) -> Any:
    """The same matrix with its diagonal multiplied."""
    return hessian + (factor - 1) * np.diag(np.diag(hessian))


def hessian_taken_along(f: Surface, x: Any, h: float) -> Any:
    """The point is moved along one axis after the other, and never put back."""
    x = np.array(x, dtype=np.float64)
    rows = []
    for i in range(len(x)):
        x[i] += h
        above = numerical_gradient(f, x, h)
        x[i] -= 2 * h
        rows.append((above - numerical_gradient(f, x, h)) / (2 * h))
    return np.array(rows)


def hessian_put_back(f: Surface, x: Any, h: float) -> Any:
    """The given point is moved, and moved back as far as rounding allows."""
    rows = []
    for i in range(len(x)):
        x[i] += h
        above = numerical_gradient(f, x, h)
        x[i] -= 2 * h
        rows.append((above - numerical_gradient(f, x, h)) / (2 * h))
        x[i] += h
    return np.array(rows)
