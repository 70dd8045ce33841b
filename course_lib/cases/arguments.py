"""Arguments of a case that are not plain values: functions and random generators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from course_lib.cases.polynomials import POLYNOMIALS
from course_lib.cases.uneven_rng import uneven_rng
from course_lib.scales import Point, Space, shares_of_axis

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]


@dataclass(frozen=True)
class SeededRng:
    """In a call's arguments: a new random generator with this seed.

    >>> SeededRng(7).made().integers(10, size=3), SeededRng(7).made().integers(10, size=3)
    (array([9, 6, 6]), array([9, 6, 6]))
    """

    seed: int

    def made(self) -> Generator:
        """Return the generator in its initial state."""
        return np.random.default_rng(self.seed)

    def __str__(self) -> str:
        return f"np.random.default_rng({self.seed})"


@dataclass(frozen=True)
class CourseFunction:
    """In a call's arguments: the function with this name in `COURSE_FUNCTIONS`, and its settings.

    >>> CourseFunction("quadratic", {"A": np.eye(2), "b": np.zeros(2)}).made()(np.array([3.0, 4.0]))
    12.5
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def made(self) -> Any:
        """Return the function; raise KeyError if there is none with this name."""
        return COURSE_FUNCTIONS[self.name](**self.settings)

    def __str__(self) -> str:
        return self.name


def quadratic(A: Array, b: Array) -> Callable[[Array], float]:
    """Return the function J(w) = w A w / 2 - b w, for a symmetric A (n, n) and b (n,)."""
    return lambda w: float(0.5 * w @ A @ w - b @ w)


def quadratic_gradient(A: Array, b: Array) -> Callable[[Array], Array]:
    """Return the gradient of `quadratic`, A w - b."""
    return lambda w: A @ w - b


def squared_error(
    X: Array, Y: Array, W: str = "W", b: str = "b"
) -> Callable[[Parameters], tuple[float, Parameters]]:
    """Return the cost of a layer W X + b, half the mean squared error, and its gradients.

    The function takes {"W": (n_out, n), "b": (n_out, 1)} and returns the cost and a dict of the
    gradients, with the same names; `W` and `b` can set others.
    """

    def cost_and_gradients(parameters: Parameters) -> tuple[float, Parameters]:
        error = parameters[W] @ X + parameters[b] - Y
        m = X.shape[1]
        gradients = {W: error @ X.T / m, b: error.sum(axis=1, keepdims=True) / m}
        return float((error**2).sum() / (2 * m)), gradients

    return cost_and_gradients


def cost_of_points(
    space: Space,
    best: Mapping[str, float],
    lowest: float = 0.0,
    wear: float = 0.0,
    middling_until: int = 0,
) -> Callable[[Point], float]:
    """Return a cost of the points of a space: `lowest` at the point `best`, and more around it.

    It grows with the squared distance on each axis's own scale. Each call costs `wear` more than
    the previous one, so that the scores show how often, and in which order, it was called. The
    first point and point number `middling_until` cost half as much again as points do on average,
    so that neither is the best or the worst in a search of that many points, nor like their mean.
    """
    goal = {name: shares_of_axis(best[name], axis) for name, axis in space.items()}
    average = float(sum(1 / 12 + (share - 0.5) ** 2 for share in goal.values()))
    points: list[Point] = []
    calls = 0

    def distance(point: Point) -> float:
        if middling_until:
            if point not in points:
                points.append(dict(point))
            if points.index(point) in (0, middling_until - 1):
                return 1.5 * average
        away = (shares_of_axis(point[name], axis) - goal[name] for name, axis in space.items())
        return float(sum(offset**2 for offset in away))

    def cost(point: Point) -> float:
        nonlocal calls
        calls += 1
        return lowest + distance(point) + wear * calls

    return cost


def cost_after_epochs(
    points: Sequence[Point], floors: Array, heads: Array
) -> Callable[[Point, int], float]:
    """Return a cost of these points after some epochs of training: floors + heads / epochs."""

    def cost(point: Point, epochs: int) -> float:
        number = list(points).index(point)
        return float(floors[number] + heads[number] / epochs)

    return cost


COURSE_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "cost_after_epochs": cost_after_epochs,
    "cost_of_points": cost_of_points,
    "quadratic": quadratic,
    "quadratic_gradient": quadratic_gradient,
    "squared_error": squared_error,
    "uneven_rng": uneven_rng,
    **POLYNOMIALS,
}
"""Name -> a function that builds the course function, or a generator, from plain settings."""
