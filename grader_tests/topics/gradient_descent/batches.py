"""`mini_batches`: hidden cases and criteria; what counts is what can be said of the batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.gradient_descent.batch_mistakes import MISTAKES
from grader_tests.topics.gradient_descent.batch_variants import mini_batches
from grader_tests.topics.gradient_descent.shared import untouched

ROWS = ((5, 1), (4, 2), (7, 1))
"""How many rows X and Y have; fewer than columns, so that the two are not mistaken."""


def data(rng: Generator, rows: tuple[int, int], m: int) -> tuple[Any, Any]:
    """Examples and labels, all of them different, so that each can be recognised."""
    X, Y = (rng.normal(size=(n, m)) for n in rows)
    return X, Y


def asked(rng: Generator, rows: tuple[int, int], m: int, batch_size: int) -> Call:
    """A call with data and a generator of its own."""
    seed = int(rng.integers(2**31))
    return call(*data(rng, rows, m), batch_size=batch_size, rng=SeededRng(seed))


def size_cases(rng: Generator) -> Iterator[Case]:
    """Sizes that the number of examples is a multiple of: also 1, and all of them."""
    batches = rng.integers([4, 10, 1, 8], [7, 15, 2, 11]).tolist()
    sizes = rng.integers([7, 1, 25, 64], [10, 2, 36, 65]).tolist()
    for rows, k, size in zip((*ROWS, ROWS[0]), batches, sizes):
        yield Case("sizes", (asked(rng, rows, k * size, size),), properties="batch_shapes")


def last_cases(rng: Generator) -> Iterator[Case]:
    """Sizes that leave a few examples over, and one that is larger than the whole set."""
    batches = rng.integers([3, 6, 0, 4], [6, 9, 1, 5]).tolist()
    sizes = rng.integers([5, 8, 30, 64], [7, 10, 51, 65]).tolist()
    left_over = rng.integers([1, 2, 9, 20], [3, 3, 16, 50]).tolist()
    for rows, k, size, rest in zip((*ROWS, ROWS[0]), batches, sizes, left_over):
        yield Case("last", (asked(rng, rows, k * size + rest, size),), properties="batch_shapes")


def even(rng: Generator) -> tuple[int, int]:
    """Numbers of examples and sizes of batches that leave nothing over."""
    size = int(rng.integers(5, 9))
    return size * int(rng.integers(6, 12)), size


def once_cases(rng: Generator) -> Iterator[Case]:
    """Batches that leave nothing over."""
    for rows in ROWS:
        yield Case("once", (asked(rng, rows, *even(rng)),), properties="batch_members")


def pair_cases(rng: Generator) -> Iterator[Case]:
    """Batches that leave nothing over, and what every label belongs to."""
    for rows in ROWS:
        yield Case("pairs", (asked(rng, rows, *even(rng)),), properties="batch_pairs")


def order_cases(rng: Generator) -> Iterator[Case]:
    """Many examples, so that no order comes up by chance."""
    for rows in ROWS:
        yield Case("order", (asked(rng, rows, *even(rng)),), properties="batch_order")


def chance_cases(rng: Generator) -> Iterator[Case]:
    """The same data three times, twice with the same generator."""
    for rows in ROWS[:2]:
        m, size = even(rng)
        X, Y = data(rng, rows, m)
        seed = int(rng.integers(2**31))
        calls = (call(X, Y, batch_size=size, rng=SeededRng(s)) for s in (seed, seed, seed + 1))
        yield Case("chance", tuple(calls), properties="batch_chance")


def counted(m: int, batch_size: int, seed: int) -> Call:
    """A call whose examples and labels show which is which: label 30 belongs to 3."""
    X = np.arange(1.0, m + 1) + np.array([[0.0], [0.25], [0.5]])
    return call(X, 10 * X[:1], batch_size=batch_size, rng=SeededRng(seed))


MINI_BATCHES = Exercise(
    "mini_batches",
    mini_batches,
    criteria=(
        Criterion(
            "sizes",
            "The examples, which are columns, are cut into pairs `(X_t, Y_t)` of `batch_size` "
            "examples each.",
            "With 12 examples and `batch_size = 4` there are three pairs, and each `X_t` and each "
            "`Y_t` has 4 columns and as many rows as before.",
            1,
            size_cases,
        ),
        Criterion(
            "last",
            "Where the examples do not come out even, the last batch is a short one.",
            "With 10 examples and `batch_size = 4` the batches have 4, 4 and 2 columns. With "
            "fewer examples than `batch_size` there is one batch with all of them.",
            2,
            last_cases,
        ),
        Criterion(
            "once",
            "Every example is in one batch, and only once.",
            "Put all `X_t` side by side again: you must get every column of `X`, none of them "
            "twice, and nothing else.",
            2,
            once_cases,
        ),
        Criterion(
            "pairs",
            "Every example keeps its own label.",
            "Make one random order, and use it for `X` and for `Y`.",
            2,
            pair_cases,
        ),
        Criterion(
            "order",
            "The examples are mixed well before they are cut.",
            "Shuffle all examples first, and cut then: any two of them may get into one batch.",
            2,
            order_cases,
        ),
        Criterion(
            "chance",
            "The order comes from `rng`: the same generator gives the same order, another one "
            "another.",
            "Draw the order from the `rng` that comes in, and from nothing else, as in "
            "`rng.permutation(...)`.",
            1,
            chance_cases,
        ),
        untouched(
            "Make new arrays: `X[:, order]` is one. `rng.shuffle(X)` and `X[:] = ...` change the "
            "arrays of the caller."
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("sizes", (counted(12, 4, 1),), properties="batch_shapes"),
        Case("last", (counted(10, 4, 2),), properties="batch_shapes"),
        Case("last", (counted(3, 4, 3),), properties="batch_shapes"),
        Case("once", (counted(30, 6, 4),), properties="batch_members"),
        Case("pairs", (counted(30, 6, 5),), properties="batch_pairs"),
        Case("order", (counted(30, 6, 6),), properties="batch_order"),
        Case(
            "chance",
            (counted(30, 6, 7), counted(30, 6, 7), counted(30, 6, 8)),
            properties="batch_chance",
        ),
    ),
)
