"""What the exercises on momentum have in common: the settings of a step."""

from __future__ import annotations

from numpy.random import Generator


def settings(rng: Generator) -> dict[str, float]:
    """A learning rate, and a beta that is not the usual one and not near a half."""
    return {
        "learning_rate": float(rng.uniform(0.05, 0.5)),
        "beta": float(rng.uniform(0.65, 0.88)),
    }
