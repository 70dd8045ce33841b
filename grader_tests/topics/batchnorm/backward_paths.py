"""The known mistakes in the paths back from Z_tilde to Z, in `batchnorm_backward`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Mistake
from grader_tests.topics.batchnorm.reference import backward_of, batchnorm_backward, root_of
from grader_tests.topics.batchnorm.shared import mean, total, variance

VARIANCE = ("variance_path", "epsilon")
PATHS = ("mean_path", *VARIANCE)
PASSED_BACK = ("direct", *PATHS, "integers")


def dropped(*args: Any) -> float:
    """A path that is not there."""
    return 0.0


def mean_path(dZ_norm: Any, root: Any, m: int) -> Any:
    """The right one."""
    return total(dZ_norm) / (root * m)


def variance_path(dZ_norm: Any, centred: Any, root: Any, m: int) -> Any:
    """The right one."""
    return centred / root**3 * total(dZ_norm * centred) / m


def times(factor: float) -> Callable[..., Any]:
    """The path through the variance, too small or too large."""
    return lambda *args: factor * variance_path(*args)


def gamma_only_direct(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """gamma times the direct path, and the other two without it."""
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, np.ones_like(gamma), epsilon)
    return dZ + (gamma - 1) * dZ_tilde / root_of(variance(Z), epsilon), dgamma, dbeta


def m_on_the_sums_only(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """gamma / (m root) * (dZ_tilde - sum - Z_norm * sum): the first term lacks its factor m."""
    _, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    m, root = Z.shape[1], root_of(variance(Z), epsilon)
    Z_norm = (Z - mean(Z)) / root
    return gamma / (m * root) * (dZ_tilde - dbeta - Z_norm * dgamma), dgamma, dbeta


def units_counted(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """n in the place of m."""
    m, n = Z.shape[1], Z.shape[0]
    return backward_of(
        mean_path=lambda d, root, _: mean_path(d, root, m) * m / n,
        variance_path=lambda d, centred, root, _: variance_path(d, centred, root, m) * m / n,
    )(dZ_tilde, Z, gamma, epsilon)


def scaled_dz(factor: Any, dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """The whole of dZ too large by a factor."""
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    return factor * dZ, dgamma, dbeta


def not_through(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """The gradient with respect to Z_norm, taken for that of Z."""
    _, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    return gamma * dZ_tilde, dgamma, dbeta


OF_THE_PATHS = (
    Mistake(
        "mean_dropped",
        "In `dZ` the path through the mean is missing. Each value of a row moves the row's mean a "
        "little, and with it every other value of the row.",
        backward_of(mean_path=dropped),
        ("mean_path",),
    ),
    Mistake(
        "variance_dropped",
        "In `dZ` the path through the variance is missing. Each value of a row changes the row's "
        "variance a little, and with it every other value of the row.",
        backward_of(variance_path=dropped),
        VARIANCE,
    ),
    Mistake(
        "statistics_constant",
        "`dZ` treats mean and variance as if they were constants. Both are computed from `Z`, so "
        "there are two more paths back to it.",
        backward_of(mean_path=dropped, variance_path=dropped),
        PATHS,
    ),
    Mistake(
        "variance_half",
        "The path through the variance has half its size: the derivative of the squared distance "
        "brings a factor 2.",
        backward_of(variance_path=times(0.5)),
        VARIANCE,
    ),
    Mistake(
        "variance_double",
        "The path through the variance has twice its size: the derivative of one over a root "
        "brings a factor of one half.",
        backward_of(variance_path=times(2.0)),
        VARIANCE,
    ),
    Mistake(
        "variance_power",
        "The path through the variance has the wrong power. The derivative of one over a root has "
        "the power -3/2 of what stands under the root, not -1/2.",
        backward_of(variance_path=lambda d, centred, root, m: centred / root * mean(d * centred)),
        VARIANCE,
    ),
    Mistake(
        "variance_once",
        "In the path through the variance `Z - mu` stands where the normalized values belong: it "
        "is divided by the root once too little.",
        backward_of(
            variance_path=lambda d, centred, root, m: centred / root**2 * mean(d * centred)
        ),
        VARIANCE,
    ),
    Mistake(
        "paths_added",
        "The paths through mean and variance are added to the direct one. Both have a minus sign.",
        backward_of(
            mean_path=lambda *args: -mean_path(*args),
            variance_path=lambda *args: -variance_path(*args),
        ),
        PATHS,
    ),
    Mistake(
        "variance_added",
        "The path through the variance is added. It has a minus sign: a larger variance makes the "
        "normalized values smaller.",
        backward_of(variance_path=times(-1.0)),
        VARIANCE,
    ),
    Mistake(
        "sums_for_means",
        "In `dZ` the paths through mean and variance use sums over the batch. They need means: "
        "each example has only the m-th part in the statistics.",
        backward_of(
            mean_path=lambda d, root, m: m * mean_path(d, root, m),
            variance_path=lambda d, centred, root, m: m * variance_path(d, centred, root, m),
        ),
        PATHS,
    ),
    Mistake(
        "units_counted",
        "In `dZ` the sums are divided by the number of units, the rows of `Z`. They are sums over "
        "the examples: m is the number of columns.",
        without_warnings(units_counted),
        PATHS,
    ),
    Mistake(
        "m_times",
        "`dZ` is m times too large. If `dZ_tilde` has a factor m, the whole fraction is divided by "
        "m as well.",
        without_warnings(
            lambda dZ_tilde, Z, gamma, epsilon: scaled_dz(Z.shape[1], dZ_tilde, Z, gamma, epsilon)
        ),
        PASSED_BACK,
    ),
    Mistake(
        "not_divided",
        "In `dZ` the division by the root is missing. It stands in front of all three paths.",
        without_warnings(
            lambda dZ_tilde, Z, gamma, epsilon: scaled_dz(
                root_of(variance(Z), epsilon), dZ_tilde, Z, gamma, epsilon
            )
        ),
        PASSED_BACK,
    ),
    Mistake(
        "m_on_the_sums_only",
        "In `dZ` everything is divided by m, also the direct path. If m stands under the whole "
        "fraction, `dZ_tilde` needs a factor m above it.",
        without_warnings(m_on_the_sums_only),
        PASSED_BACK,
    ),
    Mistake(
        "gamma_forgotten",
        "`gamma` plays no part in `dZ`. On its way forward every value was multiplied by it, and "
        "so is its gradient on the way back.",
        backward_of(incoming=lambda dZ_tilde, gamma: dZ_tilde),
        ("direct", "mean_path", "variance_path"),
    ),
    Mistake(
        "gamma_divides",
        "In `dZ` the gradient is divided by `gamma`. On its way forward every value was multiplied "
        "by it, and so is its gradient on the way back.",
        backward_of(incoming=lambda dZ_tilde, gamma: dZ_tilde / gamma),
        ("direct", "mean_path", "variance_path"),
    ),
    Mistake(
        "gamma_only_direct",
        "In `dZ` only the direct path is multiplied by `gamma`. It is a factor of all three paths.",
        without_warnings(gamma_only_direct),
        ("mean_path", "variance_path"),
    ),
    Mistake(
        "not_through",
        "`dZ` is only `gamma` times `dZ_tilde`: that is the gradient of the normalized values. It "
        "has to go back through the normalization as well.",
        without_warnings(not_through),
        PASSED_BACK,
    ),
)
