"""Find the scale and the bounds between which a sample of a hyperparameter is uniform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.cases.properties.uniform import looks_uniform
from course_lib.scales import Axis

CandidateScale = tuple[str, Any, float, float]
"""A name, the sample's places on a scale, and the bounds between which they should be uniform."""

RIGHT, NO_WAY = "on the right scale, from low to high", "no"
ROUNDING = 1e-9


def drawn_evenly(sample: NDArray[np.float64], axis: Axis) -> str:
    """Return the name of the first scale on which the sample is uniform, or `NO_WAY`.

    A right sample gives `RIGHT`. The other candidate scales are those of common mistakes, so that a
    mistake is recognized whatever its random numbers are.

    >>> drawn_evenly(np.linspace(0.1, 9.9, 500), (0.1, 9.9, "log"))
    'on the plain scale'
    """
    with np.errstate(all="ignore"):
        for name, places, first, last in _candidate_scales(
            np.asarray(sample, dtype=np.float64), axis
        ):
            shares = (places - first) / (last - first)
            inside = np.all((shares > -ROUNDING) & (shares < 1 + ROUNDING))
            if inside and looks_uniform(np.clip(shares, 0, 1)):
                return name
    return NO_WAY


def _candidate_scales(x: NDArray[np.float64], axis: Axis) -> Iterator[CandidateScale]:
    low, high, scale = axis
    if scale == "one_minus_log":
        yield RIGHT, np.log(1 - x), np.log(1 - high), np.log(1 - low)
    elif scale == "log":
        yield RIGHT, np.log(x), np.log(low), np.log(high)
    else:
        yield RIGHT, x, low, high
    yield "on the plain scale", x, low, high
    if low > 0:
        yield "on the scale of log", np.log(x), np.log(low), np.log(high)
    if scale == "one_minus_log":
        yield from _around(1 - x, 1 - high, 1 - low)
        yield "as 1 - value", np.log(x), np.log(1 - high), np.log(1 - low)
        yield "as 1 / (1 - value)", 1 / (1 - x), 1 / (1 - low), 1 / (1 - high)
        yield "1 - value from low to high", np.log(1 - x), np.log(low), np.log(high)
        yield "as exponents", x, np.log10(1 - high), np.log10(1 - low)
        yield "from 0.9 to 0.999", np.log10(1 - x), -3, -1
        yield "exponents from -high to -low", np.log10(1 - x), -high, -low
        yield "as value - 1", np.log10(1 + x), np.log10(1 - high), np.log10(1 - low)
        yield "10 to 1 - exponent", 1 - np.log10(x), np.log10(1 - high), np.log10(1 - low)
    elif low > 0:
        yield from _around(x, low, high)
        yield "as exponents", x, np.log10(low), np.log10(high)
        yield "from 0.0001 to 1", np.log10(x), -4, 0
        yield "10 to -exponent", -np.log10(x), np.log10(low), np.log10(high)


def _around(x: NDArray[np.float64], low: float, high: float) -> Iterator[CandidateScale]:
    """Yield the scales of mistakes in the exponents of x, which should be those of low to high."""
    logarithm = np.log10(x)
    yield "exponents from low to high", logarithm, low, high
    yield "e with exponents of 10", np.log(x), np.log10(low), np.log10(high)
    yield "10 with exponents of e", logarithm, np.log(low), np.log(high)
    yield "from low to 1", logarithm, np.log10(low), 0
    first = np.log10(low)
    yield "from low as far as high is", logarithm, first, first + np.log10(high)
