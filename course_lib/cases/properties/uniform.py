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

    A grid in random order looks uniform, and so do numbers of which equally many are drawn in each
    of several equal parts, or half of which are the others, mirrored.

    >>> rng = np.random.default_rng(0)
    >>> looks_drawn(rng.random(1000)), looks_drawn(rng.permutation(np.linspace(0, 1, 1000)))
    (True, False)
    """
    ordered = np.sort(sample)
    return (
        _has_gaps_of_chance(ordered)
        and not _is_the_same_in_all_parts(ordered)
        and not follow(sample, sample)
    )


LARGEST = 30
"""The largest of 800 gaps is more than 30 times as long as the average once in 10**10."""


def _has_gaps_of_chance(ordered: NDArray[np.float64]) -> bool:
    """Return whether the gaps between numbers are neither too much alike nor too different.

    The sum of the squared gaps, times n, is about 2 with a standard deviation of sqrt(4 / n) if the
    numbers are drawn, 1 in a grid, 7/6 with one number in each part, and 4 if they come in pairs.
    """
    n = len(ordered)
    squares, slack = np.sum(np.diff(ordered, prepend=0.0, append=1.0) ** 2), np.sqrt(4 / n)
    return bool(-DEVIATIONS * slack < n * squares - 2 < DEVIATIONS * slack + LARGEST**2 / n)


PARTS = range(10, 101)
"""Into how many equal parts a sample is divided: in fewer, chance may well put equally many."""


def _is_the_same_in_all_parts(ordered: NDArray[np.float64]) -> bool:
    """Return whether equally many numbers, or nearly so, are in each of several equal parts.

    By Chernoff's bound, a chi-squared quantity with d degrees of freedom is below x times d with a
    probability of at most (x e^(1 - x))^(d/2). A count is an integer, which adds 1/12 to a square.
    """
    n = len(ordered)
    borders = np.concatenate([np.arange(parts + 1) / parts for parts in PARTS])
    below = np.where(borders == 1, n, np.searchsorted(ordered, borders))
    counts = np.diff(below)[borders[:-1] < 1]
    parts = np.array(PARTS)
    expected, freedom = n / parts, parts - 1
    squares = (counts - np.repeat(expected, parts)) ** 2 + 1 / 12
    x = np.add.reduceat(squares, np.cumsum(parts) - parts) / expected / freedom
    too_alike = freedom / 2 * (np.log(x) + 1 - x) < np.log(FALSE_ALARM / 10)
    return bool(np.any((x < 1) & too_alike))


FEW, MANY_OF_FEW = 24, 6
"""How many numbers are compared with all others, and how many of these may not be in step."""


def follow(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Return whether many numbers of one sample are those of another, moved or mirrored.

    Of numbers in [0, 1] that are drawn independently, no six of 24 are equally far from one of the
    others, or have the same sum with one. Both samples may be the same: nobody is its own partner.

    >>> u, v = np.random.default_rng(0).random((2, 500))
    >>> follow(u, u), follow(u, v), follow(u, 1 - u[::-1]), follow(u, (v[0] + u) % 1)
    (False, False, True, True)
    """
    places = np.linspace(0, len(one) - 1, FEW).astype(np.int64)
    for sign in (-1, 1):
        together = np.round((other + sign * one[places][:, None]) % 1, 9) % 1
        if one is other:
            together[np.arange(FEW), places] = np.nan
        together.sort(axis=1)
        again = np.diff(together, axis=1, prepend=-1) == 0
        found = np.sort(together[~again & ~np.isnan(together)])
        if np.any(found[MANY_OF_FEW - 1 :] == found[: len(found) - MANY_OF_FEW + 1]):
            return True
    return False


CELLS, TOO_FAR = 8, 250
"""A square of 8 x 8 cells, and a sum of squares over it, with 63 degrees of freedom, that chance
exceeds far less than once in 10**10."""


def look_independent(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Return whether numbers of [0, 1], both even, also fill the square evenly in pairs.

    >>> u = np.random.default_rng(0).random(500)
    >>> look_independent(u[1:], u[:-1]), look_independent(u, 1 - u)
    (True, False)
    """
    counts = np.histogram2d(one, other, bins=CELLS, range=((0, 1), (0, 1)))[0]
    expected = len(one) / CELLS**2
    return bool(np.sum((counts - expected) ** 2) / expected < TOO_FAR)
