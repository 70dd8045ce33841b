"""What the exercises on RMSProp have in common: where epsilon counts and where it does not."""

from __future__ import annotations

from numpy.random import Generator

NEGLIGIBLE = 1e-13
"""An epsilon that no comparison sees: not under the root, and not beside the rates themselves."""


def epsilon(rng: Generator) -> float:
    """An epsilon so large that even its square is seen beside it."""
    return float(10 ** rng.uniform(-3.5, -2))
