"""`layer_gradients`, cost and gradients of one linear layer: reference and cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.engine.inputs import signed


def layer_gradients(W: Any, b: Any, X: Any, Y: Any, lam: float) -> Any:
    """Return the cost of a linear layer, and its gradients for W and b."""
    m = X.shape[1]
    Z = W @ X + b
    errors = Z - Y
    J = np.sum(errors**2) / (2 * m) + lam / (2 * m) * np.sum(W**2)
    dW = errors @ X.T / m + lam / m * W
    db = np.sum(errors, axis=1, keepdims=True) / m
    return J, dW, db


def layer(rng: Generator, n_out: int, n: int, m: int, lam: float) -> Call:
    """Return a layer with errors of ordinary size."""
    W, b = signed(rng, (n_out, n)), signed(rng, (n_out, 1))
    return call(W, b, rng.normal(size=(n, m)), 3 * signed(rng, (n_out, m)), lam)


def layer_cases(rng: Generator) -> Iterator[Call]:
    """Yield layers of several shapes, with penalties that matter, and one without."""
    for n_out, n, m in ((2, 3, 5), (3, 2, 7), (4, 20, 30)):
        yield layer(rng, n_out, n, m, lam=m * float(rng.uniform(0.4, 0.9)))
    yield layer(rng, 3, 2, 4, lam=0.0)


WIDE = call(
    np.array([[1.0, 2.0]]),
    np.array([[0.5]]),
    np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 2.0]]),
    np.array([[1.0, 2.0, 5.0]]),
    0.6,
)
TALL = call(
    np.array([[1.0, -1.0, 2.0], [0.0, 3.0, 1.0]]),
    np.array([[1.0], [-2.0]]),
    np.array([[1.0, 2.0, 0.0, -1.0], [0.0, 1.0, 1.0, 2.0], [-1.0, 1.0, 3.0, 0.0]]),
    np.array([[4.0, 1.0, 0.0, -3.0], [-2.0, 5.0, 1.0, 2.0]]),
    2.0,
)
FREE = call(
    np.array([[2.0, -1.0]]),
    np.array([[1.0]]),
    np.array([[1.0, 3.0, 0.0, 2.0], [2.0, 0.0, 1.0, 1.0]]),
    np.array([[3.0, 4.0, -2.0, 1.0]]),
    0.0,
)

EXERCISE = exercise(
    layer_gradients,
    cases={"cost": layer_cases, "weights": layer_cases, "bias": layer_cases},
    examples={name: [WIDE, TALL, FREE] for name in ("cost", "weights", "bias")},
)
