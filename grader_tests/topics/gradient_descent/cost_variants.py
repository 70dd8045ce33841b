"""The regularized cost, and wrong ways to work it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.exercise import Function


def squares(weights: list[Any]) -> Any:
    """The sum of the squared Frobenius norms."""
    return sum(np.sum(np.square(W)) for W in weights)


def regularized_cost(losses: Any, weights: list[Any], lam: float) -> float:
    """mean(losses) + lam / (2 m) * sum of all squared weights; m is the number of losses."""
    return float(np.mean(losses) + lam / (2 * len(losses)) * squares(weights))


def with_penalty(penalty: Callable[[int, list[Any], float], Any]) -> Function:
    """The cost with another penalty, a formula in m, the weights and lambda."""

    def wrong(losses: Any, weights: list[Any], lam: float) -> float:
        return float(np.mean(losses) + penalty(len(losses), weights, lam))

    return wrong


def with_sum(size: Function) -> Function:
    """The cost with something else in the place of the squared norms' sum."""
    return with_penalty(lambda m, weights, lam: lam / (2 * m) * size(weights))


def with_loss(loss: Function) -> Function:
    """The cost with something else in the place of the mean loss."""

    def wrong(losses: Any, weights: list[Any], lam: float) -> float:
        return float(loss(losses) + lam / (2 * len(losses)) * squares(weights))

    return wrong


def penalty_for_each(losses: Any, weights: list[Any], lam: float) -> Any:
    """The penalty beside each loss, without the mean."""
    return losses + lam / (2 * len(losses)) * squares(weights)


def losses_changed(losses: Any, weights: list[Any], lam: float) -> float:
    """The penalty added into the array of losses."""
    losses += lam / (2 * len(losses)) * squares(weights)
    return float(np.mean(losses))


def weights_squared(losses: Any, weights: list[Any], lam: float) -> float:
    """The weights squared where they stand."""
    total = 0.0
    for W in weights:
        W **= 2
        total += float(np.sum(W))
    return float(np.mean(losses) + lam / (2 * len(losses)) * total)
