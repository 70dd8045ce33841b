"""`numerical_gradient`: central differences; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.saddle_points.differences import (
    coordinate_alone,
    first_only,
    forward_gradient,
    into_copies,
    numerical_gradient,
    put_back,
    taken_along,
    whole_moves,
)
from grader_tests.topics.saddle_points.shared import (
    FIRST_ONLY,
    INTEGERS_HINT,
    INTEGERS_TITLE,
    LISTED,
    TRUNCATED,
    UNTOUCHED,
    WHOLE_MOVES,
    cast_to_input_dtype,
    example,
    point,
    signed,
    step,
    surface,
    symmetric,
)


def slope_cases(rng: Generator) -> Iterator[Case]:
    """On a plane all kinds of differences agree, for every h."""
    for n in (1, 3, 40):
        x = point(rng, n)
        yield Case("slope", (call(surface(rng, x), x, step(rng)),))


def central_cases(rng: Generator) -> Iterator[Case]:
    """On a quadric central differences are exact, for every h; others are not."""
    for n in (2, 5):
        x = point(rng, n)
        f = surface(rng, x, curvatures=symmetric(rng, n))
        yield Case("central", (call(f, x, step(rng)),))


def step_cases(rng: Generator) -> Iterator[Case]:
    """Around x the surface is odd: both one-sided differences agree with the central one."""
    for n in (2, 4):
        x = point(rng, n)
        yield Case("step", (call(surface(rng, x, cubic=signed(rng, n)), x, step(rng)),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """A plane over whole numbers, with slopes that are not whole."""
    for n in (2, 3):
        x = rng.integers(1, 9, n)
        f = surface(rng, x, slopes=rng.integers(0, 5, n) + rng.uniform(0.2, 0.8, n))
        yield Case("integers", (call(f, x, step(rng)),))


OWN = ("slope", "central", "step", "integers")
ALL = (*OWN, UNCHANGED)

NUMERICAL_GRADIENT = Exercise(
    "numerical_gradient",
    numerical_gradient,
    criteria=(
        Criterion(
            "slope",
            "There is one slope for each axis: rise divided by distance.",
            "Move along one axis at a time. The two points that you compare are `2 * h` apart, so "
            "that is what the difference of their heights is divided by.",
            3,
            slope_cases,
        ),
        Criterion(
            "central",
            "The two points lie on both sides of `x`, at equal distance, and nothing else moves.",
            "Compare `f` at one step ahead with `f` at one step back, along one axis, with all "
            "other coordinates as they are in `x`.",
            2,
            central_cases,
        ),
        Criterion(
            "step",
            "The step is the `h` that is given.",
            "Each of the two points is `h` away from `x`, for whatever `h` the function is called "
            "with.",
            1,
            step_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    mistakes=(
        Mistake(
            "forward",
            "This is a one-sided difference: it compares `x` with a point ahead of it, and on a "
            "curved surface it is off to one side. Compare the point ahead with the point behind.",
            forward_gradient,
            ("central",),
        ),
        Mistake(
            "backward",
            "This is a one-sided difference: it compares `x` with a point behind it, and on a "
            "curved surface it is off to one side. Compare the point ahead with the point behind.",
            lambda f, x, h: forward_gradient(f, x, -h),
            ("central",),
        ),
        Mistake(
            "half_distance",
            "The slopes are twice as large as they should be: the two points are `2 * h` apart, "
            "not `h`.",
            lambda f, x, h: 2 * numerical_gradient(f, x, h),
            ALL,
        ),
        Mistake(
            "precedence",
            "Mind the brackets: `a / 2 * h` divides by 2 and then *multiplies* by `h`. The whole "
            "`2 * h` has to stand under the fraction line.",
            lambda f, x, h: h * h * numerical_gradient(f, x, h),
            ALL,
        ),
        Mistake(
            "not_divided",
            "The differences of the heights are not divided by anything. A slope is a difference "
            "of heights divided by the distance between the two points.",
            lambda f, x, h: 2 * h * numerical_gradient(f, x, h),
            ALL,
        ),
        Mistake(
            "turned",
            "All signs are turned round: take the point ahead first, and subtract the point "
            "behind. Where the surface rises, the slope is positive.",
            lambda f, x, h: -numerical_gradient(f, x, h),
            ALL,
        ),
        Mistake(
            "all_at_once",
            "`x + h` moves along all axes at once, so only one number comes out. Move along one "
            "axis at a time, and collect one slope for each.",
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
            ALL,
        ),
        Mistake(
            "all_at_once_repeated",
            "Every component has the same value, because every time the point moves along all "
            "axes at once. For component `i` only coordinate `i` may move.",
            lambda f, x, h: np.full(len(x), (f(x + h) - f(x - h)) / (2 * h)),
            ALL,
        ),
        Mistake(
            "two_axes",
            "The function only knows two axes. A point can have any number of coordinates: go "
            "through all of them with a loop over `range(len(x))`.",
            lambda f, x, h: np.array(
                [(f(x + move) - f(x - move)) / (2 * h) for move in h * np.eye(2)]
            ),
            ALL,
        ),
        Mistake(
            "half_step",
            "Your two points are half a step away from `x`, so that they are `h` apart. Here each "
            "of them is a whole `h` away.",
            lambda f, x, h: numerical_gradient(f, x, h / 2),
            ("step",),
        ),
        Mistake(
            "fixed_step",
            "The result does not depend on `h`. The function has to use the step that it is "
            "called with, not one of its own, however small.",
            lambda f, x, h: numerical_gradient(f, x, 1e-5),
            ("step",),
        ),
        Mistake(
            "taken_along",
            "The point is not put back before the next axis, so the later slopes belong to "
            "another place. Start from the given `x` for each axis.",
            lambda f, x, h: taken_along(f, np.array(x, dtype=np.float64), h),
            ("central", "step"),
        ),
        Mistake(
            "taken_along_in_place",
            "You move the point `x` itself and do not put it back: the later slopes belong to "
            "another place, and the caller's `x` is gone. Make a new point for each axis.",
            taken_along,
            ("central", "step", "integers", UNCHANGED),
        ),
        Mistake(
            "put_back",
            "You write into the caller's `x`. To take `h` away again is not enough: rounding "
            "leaves a trace, and whole numbers cannot move by `h`. Make a new point instead.",
            put_back,
            ("integers", UNCHANGED),
        ),
        Mistake(
            "copies_of_whole_numbers",
            "A copy of an array of whole numbers holds whole numbers, so `h` is cut off when you "
            "write into it. Add the step to `x` instead: that makes an array with decimals.",
            into_copies,
            ("integers",),
        ),
        Mistake("whole_moves", WHOLE_MOVES, whole_moves(numerical_gradient), ("integers",)),
        Mistake("first_only", FIRST_ONLY, first_only(numerical_gradient), ALL),
        Mistake(
            "coordinate_alone",
            "`f` gets a single coordinate, such as `x[i] + h`. It wants a whole point: an array "
            "with all coordinates, of which one has moved.",
            coordinate_alone,
            ALL,
        ),
        Mistake("truncated", TRUNCATED, cast_to_input_dtype(numerical_gradient), ("integers",)),
        Mistake("listed", LISTED, lambda f, x, h: numerical_gradient(f, x, h).tolist(), ALL),
    ),
    examples=(
        example("slope", "3 * x[0] - 2 * x[1] + x[2]", [0.1, 0.7, -0.4], 0.3),
        example("central", "x[0] ** 2 + 3 * x[0] * x[1]", [0.5, 2.1], 0.1),
        example("step", "x[0] ** 3 + x[1]", [0.0, 1.3], 0.5),
        example("integers", "x[0] / 4 - x[1] / 2", [5, 2], 0.25),
    ),
)
