"""Inputs that the exercises of several topics share."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

SHAPES = ((5,), (3, 2), (50, 40))
"""None is square, so that a transposed result is noticed; the last one is large."""


def signed(rng: Generator, shape: tuple[int, ...]) -> Any:
    """Return gradients of both signs, none of them near zero."""
    return rng.uniform(0.5, 3.0, shape) * rng.choice([-1.0, 1.0], shape)


def integer_arrays(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any]:
    """Return w, dw and an old average: integers whose new average with beta = 1/2 is never integer.

    dw equals its own square and contains a 0 and a 1; every w is negative and every average is
    positive. The largest average belongs to a dw of 1, so it cannot equal the mean of all.
    """
    w, dw, half = rng.integers(-9, 0, shape), rng.integers(0, 2, shape), rng.integers(0, 4, shape)
    place = int(rng.integers(2))
    dw.flat[place], dw.flat[1 - place] = 1, 0
    half.flat[place] = 4
    return w, dw, dw + 1 + 2 * half
