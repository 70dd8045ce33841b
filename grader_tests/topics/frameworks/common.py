"""Settings of optimizers at random, which the translations into PyTorch's settings share."""

from __future__ import annotations

from numpy.random import Generator


def log_uniform(rng: Generator, low: float, high: float) -> float:
    """A number between 10**low and 10**high, which is no power of ten by accident."""
    return float(10 ** rng.uniform(low, high))


def any_share(rng: Generator) -> float:
    """A beta or a decay well away from 1/2, where it is the same as its counterpart."""
    return float(rng.choice([rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.99)]))
