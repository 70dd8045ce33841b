"""What the exercises on derivatives have in common: surfaces, points and steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Call, call


def signed(rng: Generator, *shape: int) -> Any:
    """Return numbers of either sign, none of them near zero."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def first_negative(values: Any) -> Any:
    """Return the numbers, the first of them negative, so that no set of them has only one sign."""
    values[0] = -abs(values[0])
    return values


def symmetric(rng: Generator, n: int) -> Any:
    """Return a symmetric matrix (n, n) with no element near zero."""
    upper = np.triu(signed(rng, n, n))
    return upper + np.triu(upper, 1).T


def surface(rng: Generator, x: Any, **parts: Any) -> CourseFunction:
    """Return a polynomial around the point x with slopes, and with the other `parts` if given.

    At x itself it is known how far each kind of difference is from the derivative. The level is not
    zero, so that a value that is left out makes a difference. Along the first axis it falls.
    """
    n = len(x)
    nothing = {"curvatures": np.zeros((n, n)), "cubic": np.zeros(n), "quartic": np.zeros(n)}
    settings = {"centre": np.array(x, dtype=np.float64), "level": float(rng.uniform(1, 3))}
    return CourseFunction(
        "polynomial", {**settings, "slopes": first_negative(signed(rng, n)), **nothing, **parts}
    )


def point(rng: Generator, n: int) -> Any:
    """Return where to differentiate, (n,): away from zero, and no round numbers."""
    return signed(rng, n)


def step(rng: Generator) -> float:
    """Return a large h, whose effect is seen in every digit."""
    return float(rng.uniform(0.1, 0.4))


def example(code: str, x: list[float] | list[int], h: float) -> Call:
    """Return a worked example with a function that its name spells out."""
    return call(CourseFunction(f"lambda x: {code}"), np.array(x), h)
