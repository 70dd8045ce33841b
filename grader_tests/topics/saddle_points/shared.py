"""What the exercises on derivatives have in common: surfaces, wrong ways to return, words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Function


def signed(rng: Generator, *shape: int) -> Any:
    """Numbers of either sign, none of them near zero."""
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def symmetric(rng: Generator, n: int) -> Any:
    """A symmetric matrix (n, n) with no element near zero."""
    upper = np.triu(signed(rng, n, n))
    return upper + np.triu(upper, 1).T


def surface(rng: Generator, x: Any, **parts: Any) -> CourseFunction:
    """A polynomial with slopes, and with those other `parts` that are given, around the point x.

    Around x itself it is known how far each kind of difference is from the derivative. The level
    is not zero, so that a value that is left out makes a difference.
    """
    n = len(x)
    nothing = {"curvatures": np.zeros((n, n)), "cubic": np.zeros(n), "quartic": np.zeros(n)}
    settings = {"centre": np.array(x, dtype=np.float64), "level": float(rng.uniform(1, 3))}
    return CourseFunction("polynomial", {**settings, "slopes": signed(rng, n), **nothing, **parts})


def point(rng: Generator, n: int) -> Any:
    """Where to differentiate, (n,): away from zero, and no round numbers."""
    return signed(rng, n)


def step(rng: Generator) -> float:
    """A large h: its effect is seen in every digit."""
    return float(rng.uniform(0.1, 0.4))


def example(criterion: str, code: str, x: list[float] | list[int], h: float) -> Case:
    """A worked example with a function that its name spells out."""
    return Case(criterion, (call(CourseFunction(f"lambda x: {code}"), np.array(x), h),))


def cast_to_input_dtype(function: Function) -> Function:
    """`function` with its result in the type that x has."""
    return lambda f, x, h: function(f, x, h).astype(x.dtype)


UNTOUCHED = Criterion(
    UNCHANGED,
    "The point `x` that is given stays as it was.",
    "`x[i] += h` writes into the array of whoever called the function. Make a new array for each "
    "moved point: an array of zeros with one `h` in it can be added to `x`.",
    1,
)
INTEGERS_TITLE = "A point of whole numbers gives right results too, with their decimals."
INTEGERS_HINT = (
    "An array of whole numbers cannot hold a half. Make moved points by adding to `x`, not by "
    "writing into a copy of it, and the result with `np.zeros(...)`, not `np.zeros_like(x)`."
)
TRUNCATED = (
    "The result has the type of `x`, so for a point of whole numbers its decimals are lost. "
    "`np.zeros_like(x)` does that; `np.zeros(len(x))` does not."
)
WHOLE_MOVES = (
    "For a point of whole numbers everything comes out as 0: `np.zeros_like(x)` is then an array "
    "of whole numbers too, and the `h` that you write into it is cut to 0. Use "
    "`np.zeros(len(x))`."
)
FIRST_ONLY = (
    "Only the first axis is worked out, and all others are 0: the `return` stands inside the loop. "
    "Move it to the left, so that it comes after the loop."
)
LISTED = "The numbers are right, but they come in a list. Return a NumPy array."
