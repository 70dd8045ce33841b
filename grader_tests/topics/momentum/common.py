"""Settings of a step, which the exercises on momentum share."""

from __future__ import annotations

from numpy.random import Generator


def settings(rng: Generator) -> dict[str, float]:
    """Return a learning rate, and a beta that is neither the usual one nor near a half."""
    return {
        "learning_rate": float(rng.uniform(0.05, 0.5)),
        "beta": float(rng.uniform(0.65, 0.88)),
    }
