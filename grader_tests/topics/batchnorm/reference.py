"""Batch normalization as the course teaches it, and what its wrong variants are made from."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Function
from grader_tests.topics.batchnorm.common import mean, total, variance


def root_of(var: Any, epsilon: float) -> Any:
    """What is divided by: epsilon stands inside the root."""
    return np.sqrt(var + epsilon)


def scaled(Z_norm: Any, gamma: Any, beta: Any) -> Any:
    """Scale, then shift."""
    return gamma * Z_norm + beta


def forward_of(
    *,
    mean: Function = mean,
    variance: Function = lambda Z, mu: np.mean((Z - mu) ** 2, axis=1, keepdims=True),
    root: Function = root_of,
    scaled: Function = scaled,
    returned: Function = lambda Z_tilde, mu, var: (Z_tilde, mu, var),
) -> Function:
    """A `batchnorm_forward` of the given parts; each of them is the right one unless given."""

    def batchnorm_forward(Z: Any, gamma: Any, beta: Any, epsilon: float) -> Any:
        mu = mean(Z)
        var = variance(Z, mu)
        Z_norm = (Z - mu) / root(var, epsilon)
        return returned(scaled(Z_norm, gamma, beta), mu, var)

    return without_warnings(batchnorm_forward)


batchnorm_forward = forward_of()


def backward_of(
    *,
    mean: Function = mean,
    variance: Function = variance,
    root: Function = root_of,
    incoming: Function = lambda dZ_tilde, gamma: gamma * dZ_tilde,
    mean_path: Function = lambda dZ_norm, root, m: total(dZ_norm) / (root * m),
    variance_path: Function = lambda dZ_norm, centred, root, m: (
        centred / root**3 * total(dZ_norm * centred) / m
    ),
    gradients: Function = lambda dZ_tilde, Z_norm: (total(dZ_tilde * Z_norm), total(dZ_tilde)),
) -> Function:
    """A `batchnorm_backward` of the given parts; each of them is the right one unless given."""

    def batchnorm_backward(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
        m = Z.shape[1]
        centred = Z - mean(Z)
        divisor = root(variance(Z), epsilon)
        dZ_norm = incoming(dZ_tilde, gamma)
        dZ = dZ_norm / divisor
        dZ = dZ - mean_path(dZ_norm, divisor, m)
        dZ = dZ - variance_path(dZ_norm, centred, divisor, m)
        return dZ, *gradients(dZ_tilde, centred / divisor)

    return without_warnings(batchnorm_backward)


batchnorm_backward = backward_of()


def identity_parameters(Z: Any, epsilon: float) -> Any:
    """The gamma and beta that give Z back: the root that was divided by, and the mean."""
    return np.sqrt(variance(Z) + epsilon), mean(Z)


def update_running(running: Any, batch: Any, decay: float) -> Any:
    """The exponentially weighted average of the batches' statistics, one batch further."""
    return decay * running + (1 - decay) * batch


def batchnorm_inference(
    Z: Any, gamma: Any, beta: Any, running_mu: Any, running_var: Any, epsilon: float
) -> Any:
    """Normalized by the running statistics, whatever else is in Z."""
    return gamma * (Z - running_mu) / np.sqrt(running_var + epsilon) + beta
