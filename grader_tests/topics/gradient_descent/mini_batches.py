"""`mini_batches`: reference, hidden cases and worked examples.

The order is random, so only properties of the batches are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, Calls, exercise

ROWS = ((6, 1), (7, 1), (9, 1))
"""How many rows X and Y have: fewer than there are columns in X or in a batch.

But there are so many that shuffling the rows hardly ever leaves them in their order. Only pairs
have several rows of labels, so that who forgets them loses the marks for pairs alone.
"""

LABEL_ROWS = ((7, 5), (6, 3), (7, 1))
"""How many rows X and Y have where labels count."""


def mini_batches(X: Any, Y: Any, batch_size: int, rng: Generator) -> list[tuple[Any, Any]]:
    """Return pairs of batch_size columns of X and Y in random order; the last may be shorter."""
    m = X.shape[1]
    order = rng.permutation(m)
    batches = []
    for start in range(0, m, batch_size):
        columns = order[start : start + batch_size]
        batches.append((X[:, columns], Y[:, columns]))
    return batches


def data(rng: Generator, rows: tuple[int, int], m: int) -> tuple[Any, Any]:
    """Return examples and labels, all of them different, so that each can be recognized."""
    X, Y = (rng.normal(size=(n, m)) for n in rows)
    return X, Y


def asked(rng: Generator, rows: tuple[int, int], m: int, batch_size: int) -> Call:
    """Return a call with data and a generator of its own."""
    seed = int(rng.integers(2**31))
    return call(*data(rng, rows, m), batch_size=batch_size, rng=SeededRng(seed))


def repeated(
    rng: Generator, rows: tuple[int, int], m: int, batch_size: int, times: int
) -> tuple[Call, ...]:
    """Return calls with the same data, each with another generator."""
    X, Y = data(rng, rows, m)
    first = int(rng.integers(2**31))
    seeds = range(first, first + times)
    return tuple(call(X, Y, batch_size=batch_size, rng=SeededRng(seed)) for seed in seeds)


def size_cases(rng: Generator) -> Iterator[Call]:
    """Yield sizes that the number of examples is a multiple of: also 1, and all of them."""
    batches = rng.integers([4, 10, 1, 8], [7, 15, 2, 11]).tolist()
    sizes = rng.integers([7, 1, 25, 64], [10, 2, 36, 65]).tolist()
    for rows, k, size in zip((*ROWS, ROWS[0]), batches, sizes):
        yield asked(rng, rows, k * size, size)


def last_cases(rng: Generator) -> Iterator[Calls]:
    """Yield sizes that leave a few examples over, and one that is larger than the whole set.

    In the last but one case there is a single full batch. The first is called with eight
    generators: a short batch among twelve or more that are shuffled is not always the last.
    """
    batches = rng.integers([11, 0, 1, 4], [15, 1, 2, 5]).tolist()
    sizes = rng.integers([3, 30, 11, 64], [5, 51, 15, 65]).tolist()
    left_over = rng.integers([1, 11, 3, 20], [3, 16, 10, 50]).tolist()
    yield repeated(rng, ROWS[1], batches[0] * sizes[0] + left_over[0], sizes[0], times=8)
    rows = (ROWS[2], ROWS[0], ROWS[1])
    for of_both, k, size, rest in zip(rows, batches[1:], sizes[1:], left_over[1:]):
        yield asked(rng, of_both, k * size + rest, size)


def even(rng: Generator) -> tuple[int, int]:
    """Return a number of examples and a size of batches that leaves none over.

    There are at least twelve batches, so that shuffling them hardly ever leaves them in order. One
    batch alone has fewer than ten examples, too few to say anything of an order.
    """
    size = int(rng.integers(8, 10))
    return size * int(rng.integers(12, 18)), size


def uneven(rng: Generator) -> tuple[int, int]:
    """Return a number of examples and a size of batches that leaves six or more over.

    So many are hardly ever the same in two orders.
    """
    m, size = even(rng)
    return m + int(rng.integers(6, size)), size


def once_cases(rng: Generator) -> Iterator[Calls]:
    """Yield many examples in full batches, so that no order comes up by chance.

    In the last case some are left over. Whether there is a batch of them does not count here, but
    only whether they are in it.
    """
    for rows in ROWS[:2]:
        yield asked(rng, rows, *even(rng))
    yield ByProperties(asked(rng, ROWS[2], *uneven(rng)), "batch_rest")


def pair_cases(rng: Generator) -> Iterator[Call]:
    """Yield many examples with several rows of labels, and with one; in two cases some are left."""
    for rows, sizes in zip(LABEL_ROWS, (even, uneven, uneven)):
        yield asked(rng, rows, *sizes(rng))


def order_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield the same data three times, with three generators; in one case some are left over."""
    for rows, sizes in zip(ROWS, (even, uneven, even)):
        yield repeated(rng, rows, *sizes(rng), times=3)


def chance_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield the same data several times, first twice with the same generator.

    In the last case there are so many generators that a handful of orders is never enough.
    """
    sizes = [(*even(rng), 2), (*even(rng), 2), (60, 6, 20)]
    for rows, (m, size, times) in zip((*ROWS[:2], (3, 1)), sizes):
        X, Y = data(rng, rows, m)
        first = int(rng.integers(2**31))
        seeds = (first, *range(first, first + times))
        yield tuple(call(X, Y, batch_size=size, rng=SeededRng(s)) for s in seeds)


def counted(m: int, batch_size: int, seed: int, label_rows: int = 1) -> Call:
    """Return a call whose examples are easy to tell apart: label 30 belongs to example 3."""
    X = np.arange(1.0, m + 1) + np.array([[0.0], [0.25], [0.5]])
    return call(X, 10 * X[:label_rows], batch_size=batch_size, rng=SeededRng(seed))


EXERCISE = exercise(
    mini_batches,
    cases={
        "sizes": size_cases,
        "last": last_cases,
        "once": once_cases,
        "pairs": pair_cases,
        "order": order_cases,
        "chance": chance_cases,
    },
    examples={
        "sizes": [counted(12, 4, 1), counted(3, 1, 10), counted(5, 5, 11)],
        "last": [
            counted(10, 4, 2),
            counted(3, 4, 3),
            counted(7, 4, 12),
            counted(9, 4, 14),
            (counted(14, 3, 15), counted(14, 3, 16), counted(14, 3, 17)),
        ],
        "once": [counted(30, 6, 4), ByProperties(counted(34, 6, 18), "batch_rest")],
        "pairs": [
            counted(30, 6, 5),
            counted(30, 6, 13, label_rows=2),
            counted(34, 6, 19, label_rows=2),
        ],
        "order": [
            tuple(counted(60, 12, seed) for seed in (6, *range(9, 14))),
            tuple(counted(67, 12, seed) for seed in (20, 21, 22)),
        ],
        "chance": [
            (counted(30, 6, 7), counted(30, 6, 7), counted(30, 6, 8)),
            tuple(counted(30, 6, seed) for seed in (1, *range(1, 13))),
        ],
    },
)
