"""`numerical_hessian`: second derivatives by differences; hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.saddle_points.differences import numerical_hessian, with_diagonal
from grader_tests.topics.saddle_points.hessian_mistakes import MISTAKES
from grader_tests.topics.saddle_points.shared import (
    INTEGERS_HINT,
    INTEGERS_TITLE,
    UNTOUCHED,
    example,
    point,
    signed,
    step,
    surface,
    symmetric,
)


def own_cases(rng: Generator) -> Iterator[Case]:
    """Each axis has a curvature of its own, and no two go together."""
    for n in (1, 2, 8):
        x = point(rng, n)
        f = surface(rng, x, curvatures=np.diag(signed(rng, n)))
        yield Case("own", (call(f, x, step(rng)),))


def mixed_cases(rng: Generator) -> Iterator[Case]:
    """Straight along every axis, and curved between any two: nothing on the diagonal."""
    for n in (2, 4, 6):
        x = point(rng, n)
        f = surface(rng, x, curvatures=with_diagonal(symmetric(rng, n), 0))
        yield Case("mixed", (call(f, x, step(rng)),))


def central_cases(rng: Generator) -> Iterator[Case]:
    """On a cubic every kind of central difference is exact, for every h; others are not."""
    for n in (3, 5):
        x = point(rng, n)
        f = surface(rng, x, curvatures=symmetric(rng, n), cubic=signed(rng, n))
        yield Case("central", (call(f, x, step(rng)),))


def step_cases(rng: Generator) -> Iterator[Case]:
    """Around x only h decides, and all differences agree, those on the diagonal in being 0."""
    for n in (3, 4):
        x = point(rng, n)
        yield Case("step", (call(surface(rng, x, quartic=signed(rng, n)), x, step(rng)),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """A quadric over whole numbers, whose curvatures are not whole."""
    for n in (2, 3):
        x = rng.integers(1, 9, n)
        curvatures = np.diag(rng.integers(1, 5, n) + 0.25 + 0.5 * rng.random(n))
        yield Case("integers", (call(surface(rng, x, curvatures=curvatures), x, step(rng)),))


NUMERICAL_HESSIAN = Exercise(
    "numerical_hessian",
    numerical_hessian,
    criteria=(
        Criterion(
            "own",
            "The diagonal holds the curvature along each axis.",
            "Try it with a function of one variable, such as the square: its slope changes by 2 "
            "for each unit, so the only entry is 2.",
            2,
            own_cases,
        ),
        Criterion(
            "mixed",
            "Beside the diagonal stands how the slope along one axis changes along another.",
            "Try it with the product of two coordinates: its two entries beside the diagonal are "
            "1, and those on the diagonal are 0.",
            2,
            mixed_cases,
        ),
        Criterion(
            "central",
            "Differences are taken to both sides of `x`, so the matrix is symmetric.",
            "Both times that you take a difference, of heights and of slopes, compare one step "
            "ahead with one step back, and start from `x` itself each time.",
            2,
            central_cases,
        ),
        Criterion(
            "step",
            "The step is the `h` that is given.",
            "Each move is `h` long, for whatever `h` the function is called with.",
            1,
            step_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    mistakes=MISTAKES,
    examples=(
        example("own", "x[0] ** 2 - 3 * x[1] ** 2", [0.1, 0.7], 0.3),
        example("mixed", "5 * x[0] * x[1] - x[1] * x[2]", [0.4, -1.2, 2.0], 0.5),
        example("central", "x[0] ** 3 + x[0] * x[1] ** 2", [0.1, 0.7], 0.3),
        example("step", "x[0] ** 3 * x[1]", [0.0, 0.0], 0.5),
        example("integers", "x[0] ** 2 / 4 + x[0] * x[1] / 3", [5, 2], 0.5),
    ),
)
