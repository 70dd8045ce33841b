"""Epsilons that the exercises on RMSProp share: one that matters and one that does not."""

from __future__ import annotations

from numpy.random import Generator

NEGLIGIBLE = 1e-15
"""An epsilon too small to matter, under the root or added to the rates; its own root is, too."""


def epsilon(rng: Generator) -> float:
    """Return an epsilon so large that even its square matters next to it."""
    return float(10 ** rng.uniform(-3.5, -2))
