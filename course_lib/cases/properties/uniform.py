"""Test whether a sample looks uniform, with one false alarm in ten billion."""

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
