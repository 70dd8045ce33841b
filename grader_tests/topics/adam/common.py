"""Inputs that the exercises on Adam share."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

from grader_tests.engine import inputs
from grader_tests.engine.inputs import signed

HALVES = {"beta1": 0.5, "beta2": 0.5}


def state(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return v and s in mid-training; a mean square is never below the squared mean."""
    v = signed(rng, shape)
    return v, v**2 + rng.uniform(0.1, 2.0, shape)


def betas(rng: Generator) -> dict[str, float]:
    """Return two different betas, neither of them a usual one."""
    return {"beta1": float(rng.uniform(0.6, 0.88)), "beta2": float(rng.uniform(0.96, 0.998))}


def integer_arrays(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any, Any]:
    """Return w, dw, v and s for `HALVES`; all but s are drawn as in `inputs`.

    Every s is larger than every v, so swapping them always shows, and no s becomes zero when its
    decimals are cut off.
    """
    w, dw, v = inputs.integer_arrays(rng, shape)
    return w, dw, v, dw + 1 + 2 * rng.integers(5, 9, shape)
