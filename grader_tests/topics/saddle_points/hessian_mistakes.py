"""`numerical_hessian`: the known mistakes."""

from __future__ import annotations

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.saddle_points.differences import (
    differences_of,
    first_only,
    forward_gradient,
    forward_hessian,
    hessian_put_back,
    hessian_taken_along,
    lopsided_hessian,
    numerical_gradient,
    numerical_hessian,
    whole_moves,
    with_diagonal,
)
from grader_tests.topics.saddle_points.shared import (
    FIRST_ONLY,
    LISTED,
    TRUNCATED,
    WHOLE_MOVES,
    cast_to_input_dtype,
)

ALL = ("own", "mixed", "central", "step", "integers", UNCHANGED)

MISTAKES = (
    Mistake(
        "forward",
        "These are one-sided differences, ahead of `x` only, so they belong to a place "
        "beside `x`. Both times compare one step ahead with one step back.",
        forward_hessian,
        ("central",),
    ),
    Mistake(
        "backward",
        "These are one-sided differences, behind `x` only, so they belong to a place "
        "beside `x`. Both times compare one step ahead with one step back.",
        lambda f, x, h: forward_hessian(f, x, -h),
        ("central",),
    ),
    Mistake(
        "lopsided",
        "The matrix is not symmetric: the slopes are central differences, but of the slopes "
        "you take a one-sided one, from `x` to one step ahead. Take that one to both sides "
        "too.",
        lopsided_hessian,
        ("central",),
    ),
    Mistake(
        "forward_slopes",
        "The matrix is not symmetric: the slopes themselves are one-sided differences. Take "
        "them to both sides, as `numerical_gradient` does.",
        lambda f, x, h: differences_of(forward_gradient, f, x, h),
        ("central",),
    ),
    Mistake(
        "diagonal_only",
        "Only the diagonal is filled. How the slope along one axis changes when you move "
        "along *another* belongs into the matrix as well.",
        lambda f, x, h: np.diag(np.diag(numerical_hessian(f, x, h))),
        ("mixed", "central", "step"),
    ),
    Mistake(
        "upper_half",
        "The part below the diagonal is empty. The matrix is symmetric: what stands in row i "
        "and column j stands in row j and column i too.",
        lambda f, x, h: np.triu(numerical_hessian(f, x, h)),
        ("mixed", "central", "step"),
    ),
    Mistake(
        "lower_half",
        "The part above the diagonal is empty. The matrix is symmetric: what stands in row i "
        "and column j stands in row j and column i too.",
        lambda f, x, h: np.tril(numerical_hessian(f, x, h)),
        ("mixed", "central", "step"),
    ),
    Mistake(
        "diagonal_doubled",
        "The diagonal is twice as large as it should be: it is counted once as part of the "
        "upper half and once as part of the lower.",
        lambda f, x, h: with_diagonal(numerical_hessian(f, x, h), 2),
        ("own", "central", "integers"),
    ),
    Mistake(
        "diagonal_quartered",
        "The diagonal is a quarter of what it should be. With points one step away from `x`, "
        "the second difference is divided by `h**2`; `4 * h**2` goes with points two steps "
        "away.",
        lambda f, x, h: with_diagonal(numerical_hessian(f, x, h), 0.25),
        ("own", "central", "integers"),
    ),
    Mistake(
        "vector",
        "Only the curvatures along the axes come back, as a vector. The Hessian is a matrix "
        "with a row and a column for each axis.",
        lambda f, x, h: np.diag(numerical_hessian(f, x, h)),
        ALL,
    ),
    Mistake(
        "half_distance",
        "Everything is twice as large as it should be: one of the two differences is divided "
        "by `h`, although its points are `2 * h` apart.",
        lambda f, x, h: 2 * numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "quarter_distance",
        "Everything is four times as large as it should be. Two differences are taken, each "
        "over the distance `2 * h`, so the square of `2 * h` stands under the fraction line.",
        lambda f, x, h: 4 * numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "precedence",
        "Mind the brackets: `a / 4 * h**2` divides by 4 and then *multiplies* by the square. "
        "The whole `4 * h**2` has to stand under the fraction line.",
        lambda f, x, h: h**4 * numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "precedence_once",
        "Mind the brackets: `a / 2 * h` divides by 2 and then *multiplies* by `h`. The whole "
        "`2 * h` has to stand under the fraction line.",
        lambda f, x, h: h**2 * numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "divided_once",
        "The differences of the slopes are not divided by the distance between the two "
        "points, which is `2 * h`.",
        lambda f, x, h: 2 * h * numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "turned",
        "All signs are turned round. Where the slope grows, the curvature is positive: take "
        "the slope ahead first, and subtract the slope behind.",
        lambda f, x, h: -numerical_hessian(f, x, h),
        ALL,
    ),
    Mistake(
        "product_of_slopes",
        "This is the product of each slope with each other slope. The Hessian does not hold "
        "how large slopes are, but how they change from place to place.",
        lambda f, x, h: np.outer(numerical_gradient(f, x, h), numerical_gradient(f, x, h)),
        ALL,
    ),
    Mistake(
        "fixed_step",
        "The result does not depend on `h`. The function has to use the step that it is "
        "called with, not one of its own, however small.",
        lambda f, x, h: numerical_hessian(f, x, 1e-3),
        ("step",),
    ),
    Mistake(
        "taken_along",
        "The point is not put back before the next row, so the later rows belong to another "
        "place. Start from the given `x` for each row.",
        hessian_taken_along,
        ("central",),
    ),
    Mistake(
        "put_back",
        "You write into the caller's `x`. To take `h` away again is not enough: rounding "
        "leaves a trace, and whole numbers cannot move by `h`. Make a new point instead.",
        hessian_put_back,
        ("integers", UNCHANGED),
    ),
    Mistake("whole_moves", WHOLE_MOVES, whole_moves(numerical_hessian), ("integers",)),
    Mistake("first_only", FIRST_ONLY, first_only(numerical_hessian), ALL),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(numerical_hessian), ("integers",)),
    Mistake("listed", LISTED, lambda f, x, h: numerical_hessian(f, x, h).tolist(), ALL),
)
