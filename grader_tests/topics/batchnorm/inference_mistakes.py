"""The known mistakes in `batchnorm_inference`."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import returns_none, without_warnings
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.batchnorm.common import (
    IN_PLACE,
    NO_RETURN,
    TRUNCATED,
    WRITTEN_OVER,
    mean,
    variance,
)
from grader_tests.topics.batchnorm.reference import batchnorm_inference, root_of

STATISTICS = ("normalize", "single", "integers")
EVERYTHING = (*STATISTICS, "scale_shift", "epsilon", UNCHANGED)


def inference_of(
    *,
    centred: Function = lambda Z, mu: Z - mu,
    variance: Function = lambda Z, running_var: running_var,
    root: Function = root_of,
    scaled: Function = lambda Z_norm, gamma, beta: gamma * Z_norm + beta,
) -> Function:
    """A `batchnorm_inference` of the given parts; each of them is the right one unless given."""

    def batchnorm_inference(
        Z: Any, gamma: Any, beta: Any, running_mu: Any, running_var: Any, epsilon: float
    ) -> Any:
        Z_norm = centred(Z, running_mu) / root(variance(Z, running_var), epsilon)
        return scaled(Z_norm, gamma, beta)

    return without_warnings(batchnorm_inference)


def in_place(Z: Any, gamma: Any, beta: Any, mu: Any, var: Any, epsilon: float) -> Any:
    """`Z -= running_mu` and so on, which whole numbers refuse when it comes to dividing."""
    Z -= mu
    Z /= np.sqrt(var + epsilon)
    Z *= gamma
    Z += beta
    return Z


def written_over(Z: Any, *args: Any, **kwargs: Any) -> Any:
    """The result in the place of Z."""
    Z[...] = batchnorm_inference(Z, *args, **kwargs)
    return Z


MISTAKES = (
    Mistake(
        "batch_statistics",
        "Mean and variance are computed from the examples that come. At inference there may be "
        "just one: use `running_mu` and `running_var` in their place.",
        inference_of(
            centred=lambda Z, mu: Z - mean(Z), variance=lambda Z, running_var: variance(Z)
        ),
        STATISTICS,
    ),
    Mistake(
        "batch_mean",
        "The mean is computed from the examples that come. Take `running_mu` away; with one "
        "example, its own mean is the example itself.",
        inference_of(centred=lambda Z, mu: Z - mean(Z)),
        STATISTICS,
    ),
    Mistake(
        "batch_variance",
        "The variance is computed from the examples that come. Use `running_var`: one example "
        "alone has no variance.",
        inference_of(variance=lambda Z, running_var: variance(Z)),
        STATISTICS,
    ),
    Mistake(
        "mean_forgotten",
        "`running_mu` plays no part: take it away before you divide.",
        inference_of(centred=lambda Z, mu: Z),
        STATISTICS,
    ),
    Mistake(
        "mean_added",
        "`running_mu` is added. Normalizing takes the mean away.",
        inference_of(centred=lambda Z, mu: Z + mu),
        STATISTICS,
    ),
    Mistake(
        "no_root",
        "You divide by the running variance. Divide by its root, as in training.",
        inference_of(root=lambda var, epsilon: var + epsilon),
        (*STATISTICS, "epsilon"),
    ),
    Mistake(
        "not_divided",
        "`running_var` plays no part: nothing is divided, so each row keeps its own spread.",
        inference_of(root=lambda var, epsilon: 1.0),
        (*STATISTICS, "epsilon"),
    ),
    Mistake(
        "multiplied",
        "You multiply by the root of the running variance. Normalizing divides by it.",
        inference_of(root=lambda var, epsilon: 1 / np.sqrt(var + epsilon)),
        (*STATISTICS, "epsilon"),
    ),
    Mistake(
        "statistics_swapped",
        "`running_mu` and `running_var` have changed places: the mean is taken away, and the root "
        "of the variance divides.",
        without_warnings(
            lambda Z, gamma, beta, running_mu, running_var, epsilon: batchnorm_inference(
                Z, gamma, beta, running_var, running_mu, epsilon
            )
        ),
        EVERYTHING,
    ),
    Mistake(
        "epsilon_outside",
        "`epsilon` is added to the standard deviation, after the root. Add it to the variance, "
        "inside the root, as in training.",
        inference_of(root=lambda var, epsilon: np.sqrt(var) + epsilon),
        ("epsilon",),
    ),
    Mistake(
        "epsilon_forgotten",
        "`epsilon` plays no part. Training divides by the root of the variance plus `epsilon`, so "
        "inference has to do the same.",
        inference_of(root=lambda var, epsilon: np.sqrt(var)),
        ("epsilon",),
    ),
    Mistake(
        "epsilon_fixed",
        "`epsilon` is a number of your own. The function has to use the `epsilon` that it is "
        "called with.",
        inference_of(root=lambda var, epsilon: np.sqrt(var + 1e-8)),
        ("epsilon",),
    ),
    Mistake(
        "epsilon_default",
        "`epsilon` is always 1e-5. That is a common value, but the function has to use the "
        "`epsilon` that it is called with.",
        inference_of(root=lambda var, epsilon: np.sqrt(var + 1e-5)),
        (*STATISTICS, "scale_shift", "epsilon", UNCHANGED),
    ),
    Mistake(
        "floor",
        "The larger one of the variance and `epsilon` stands under the root. It has to be their "
        "sum.",
        inference_of(root=lambda var, epsilon: np.sqrt(np.maximum(var, epsilon))),
        ("epsilon",),
    ),
    Mistake(
        "gamma_forgotten",
        "`gamma` plays no part: multiply the normalized values by it, as in training.",
        inference_of(scaled=lambda Z_norm, gamma, beta: Z_norm + beta),
        ("scale_shift",),
    ),
    Mistake(
        "beta_forgotten",
        "`beta` plays no part: add it to the scaled values, as in training.",
        inference_of(scaled=lambda Z_norm, gamma, beta: gamma * Z_norm),
        ("scale_shift",),
    ),
    Mistake(
        "scale_shift_forgotten",
        "`gamma` and `beta` play no part: the normalized values come back as they are. Scale and "
        "shift them as in training.",
        inference_of(scaled=lambda Z_norm, gamma, beta: Z_norm),
        ("scale_shift",),
    ),
    Mistake(
        "shift_first",
        "`beta` is added before `gamma` multiplies, so it is multiplied too. Scale first, then "
        "shift.",
        inference_of(scaled=lambda Z_norm, gamma, beta: gamma * (Z_norm + beta)),
        ("scale_shift",),
    ),
    Mistake(
        "parameters_swapped",
        "`gamma` and `beta` have changed places: `gamma` is the factor, `beta` is added.",
        inference_of(scaled=lambda Z_norm, gamma, beta: beta * Z_norm + gamma),
        EVERYTHING,
    ),
    Mistake(
        "three_results",
        "More than one result comes back. There are no statistics to hand on here: return "
        "`Z_tilde` alone.",
        lambda Z, gamma, beta, mu, var, epsilon: (
            batchnorm_inference(Z, gamma, beta, mu, var, epsilon),
            mu,
            var,
        ),
        EVERYTHING,
    ),
    Mistake("in_place", IN_PLACE, in_place, ("integers", UNCHANGED)),
    Mistake("written_over", WRITTEN_OVER, written_over, ("integers", UNCHANGED)),
    Mistake(
        "truncated",
        TRUNCATED,
        lambda Z, *args, **kwargs: batchnorm_inference(Z, *args, **kwargs).astype(Z.dtype),
        ("integers",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
