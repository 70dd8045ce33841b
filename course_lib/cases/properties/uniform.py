"""Test whether a sample looks uniform, and drawn at random, with one false alarm in ten billion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FALSE_ALARM = 1e-10
"""How often `looks_uniform` may reject a uniform sample."""


def looks_uniform(sample: NDArray[np.float64]) -> bool:
    """Return whether numbers look uniformly drawn from [0, 1].

    By the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, the fraction of n numbers below x
    differs from x by more than sqrt(log(2 / p) / 2n), for any x, with a probability of at most p.

    >>> looks_uniform(np.linspace(0, 1, 1000)), looks_uniform(np.linspace(0, 1, 1000) ** 2)
    (True, False)
    """
    ordered = np.sort(np.asarray(sample, dtype=np.float64))
    n = len(ordered)
    if not n or not np.isfinite(ordered).all() or ordered[0] < 0 or ordered[-1] > 1:
        return False
    steps = np.arange(n + 1) / n
    apart = max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1]))
    return bool(apart <= np.sqrt(np.log(2 / FALSE_ALARM) / (2 * n)))


DEVIATIONS = 6.8
"""A normal quantity is further than this many standard deviations away once in 10**11."""


def looks_drawn(sample: NDArray[np.float64]) -> bool:
    """Return whether numbers that look uniform in [0, 1] also look drawn one by one.

    A grid in random order looks uniform, and so does one number drawn in each of n equal parts, but
    their gaps are too much alike. The sum of the squared gaps, times n, is about 2 with a standard
    deviation of sqrt(4 / n) if the numbers are drawn, 1 in a grid, and 7/6 with one number in each
    part.

    >>> rng = np.random.default_rng(0)
    >>> looks_drawn(rng.random(1000)), looks_drawn(rng.permutation(np.linspace(0, 1, 1000)))
    (True, False)
    """
    n = len(sample)
    gaps = np.diff(np.sort(sample), prepend=0.0, append=1.0)
    return bool(n * np.sum(gaps**2) > 2 - DEVIATIONS * np.sqrt(4 / n))


def looks_independent(sample: NDArray[np.float64]) -> bool:
    """Return whether uniform numbers from [0, 1] look independent of the one before.

    >>> u = np.random.default_rng(0).random(500)
    >>> looks_independent(u), looks_independent(np.ravel(np.column_stack([u, 1 - u])))
    (True, False)
    """
    centred = np.asarray(sample, dtype=np.float64) - 0.5
    correlation = 12 * np.mean(centred[1:] * centred[:-1])
    return bool(abs(correlation) < DEVIATIONS / np.sqrt(len(centred)))
