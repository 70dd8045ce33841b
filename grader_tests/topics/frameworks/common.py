"""Random settings of optimizers, shared by the translations into PyTorch's settings."""

from __future__ import annotations

from numpy.random import Generator


def log_uniform(rng: Generator, low: float, high: float) -> float:
    """Draw a number between 10**low and 10**high, which is practically never a power of ten."""
    return float(10 ** rng.uniform(low, high))


def any_share(rng: Generator) -> float:
    """Draw a beta or a decay well away from 1/2, where it equals one minus itself."""
    return float(rng.choice([rng.uniform(0.1, 0.4), rng.uniform(0.6, 0.99)]))
