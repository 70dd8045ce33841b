"""Examples as rows (`to_rows`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake


def to_rows(X: Any) -> Any:
    """The transpose."""
    return X.T


def shape_changed(X: Any) -> Any:
    """The caller's own array, with another shape."""
    X.shape = X.shape[::-1]
    return X


def one_cases(rng: Generator) -> Iterator[Case]:
    """A single example, which a reshape happens to get right."""
    for n in (3, int(rng.integers(20, 70))):
        yield Case("one", (call(rng.normal(size=(n, 1))),))


def many_cases(rng: Generator) -> Iterator[Case]:
    """More features than examples, more examples than features, and a single feature."""
    for shape in ((int(rng.integers(4, 9)), 2), (3, int(rng.integers(5, 9))), (64, 300)):
        yield Case("many", (call(rng.normal(size=shape)),))


ONE, MANY = ("one",), ("many",)
ALL = (*ONE, *MANY, UNCHANGED)

TO_ROWS = Exercise(
    "to_rows",
    to_rows,
    criteria=(
        Criterion(
            "one",
            "One example, a column of n numbers, becomes one row of n numbers.",
            "The result has the shape (1, n), with the numbers in the same order.",
            1,
            one_cases,
        ),
        Criterion(
            "many",
            "Row i of the result is column i of `X`, so that each example stays together.",
            "The result has the shape (m, n). Compare its first row with the first *column* of "
            "`X`: the same numbers have to stand there.",
            2,
            many_cases,
        ),
        Criterion(
            UNCHANGED,
            "The array that is given keeps its shape and its numbers.",
            "Return another array, or another view of it. `X.shape = ...` changes the array that "
            "belongs to the caller.",
            1,
        ),
    ),
    mistakes=(
        Mistake(
            "reshape",
            "`reshape` gives the right shape with the wrong contents: it reads along the rows and "
            "fills rows, so each new row mixes the features of many examples. Transpose instead.",
            lambda X: X.reshape(X.shape[1], X.shape[0]),
            MANY,
        ),
        Mistake(
            "as_it_is",
            "`X` comes back as it is: its examples are still columns.",
            lambda X: X * 1.0,
            ALL,
        ),
        Mistake(
            "flat",
            "All numbers come back in one long row. Each example needs a row of its own.",
            lambda X: X.ravel(),
            ALL,
        ),
        Mistake(
            "flat_by_columns",
            "The numbers come back without rows. The result needs two dimensions, one row for "
            "each example.",
            lambda X: X.T.ravel(),
            ALL,
        ),
        Mistake(
            "features_reversed",
            "In each row the features stand in reverse order.",
            lambda X: X[::-1].T,
            ALL,
        ),
        Mistake(
            "examples_reversed",
            "The examples come in reverse order, the last one first; then each would get another "
            "one's label. Turning an array round is not the same as transposing it.",
            lambda X: X.T[::-1],
            MANY,
        ),
        Mistake(
            "list_of_rows",
            "A list comes back. PyTorch can take an array as it is: return one array.",
            lambda X: [row.copy() for row in X.T],
            ALL,
        ),
        Mistake(
            "list_of_lists",
            "A list of lists comes back, as `tolist` makes it. Return an array.",
            lambda X: X.T.tolist(),
            ALL,
        ),
        Mistake(
            "single_precision",
            "The numbers have become float32, with half the digits. Leave their type as it is.",
            lambda X: X.T.astype(np.float32),
            ALL,
        ),
        Mistake(
            "only_the_first",
            "Only the first example comes back. All of them are asked for.",
            lambda X: X[:, :1].T,
            MANY,
        ),
        Mistake(
            "shape_changed",
            "`X.shape = ...` changes the caller's own array, and like `reshape` it mixes the "
            "examples. Transpose, which leaves `X` alone.",
            shape_changed,
            (*MANY, UNCHANGED),
        ),
    ),
    examples=(
        Case("one", (call(np.array([[1.0], [2.0], [3.0]])),)),
        Case("many", (call(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])),)),
    ),
)
