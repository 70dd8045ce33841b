"""What the exercises on Adam have in common: inputs."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

from grader_tests.engine import common_mistakes
from grader_tests.engine.common_mistakes import signed

HALVES = {"beta1": 0.5, "beta2": 0.5}


def state(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """v and s in the middle of training; a mean square is never below the squared mean."""
    v = signed(rng, shape)
    return v, v**2 + rng.uniform(0.1, 2.0, shape)


def betas(rng: Generator) -> dict[str, float]:
    """Betas that differ, and that are not the usual ones."""
    return {"beta1": float(rng.uniform(0.6, 0.88)), "beta2": float(rng.uniform(0.96, 0.998))}


def whole_numbers(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any, Any]:
    """w, dw, v and s for `HALVES`, as `common_mistakes.whole_numbers` draws all but s.

    Every s is larger than every v, so the two cannot be confused, and the root of s without its
    decimals is never zero.
    """
    w, dw, v = common_mistakes.whole_numbers(rng, shape)
    return w, dw, v, dw + 1 + 2 * rng.integers(5, 9, shape)
