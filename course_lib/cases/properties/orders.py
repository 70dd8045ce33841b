"""Facts about the orders in which a function shuffles, where chance gives an answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

Order = NDArray[np.int64]

LAGS = (1, 2, 3)
"""How far apart the examples are whose steps are looked at."""


def steps_alike(order: Order, m: int) -> bool:
    """Return whether most examples are followed by the one that is equally far on, from m to 0.

    The same is asked of every second and every third example. In a random order of 30 examples or
    more, half of the steps are alike less than once in 10**12.

    >>> steps_alike(np.arange(60) * 7 % 60, 60)
    True
    """
    steps = (np.bincount((order[lag:] - order[:-lag]) % m) for lag in LAGS)
    return any(2 * counts.max() > counts.sum() for counts in steps)


def parts_alike(batches: Sequence[Order], m: int) -> bool:
    """Return whether nearly every batch has one example of each part of the data.

    By Chernoff's bound, a quarter of the variation that chance gives to a dozen batches of eight is
    all that there is less than once in 10**11.
    """
    full = [batch for batch in batches if len(batch) == len(batches[0]) >= 8]
    if len(full) < 10:
        return False
    size = len(full[0])
    counts = np.array(
        [np.bincount(np.minimum(b * size // m, size - 1), minlength=size) for b in full]
    )
    return bool(np.sum((counts - 1) ** 2) < (size - 1) * len(full) / 4)


def kept_places(order: Order, other: Order) -> bool:
    """Return whether a quarter of the examples are where they are in another order."""
    return len(order) == len(other) and bool(4 * np.count_nonzero(order == other) > len(order))


def same_together(calls: Sequence[Sequence[Order]], m: int) -> bool:
    """Return whether the orders of several calls are made of each other, which chance never does.

    An order that occurs twice proves nothing here: that is about the generator.
    """
    if any(len(batches) < 2 for batches in calls):
        return False
    pairs = [
        (one, other)
        for one, other in combinations(calls, 2)
        if not np.array_equal(np.concatenate(one), np.concatenate(other))
    ]
    return any(_made_of(one, other, m) for one, other in pairs) or _keep_company(pairs, m)


def _made_of(one: Sequence[Order], other: Sequence[Order], m: int) -> bool:
    """Return whether one order follows from another.

    Most neighbours are the same, or a quarter of the examples are where they were, or most go on
    by the same step, in place or in number; or a batch of five or more has the same examples, while
    chance may well leave the same one alone at the end.
    """
    orders = [np.concatenate(batches) for batches in (one, other)]
    if len(orders[0]) != len(orders[1]):
        return False
    neighbours = [set(pairwise(order.tolist())) for order in orders]
    return bool(
        2 * len(neighbours[0] & neighbours[1]) > len(neighbours[0])
        or np.mean((np.diff(orders[0]) - np.diff(orders[1])) % m == 0) > 0.5
        or any(len(a) >= 5 and set(a) == set(b) for a, b in zip(one, other, strict=False))
        or _moved(orders[0], orders[1], m)
    )


def _moved(one: Order, other: Order, m: int) -> bool:
    """Return whether one order of all examples is another with places or numbers moved."""
    if any(not np.array_equal(np.sort(order), np.arange(m)) for order in (one, other)):
        return False
    places = np.argsort(one)
    return kept_places(one, other) or steps_alike(places[other], m) or steps_alike(other[places], m)


DEVIATIONS = 7


def _keep_company(pairs: Sequence[tuple[Sequence[Order], Sequence[Order]]], m: int) -> bool:
    """Return whether those who share a batch do so in other calls too, more than by chance."""
    again = expected = 0.0
    for one, other in pairs:
        number = np.full((2, m), -1)
        for row, batches in zip(number, (one, other), strict=True):
            for i, batch in enumerate(batches):
                row[batch[batch >= 0]] = i
        together = [row[:, None] == row[None, :] for row in number]
        first, second, both = (
            np.count_nonzero(table) - m for table in (*together, together[0] & together[1])
        )
        again += both / 2
        expected += first * second / 2 / (m * (m - 1))
    return bool(again - expected > DEVIATIONS * np.sqrt(expected))
