"""`one_hot`: from labels to columns of zeros and one 1; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import returns_none
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake
from grader_tests.topics.softmax.reference import one_hot
from grader_tests.topics.softmax.shared import NO_RETURN, UNTOUCHED, labels_of

FLOATS, ABSENT = ("floats",), ("absent",)
EVERYTHING = ("columns", *ABSENT, *FLOATS, UNCHANGED)
SEEN = "numbers_of_any_type"


def filled(
    value: Callable[[Any], Any], rows: Callable[[Any, int], Any] = lambda y, C: y
) -> Function:
    """Zeros with a value in one row of each column."""

    def wrong(labels: Any, C: int) -> Any:
        Y = np.zeros((C, len(labels)))
        Y[rows(labels, C), np.arange(len(labels))] = value(labels)
        return Y

    return wrong


def whole_rows(labels: Any, C: int) -> Any:
    """`Y[labels] = 1`."""
    Y = np.zeros((C, len(labels)))
    Y[labels] = 1.0
    return Y


def whole_columns(labels: Any, C: int) -> Any:
    """`Y[:, labels] = 1`."""
    Y = np.zeros((C, len(labels)))
    Y[:, labels] = 1.0
    return Y


def places_turned(labels: Any, C: int) -> Any:
    """`Y[np.arange(m), labels] = 1`, which stops where a label is larger than the last column."""
    Y = np.zeros((C, len(labels)))
    Y[np.arange(len(labels)), labels] = 1.0
    return Y


def counted_in_place(labels: Any, C: int) -> Any:
    """`labels -= labels.min()`, as if the smallest label had to become 0."""
    labels -= 1
    labels %= C
    return one_hot((labels + 1) % C, C)


MISTAKES = (
    Mistake(
        "transposed",
        "The result is transposed: each *row* has its one. Examples are columns, so the shape is "
        "`(C, m)`: turn the array with `.T`.",
        lambda labels, C: one_hot(labels, C).T,
        EVERYTHING,
    ),
    Mistake(
        "reshaped",
        "The shape is `(C, m)`, but the ones stand in wrong places: `reshape` reads the numbers in "
        "a new rhythm and mixes the examples. To turn rows into columns, use `.T`.",
        lambda labels, C: one_hot(labels, C).T.reshape(C, len(labels)),
        EVERYTHING,
    ),
    Mistake(
        "as_many_as_seen",
        "The number of rows comes from the largest label that occurs. If the last classes do not "
        "occur in a batch, rows are missing: there are always `C`.",
        lambda labels, C: one_hot(labels, int(labels.max()) + 1),
        (*ABSENT, *FLOATS),
    ),
    Mistake(
        "as_many_as_different",
        "The rows are those of the labels that occur in this batch. Classes that do not occur "
        "need their row of zeros too: there are always `C` rows, and label 0 belongs to the first.",
        lambda labels, C: one_hot(np.unique(labels, return_inverse=True)[1], len(set(labels))),
        (*ABSENT, *FLOATS),
    ),
    Mistake(
        "from_one",
        "Each 1 stands one row too high. Labels count from 0, as Python does: label 0 belongs to "
        "row 0.",
        filled(lambda labels: 1.0, lambda labels, C: labels - 1),
        EVERYTHING,
    ),
    Mistake(
        "from_the_end",
        "The rows are in the opposite order: label 0 belongs to the first row.",
        filled(lambda labels: 1.0, lambda labels, C: C - 1 - labels),
        EVERYTHING,
    ),
    Mistake(
        "labels_as_values",
        "In the right places stand the labels themselves. Each of these places holds a 1: label 0 "
        "would vanish, and label 7 would count seven times.",
        filled(lambda labels: labels),
        EVERYTHING,
    ),
    Mistake(
        "whole_rows",
        "Whole rows are filled with ones: `Y[labels] = 1` says only which rows, and means all "
        "columns of them. Say which row *and* which column, one pair for each example.",
        whole_rows,
        EVERYTHING,
    ),
    Mistake(
        "whole_columns",
        "Whole columns are filled with ones: `Y[:, labels] = 1` takes the labels for numbers of "
        "columns. The label says the row; the column is the number of the example.",
        whole_columns,
        EVERYTHING,
    ),
    Mistake(
        "places_turned",
        "Row and column have changed places in `Y[..., ...]`: first comes the row, which is the "
        "label, then the column, which is the number of the example.",
        places_turned,
        EVERYTHING,
    ),
    Mistake(
        "labels_repeated",
        "The labels are only repeated in each row. Compare them with the number of the row: the "
        "result is 1 where they are equal and 0 elsewhere.",
        lambda labels, C: np.tile(labels * 1.0, (C, 1)),
        EVERYTHING,
    ),
    Mistake(
        "ones_and_zeros_swapped",
        "Ones and zeros have changed places: the 1 stands where the class is right.",
        lambda labels, C: 1.0 - one_hot(labels, C),
        EVERYTHING,
    ),
    Mistake(
        "whole_numbers",
        "The numbers are right, but they are stored as whole numbers. Ask for floats, for example "
        "with `.astype(float)`: what is computed from them later has decimals.",
        lambda labels, C: one_hot(labels, C).astype(np.int64),
        FLOATS,
    ),
    Mistake(
        "true_and_false",
        "The result holds `True` and `False`. Turn them into 1.0 and 0.0, for example with "
        "`.astype(float)`.",
        lambda labels, C: one_hot(labels, C).astype(np.bool_),
        FLOATS,
    ),
    Mistake(
        "changed_labels",
        "The labels that came in are changed, as `labels -= 1` does. They belong to the caller: "
        "make a new array for what you compute from them.",
        counted_in_place,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def with_all_classes(rng: Generator, C: int, m: int) -> Any:
    """Labels among which every class occurs, more often than in turn."""
    labels = np.concatenate([np.arange(C), labels_of(rng, C, m - C)])
    return rng.permutation(labels)


def columns_cases(rng: Generator) -> Iterator[Case]:
    """More examples than classes, every class among them."""
    for C, m in ((3, 7), (4, 10), (10, 300)):
        yield Case("columns", (call(with_all_classes(rng, C, m), C),), properties=SEEN)


def absent_cases(rng: Generator) -> Iterator[Case]:
    """The last classes do not occur, nor does one in the middle; last, a single example."""
    for C, m in ((6, 4), (9, 20)):
        some = rng.choice([0, 2, C - 3], m)
        some[:2] = C - 3, 0
        yield Case("absent", (call(some, C),), properties=SEEN)
    yield Case("absent", (call(np.array([1]), 4),), properties=SEEN)


def typed_cases(rng: Generator) -> Iterator[Case]:
    """The same, as the documented type."""
    yield Case("floats", (call(with_all_classes(rng, 3, 8), 3),))
    yield Case("floats", (call(np.array([int(rng.integers(1, 3)), 0]), 5),))


SOME = np.array([2, 0, 1, 2, 0])

ONE_HOT = Exercise(
    "one_hot",
    one_hot,
    (
        Criterion(
            "columns",
            "Each column has a 1 in the row of its label, and zeros elsewhere.",
            "Compare the result for three labels with what you would write down by hand: the "
            "column number is the example, the row number is the label.",
            2,
            columns_cases,
        ),
        Criterion(
            "absent",
            "There are `C` rows, also where some classes do not occur.",
            "Take the number of rows from `C`, not from the labels.",
            1,
            absent_cases,
        ),
        Criterion(
            "floats",
            "The ones and zeros are floats.",
            "The docstring promises a float64 array: look at the `dtype` of your result, and at "
            "its numbers.",
            1,
            typed_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("columns", (call(SOME, 3),), properties=SEEN),
        Case("absent", (call(np.array([0, 2]), 4),), properties=SEEN),
        Case("floats", (call(SOME, 3),)),
        Case("floats", (call(np.array([2, 0, 2]), 4),)),
    ),
)
