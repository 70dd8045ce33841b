"""The known mistakes in `batchnorm_forward`."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import cast_to_input_dtype, returns_none
from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.batchnorm.common import (
    IN_PLACE,
    NO_RETURN,
    TRUNCATED,
    WRITTEN_OVER,
    flat,
    works_on_its_first_argument,
)
from grader_tests.topics.batchnorm.reference import batchnorm_forward, forward_of

NORMALIZES = ("normalize", "integers")
STATISTICS = ("mean", "variance")
ITEMS = ("mean", "variance", "normalize", "scale_shift", "epsilon", "integers")
EVERYTHING = (*ITEMS, UNCHANGED)


def over(axis: int | None, **settings: Any) -> dict[str, Any]:
    """Mean and variance over another axis."""
    return {
        "mean": lambda Z: np.mean(Z, axis=axis, **settings),
        "variance": lambda Z, mu: np.var(Z, axis=axis, **settings),
    }


def written_over(Z: Any, *args: Any, **kwargs: Any) -> Any:
    """The result in the place of Z."""
    result, mu, var = batchnorm_forward(Z, *args, **kwargs)
    Z[...] = result
    return Z, mu, var


def epsilon_returned(Z: Any, gamma: Any, beta: Any, epsilon: float) -> Any:
    """`var = var + epsilon`, and on with that."""
    Z_tilde, mu, var = batchnorm_forward(Z, gamma, beta, epsilon)
    return Z_tilde, mu, var + epsilon


MISTAKES = (
    Mistake(
        "wrong_axis",
        "Mean and variance are taken down the columns, over the units of one example. A column is "
        "one example: each unit needs its own mean over all examples, along its row.",
        forward_of(**over(0, keepdims=True)),
        (*STATISTICS, *NORMALIZES),
    ),
    Mistake(
        "whole_array",
        "There is one mean and one variance for the whole array. Each unit, which is a row, has "
        "its own: say along which axis to take them.",
        forward_of(**over(None)),
        (*STATISTICS, *NORMALIZES),
    ),
    Mistake(
        "whole_array_kept",
        "There is one mean and one variance for all units together. `keepdims=True` alone does "
        "not separate the rows: say along which axis to take them.",
        forward_of(**over(None, keepdims=True)),
        (*STATISTICS, *NORMALIZES),
    ),
    Mistake(
        "flat_statistics",
        "`mu` and `var` come back with the shape (n,). They are columns, of the shape (n, 1), "
        "like `gamma` and `beta`.",
        flat(batchnorm_forward, 1, 2),
        STATISTICS,
    ),
    Mistake(
        "unbiased_variance",
        "The variance is divided by m - 1. That is the estimate of statistics books, `ddof=1`; "
        "batch norm divides by m, which is what NumPy does by itself.",
        forward_of(variance=lambda Z, mu: np.var(Z, axis=1, ddof=1, keepdims=True)),
        ("variance", *NORMALIZES),
    ),
    Mistake(
        "sum_of_squares",
        "`var` is the sum of the squared distances. The variance is their mean.",
        forward_of(variance=lambda Z, mu: np.sum((Z - mu) ** 2, axis=1, keepdims=True)),
        ("variance", "epsilon", *NORMALIZES),
    ),
    Mistake(
        "sum_for_mean",
        "`mu` is the sum of the row. The mean is the sum divided by the number of examples.",
        forward_of(mean=lambda Z: np.sum(Z, axis=1, keepdims=True)),
        (*STATISTICS, *NORMALIZES),
    ),
    Mistake(
        "mean_square",
        "`var` is the mean of the squares of `Z` itself. The variance is the mean of the squared "
        "distances from the mean.",
        forward_of(variance=lambda Z, mu: np.mean(Z**2, axis=1, keepdims=True)),
        ("variance", *NORMALIZES),
    ),
    Mistake(
        "absolute",
        "`var` is the mean of the absolute distances from the mean. The variance squares them.",
        forward_of(variance=lambda Z, mu: np.mean(abs(Z - mu), axis=1, keepdims=True)),
        ("variance", "epsilon", *NORMALIZES),
    ),
    Mistake(
        "root_returned",
        "The third result is the standard deviation, the root of the variance. Return the "
        "variance itself: that is what is averaged over the batches later.",
        forward_of(returned=lambda Z_tilde, mu, var: (Z_tilde, mu, np.sqrt(var))),
        ("variance",),
    ),
    Mistake(
        "epsilon_returned",
        "The third result is the variance with `epsilon` already in it. `epsilon` is there for the "
        "division only: return the plain variance.",
        epsilon_returned,
        ("variance",),
    ),
    Mistake(
        "no_root",
        "The distances are divided by the variance. Divide by its root, so that the result has "
        "variance 1.",
        forward_of(root=lambda var, epsilon: var + epsilon),
        ("epsilon", *NORMALIZES),
    ),
    Mistake(
        "not_divided",
        "The mean is taken away, but nothing is divided: each row keeps its own spread.",
        forward_of(root=lambda var, epsilon: 1.0),
        ("epsilon", *NORMALIZES),
    ),
    Mistake(
        "epsilon_outside",
        "`epsilon` is added to the standard deviation, after the root. Batch norm adds it to the "
        "variance, inside the root.",
        forward_of(root=lambda var, epsilon: np.sqrt(var) + epsilon),
        ("epsilon",),
    ),
    Mistake(
        "epsilon_forgotten",
        "`epsilon` plays no part. A unit that is the same for all examples has variance 0, and "
        "then you divide by zero.",
        forward_of(root=lambda var, epsilon: np.sqrt(var)),
        ("epsilon", "scale_shift"),
    ),
    Mistake(
        "epsilon_fixed",
        "`epsilon` is a number of your own. The function has to use the `epsilon` that it is "
        "called with.",
        forward_of(root=lambda var, epsilon: np.sqrt(var + 1e-8)),
        ("epsilon", "scale_shift"),
    ),
    Mistake(
        "epsilon_default",
        "`epsilon` is always 1e-5. That is a common value, but the function has to use the "
        "`epsilon` that it is called with.",
        forward_of(root=lambda var, epsilon: np.sqrt(var + 1e-5)),
        ("epsilon", "scale_shift", *NORMALIZES),
    ),
    Mistake(
        "floor",
        "The larger one of `var` and `epsilon` stands under the root. It has to be their sum.",
        forward_of(root=lambda var, epsilon: np.sqrt(np.maximum(var, epsilon))),
        ("epsilon",),
    ),
    Mistake(
        "gamma_forgotten",
        "`gamma` plays no part: multiply the normalized values by it.",
        forward_of(scaled=lambda Z_norm, gamma, beta: Z_norm + beta),
        ("scale_shift",),
    ),
    Mistake(
        "beta_forgotten",
        "`beta` plays no part: add it to the scaled values.",
        forward_of(scaled=lambda Z_norm, gamma, beta: gamma * Z_norm),
        ("scale_shift",),
    ),
    Mistake(
        "scale_shift_forgotten",
        "`gamma` and `beta` play no part: the normalized values come back as they are. Scale and "
        "shift them first.",
        forward_of(scaled=lambda Z_norm, gamma, beta: Z_norm),
        ("scale_shift",),
    ),
    Mistake(
        "shift_first",
        "`beta` is added before `gamma` multiplies, so it is multiplied too. Scale first, then "
        "shift.",
        forward_of(scaled=lambda Z_norm, gamma, beta: gamma * (Z_norm + beta)),
        ("scale_shift",),
    ),
    Mistake(
        "gamma_divides",
        "The normalized values are divided by `gamma`. It is a factor: multiply.",
        forward_of(scaled=lambda Z_norm, gamma, beta: Z_norm / gamma + beta),
        ("scale_shift",),
    ),
    Mistake(
        "parameters_swapped",
        "`gamma` and `beta` have changed places: `gamma` is the factor, `beta` is added.",
        forward_of(scaled=lambda Z_norm, gamma, beta: beta * Z_norm + gamma),
        ("normalize", "scale_shift", "epsilon", "integers"),
    ),
    Mistake(
        "only_result",
        "Only `Z_tilde` comes back. Return three things, separated by commas: `Z_tilde`, `mu` and "
        "`var`.",
        forward_of(returned=lambda Z_tilde, mu, var: Z_tilde),
        EVERYTHING,
    ),
    Mistake(
        "statistics_turned",
        "`mu` and `var` come back in the wrong order: after `Z_tilde` comes `mu`, then `var`.",
        forward_of(returned=lambda Z_tilde, mu, var: (Z_tilde, var, mu)),
        STATISTICS,
    ),
    Mistake(
        "statistics_first",
        "The statistics come back before the result: `Z_tilde` is the first of the three.",
        forward_of(returned=lambda Z_tilde, mu, var: (mu, var, Z_tilde)),
        EVERYTHING,
    ),
    Mistake(
        "in_place",
        IN_PLACE,
        works_on_its_first_argument(batchnorm_forward),
        ("integers", UNCHANGED),
    ),
    Mistake("written_over", WRITTEN_OVER, written_over, ("integers", UNCHANGED)),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(batchnorm_forward), ("integers",)),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
