"""The known mistakes in `batchnorm_backward`: its paths, its other two results, its statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import cast_to_input_dtype, returns_none, without_warnings
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.batchnorm.backward_paths import (
    OF_THE_PATHS,
    PASSED_BACK,
    mean_path,
    variance_path,
)
from grader_tests.topics.batchnorm.reference import backward_of, batchnorm_backward, root_of
from grader_tests.topics.batchnorm.shared import (
    IN_PLACE,
    NO_RETURN,
    TRUNCATED,
    WRITTEN_OVER,
    flat,
    mean,
    total,
    variance,
)

PARAMETERS = ("dgamma", "dbeta")
EVERYTHING = (*PASSED_BACK, *PARAMETERS, UNCHANGED)


def gradients_of(made: Callable[[Any, Any, Any], Any]) -> Function:
    """The right dZ with other gradients, made from dZ_tilde, Z and the right two."""

    def wrong(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
        dZ, *right = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
        return dZ, *made(dZ_tilde, Z, right)

    return without_warnings(wrong)


def gamma_in_parameters(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """dZ_norm in the place of dZ_tilde, in the last two."""
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    return dZ, gamma * dgamma, gamma * dbeta


def not_centred(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """Z / root for Z_norm."""
    root, dZ_norm, m = root_of(variance(Z), epsilon), gamma * dZ_tilde, Z.shape[1]
    dZ = dZ_norm / root - mean_path(dZ_norm, root, m) - variance_path(dZ_norm, Z, root, m)
    return dZ, total(dZ_tilde * Z / root), total(dZ_tilde)


def in_place(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """`dZ_tilde *= gamma / ...`, which whole numbers refuse."""
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    dZ_tilde -= dZ_tilde - dZ
    return dZ_tilde, dgamma, dbeta


def written_over(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    """The result in the place of dZ_tilde."""
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
    dZ_tilde[...] = dZ
    return dZ_tilde, dgamma, dbeta


OF_THE_PARAMETERS = (
    Mistake(
        "z_for_norm",
        "`dgamma` multiplies by `Z`. What `gamma` multiplied on the way forward was the normalized "
        "value.",
        gradients_of(lambda d, Z, right: (total(d * Z), right[1])),
        ("dgamma",),
    ),
    Mistake(
        "centred_for_norm",
        "`dgamma` multiplies by `Z - mu`. What `gamma` multiplied on the way forward was also "
        "divided by the root.",
        gradients_of(lambda d, Z, right: (total(d * (Z - mean(Z))), right[1])),
        ("dgamma",),
    ),
    Mistake(
        "no_norm",
        "`dgamma` is the sum of `dZ_tilde`, like `dbeta`. `gamma` is a factor: its gradient has "
        "the normalized values in it.",
        gradients_of(lambda d, Z, right: (right[1], right[1])),
        ("dgamma",),
    ),
    Mistake(
        "gamma_in_parameters",
        "`dgamma` and `dbeta` are multiplied by `gamma`. They are gradients of the last step, "
        "scale and shift: use `dZ_tilde` itself there.",
        gamma_in_parameters,
        PARAMETERS,
    ),
    Mistake(
        "means",
        "`dgamma` and `dbeta` are means over the batch. They are sums: the 1/m of the cost is "
        "already in `dZ_tilde`.",
        gradients_of(lambda d, Z, right: [one / Z.shape[1] for one in right]),
        PARAMETERS,
    ),
    Mistake(
        "not_summed",
        "`dgamma` and `dbeta` have one value for each example. All examples share one `gamma` and "
        "one `beta`: sum over the batch.",
        backward_of(gradients=lambda d, Z_norm: (d * Z_norm, d)),
        PARAMETERS,
    ),
    Mistake(
        "sums_of_columns",
        "`dgamma` and `dbeta` are summed down the columns. Sum along the rows, over the examples: "
        "each unit has a `gamma` and a `beta`.",
        backward_of(
            gradients=lambda d, Z_norm: [one.sum(0, keepdims=True) for one in (d * Z_norm, d)]
        ),
        PARAMETERS,
    ),
    Mistake(
        "sums_of_all",
        "`dgamma` and `dbeta` are sums over the whole array. Each unit, which is a row, has a "
        "`gamma` and a `beta` of its own.",
        backward_of(gradients=lambda d, Z_norm: (np.sum(d * Z_norm), np.sum(d))),
        PARAMETERS,
    ),
    Mistake(
        "flat",
        "`dgamma` and `dbeta` come back with the shape (n,). They are columns, of the shape "
        "(n, 1), like `gamma` and `beta`.",
        flat(batchnorm_backward, 1, 2),
        PARAMETERS,
    ),
    Mistake(
        "parameters_turned",
        "`dgamma` and `dbeta` come back in the wrong order: after `dZ` comes `dgamma`, then "
        "`dbeta`.",
        gradients_of(lambda d, Z, right: right[::-1]),
        PARAMETERS,
    ),
)

MISTAKES = (
    *OF_THE_PATHS,
    *OF_THE_PARAMETERS,
    Mistake(
        "not_centred",
        "Where the normalized values are needed, you use `Z` divided by the root. Take the mean "
        "away first.",
        without_warnings(not_centred),
        ("mean_path", "variance_path", "epsilon", "dgamma"),
    ),
    Mistake(
        "no_root",
        "You divide by the variance. The way forward divided by its root.",
        backward_of(root=lambda var, epsilon: var + epsilon),
        (*PASSED_BACK, "dgamma"),
    ),
    Mistake(
        "epsilon_outside",
        "`epsilon` is added after the root. The way forward added it to the variance, inside the "
        "root, and its gradient has to fit.",
        backward_of(root=lambda var, epsilon: np.sqrt(var) + epsilon),
        ("epsilon", "dgamma"),
    ),
    Mistake(
        "epsilon_forgotten",
        "`epsilon` plays no part. The way forward divided by the root of the variance plus "
        "`epsilon`, and its gradient has to fit.",
        backward_of(root=lambda var, epsilon: np.sqrt(var)),
        ("epsilon", "dgamma"),
    ),
    Mistake(
        "epsilon_fixed",
        "`epsilon` is a number of your own. The function has to use the `epsilon` that it is "
        "called with.",
        backward_of(root=lambda var, epsilon: np.sqrt(var + 1e-8)),
        ("epsilon", "dgamma"),
    ),
    Mistake(
        "epsilon_default",
        "`epsilon` is always 1e-5. That is a common value, but the function has to use the "
        "`epsilon` that it is called with.",
        backward_of(root=lambda var, epsilon: np.sqrt(var + 1e-5)),
        (*PASSED_BACK, "dgamma"),
    ),
    Mistake(
        "unbiased_variance",
        "The variance is divided by m - 1 (`ddof=1`); the way forward divided by m.",
        backward_of(variance=lambda Z: Z.var(axis=1, ddof=1, keepdims=True)),
        (*PASSED_BACK, "dgamma"),
    ),
    Mistake(
        "wrong_axis",
        "Mean and variance are taken down the columns. Each unit, which is a row, has its own, as "
        "on the way forward.",
        backward_of(
            mean=lambda Z: Z.mean(axis=0, keepdims=True),
            variance=lambda Z: Z.var(axis=0, keepdims=True),
        ),
        (*PASSED_BACK, "dgamma"),
    ),
    Mistake(
        "only_dz",
        "Only one thing comes back. Return three, separated by commas: `dZ`, `dgamma` and `dbeta`.",
        lambda *args, **kwargs: batchnorm_backward(*args, **kwargs)[0],
        EVERYTHING,
    ),
    Mistake(
        "turned",
        "The results come back in the opposite order. `dZ` is the first, then `dgamma`, then "
        "`dbeta`.",
        lambda *args, **kwargs: batchnorm_backward(*args, **kwargs)[::-1],
        (*PASSED_BACK, "dbeta"),
    ),
    Mistake("in_place", IN_PLACE, in_place, ("integers", UNCHANGED)),
    Mistake("written_over", WRITTEN_OVER, written_over, ("integers", UNCHANGED)),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(batchnorm_backward), ("integers",)),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
