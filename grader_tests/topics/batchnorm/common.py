"""What the exercises on batch normalization have in common: inputs and statistics.

Z is (n, m): a row is one unit on all m examples of the batch, a column one example.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

SHAPES = ((4, 6), (8, 4), (30, 64))
"""Even numbers of units and examples, for `balanced`; none square, the last one big."""

WIDE = ((4, 100), (30, 64))
"""So many examples that dividing by m - 1 hardly differs from dividing by m."""

NEGLIGIBLE = 1e-10
"""An epsilon too small to be noticed beside variances of ordinary size."""

HIDES_VARIANCE = 1e-9
"""Values of this size have a variance too small to be noticed beside an epsilon of 1."""


def mean(Z: Any) -> Any:
    """Return each row's mean, (n, 1)."""
    return Z.mean(axis=1, keepdims=True)


def variance(Z: Any) -> Any:
    """Return each row's variance over the m examples, (n, 1)."""
    return Z.var(axis=1, keepdims=True)


def batch(rng: Generator, shape: tuple[int, int]) -> Any:
    """Return ordinary values: each row has a mean far from 0 and a spread of its own."""
    n = shape[0]
    means = rng.uniform(1.0, 4.0, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    return means + rng.uniform(1.5, 4.0, (n, 1)) * standard(rng.normal(size=shape))


def standard(Z: Any) -> Any:
    """Return Z with each row shifted and scaled to mean 0 and variance 1."""
    return (Z - mean(Z)) / np.sqrt(variance(Z))


def balanced(rng: Generator, shape: tuple[int, int]) -> Any:
    """Return equally many 1 and -1 in each row and column: mean 0, variance 1 on either axis."""
    quarter = rng.choice([-1.0, 1.0], (shape[0] // 2, shape[1] // 2))
    return np.block([[quarter, -quarter], [-quarter, quarter]])


def nearly_constant(rng: Generator, shape: tuple[int, int], epsilon: float) -> Any:
    """Return rows whose variance is a few millionths of epsilon.

    They show whether epsilon is added, but not whether the variance is divided by m or by m - 1.
    """
    return np.sqrt(3e-6 * epsilon) * balanced(rng, shape)


def any_epsilon(rng: Generator) -> float:
    """Return an epsilon between 1e-6 and 1e-4."""
    return float(10 ** rng.uniform(-6, -4))


def integer_rows(rng: Generator, shape: tuple[int, int]) -> Any:
    """Return rows of m different integers with a variance that is no square."""
    steps = 3 * rng.permuted(np.tile(np.arange(shape[1]), (shape[0], 1)), axis=1)
    return steps + rng.integers(1, 9, (shape[0], 1))


def factors(rng: Generator, n: int) -> Any:
    """Return a gamma of either sign, not near 0 or 1, (n, 1)."""
    return rng.uniform(1.5, 3.0, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))


def plain_parameters(n: int) -> tuple[Any, Any]:
    """Return gamma = 1 and beta = 0, (n, 1), which change nothing."""
    return np.ones((n, 1)), np.zeros((n, 1))
