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
from grader_tests.engine.definition import exercise

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


def size_cases(rng: Generator) -> Iterator[Call]:
    """Yield sizes that the number of examples is a multiple of: also 1, and all of them."""
    batches = rng.integers([4, 10, 1, 8], [7, 15, 2, 11]).tolist()
    sizes = rng.integers([7, 1, 25, 64], [10, 2, 36, 65]).tolist()
    for rows, k, size in zip((*ROWS, ROWS[0]), batches, sizes):
        yield asked(rng, rows, k * size, size)


def last_cases(rng: Generator) -> Iterator[Call]:
    """Yield sizes that leave a few examples over, and one that is larger than the whole set.

    In the last but one case there is a single full batch.
    """
    batches = rng.integers([3, 6, 0, 1, 4], [6, 9, 1, 2, 5]).tolist()
    sizes = rng.integers([5, 8, 30, 11, 64], [7, 10, 51, 15, 65]).tolist()
    left_over = rng.integers([1, 2, 11, 3, 20], [2, 3, 16, 10, 50]).tolist()
    for rows, k, size, rest in zip((*ROWS, *ROWS[:2]), batches, sizes, left_over):
        yield asked(rng, rows, k * size + rest, size)


def even(rng: Generator) -> tuple[int, int]:
    """Return a number of examples and a size of batches that leaves none over.

    There are at least twelve batches, so that shuffling them hardly ever leaves them in order. One
    batch alone has fewer than ten examples, too few to say anything of an order.
    """
    size = int(rng.integers(8, 10))
    return size * int(rng.integers(12, 18)), size


def even_cases(rng: Generator) -> Iterator[Call]:
    """Yield many examples in full batches, so that no order comes up by chance."""
    for rows in ROWS:
        yield asked(rng, rows, *even(rng))


def pair_cases(rng: Generator) -> Iterator[Call]:
    """Yield many examples with several rows of labels, and with one."""
    for rows in LABEL_ROWS:
        yield asked(rng, rows, *even(rng))


def order_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield the same data twice, with two generators."""
    for rows in ROWS:
        m, size = even(rng)
        X, Y = data(rng, rows, m)
        first = int(rng.integers(2**31))
        yield tuple(call(X, Y, batch_size=size, rng=SeededRng(s)) for s in (first, first + 1))


def chance_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield the same data three times, twice with the same generator."""
    for rows in ROWS[:2]:
        m, size = even(rng)
        X, Y = data(rng, rows, m)
        seed = int(rng.integers(2**31))
        yield tuple(call(X, Y, batch_size=size, rng=SeededRng(s)) for s in (seed, seed, seed + 1))


def counted(m: int, batch_size: int, seed: int, label_rows: int = 1) -> Call:
    """Return a call whose examples are easy to tell apart: label 30 belongs to example 3."""
    X = np.arange(1.0, m + 1) + np.array([[0.0], [0.25], [0.5]])
    return call(X, 10 * X[:label_rows], batch_size=batch_size, rng=SeededRng(seed))


EXERCISE = exercise(
    mini_batches,
    cases={
        "sizes": size_cases,
        "last": last_cases,
        "once": even_cases,
        "pairs": pair_cases,
        "order": order_cases,
        "chance": chance_cases,
    },
    examples={
        "sizes": [counted(12, 4, 1), counted(3, 1, 10), counted(5, 5, 11)],
        "last": [counted(10, 4, 2), counted(3, 4, 3), counted(7, 4, 12), counted(9, 4, 14)],
        "once": [counted(30, 6, 4)],
        "pairs": [counted(30, 6, 5), counted(30, 6, 13, label_rows=2)],
        "order": [(counted(60, 12, 6), counted(60, 12, 9))],
        "chance": [(counted(30, 6, 7), counted(30, 6, 7), counted(30, 6, 8))],
    },
)
