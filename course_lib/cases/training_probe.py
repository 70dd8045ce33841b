"""A short, fixed training run for each topic that has an optimizer, for the grader's report."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.data.loaders import load_digits
from course_lib.nn.network import Network
from course_lib.nn.training import Schedule, train

Functions = Mapping[str, Callable[..., Any]]
TrainingProbe = Callable[[Functions], list[float]]

EXAMPLES, BATCH_SIZE, EPOCHS = 512, 64, 15
UPDATES = EPOCHS * EXAMPLES // BATCH_SIZE
MAX_COST = 1e100
"""Whatever has a larger cost has diverged."""


def cost_history(costs: object) -> list[float] | None:
    """Return the costs of a training probe with too large ones as infinity; None if they are none.

    There is one for each update, or fewer, of which the last is not finite.

    >>> cost_history([0.5, 1e300]), cost_history([0.5]), cost_history([-1.0] * UPDATES)
    ([0.5, inf], None, None)
    """
    if not isinstance(costs, list | tuple) or not 0 < len(costs) <= UPDATES:
        return None
    if not all(type(cost) is float and not cost < 0 for cost in costs):
        return None
    history = [math.inf if cost > MAX_COST else cost for cost in costs]
    return None if len(costs) < UPDATES and math.isfinite(history[-1]) else history


def _adam(functions: Functions) -> list[float]:
    return _even_digits(
        functions["adam_step"], learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
    )


def _gradient_descent(functions: Functions) -> list[float]:
    return _even_digits(functions["gradient_step"], learning_rate=0.5)


def _momentum(functions: Functions) -> list[float]:
    return _even_digits(functions["momentum_step"], learning_rate=1.0, beta=0.9)


def _rmsprop(functions: Functions) -> list[float]:
    return _even_digits(functions["rmsprop_step"], learning_rate=0.01, beta=0.9, epsilon=1e-8)


@cache
def even_digits() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return some digits X, and whether each is even, Y; the grader reads them before it forks."""
    X, labels = load_digits()
    return X[:, :EXAMPLES].copy(), (labels[None, :EXAMPLES] % 2 == 0).astype(np.float64)


def _even_digits(
    step: Callable[..., Any], *, schedule: Schedule | None = None, **hyperparameters: Any
) -> list[float]:
    """Return the cost of each mini-batch while a small network learns to recognize even digits."""
    X, Y = even_digits()
    network = Network((X.shape[0], 8, 1))
    start = network.initial_parameters(np.random.default_rng(0))
    run = train(
        network,
        start,
        X,
        Y,
        step=step,
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        schedule=schedule,
        **hyperparameters,
    )
    return [float(cost) for cost in run.costs]


TRAINING_PROBES: dict[str, TrainingProbe] = {
    "adam": _adam,
    "gradient_descent": _gradient_descent,
    "momentum": _momentum,
    "rmsprop": _rmsprop,
}
"""Topic -> a function that takes the student's functions by name and returns the cost history.

The costs are plain floats, in nats, one for each update; if training diverged, the last one is not
finite. A step of the wrong form raises `course_lib.errors.TrainingFailed`; exceptions that a step
raises are passed on.

>>> TRAINING_PROBES["adam"]({"adam_step": adam_step})  # doctest: +SKIP
"""
