"""`predict`: from probabilities to labels; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import returns_none
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.softmax.reference import one_hot, predict
from grader_tests.topics.softmax.shared import NO_RETURN, UNTOUCHED, labels_of

UNSURE = ("unsure",)
EVERYTHING = ("sure", *UNSURE, UNCHANGED)


def above_one_half(A: Any) -> Any:
    """The first class above 0.5; where none is, `argmax` of nothing but False gives 0."""
    return (A > 0.5).argmax(axis=0)


def blanked_in_place(A: Any) -> Any:
    """All but the largest of a column are set to 0."""
    A[~np.equal(A, A.max(axis=0))] = 0.0
    return A.argmax(axis=0)


MISTAKES = (
    Mistake(
        "along_rows",
        "You look for the largest number of each row. An example is a column: look down the "
        "column, which is `axis=0`.",
        lambda A: A.argmax(axis=1),
        EVERYTHING,
    ),
    Mistake(
        "of_everything",
        "The result is one number for the whole array. Every example needs its own answer: say "
        "along which axis to look.",
        lambda A: A.argmax(),
        EVERYTHING,
    ),
    Mistake(
        "the_probability_itself",
        "You return the largest probability. What is asked for is *where* it stands: the number "
        "of its row.",
        lambda A: A.max(axis=0),
        EVERYTHING,
    ),
    Mistake(
        "above_one_half",
        "The answer is right only where a class has more than one half, as if the probabilities "
        "were rounded. With several classes the most probable one may have less: take the "
        "largest, whatever it is.",
        above_one_half,
        UNSURE,
    ),
    Mistake(
        "expected_label",
        "This is a mean of the labels, weighted with their probabilities. Between a 1 and a 7 the "
        "answer is not 4: take the most probable class.",
        lambda A: np.rint(np.arange(len(A)) @ A).astype(np.int64),
        EVERYTHING,
    ),
    Mistake(
        "least_probable",
        "This is the class with the smallest probability. Take the largest.",
        lambda A: A.argmin(axis=0),
        EVERYTHING,
    ),
    Mistake(
        "from_one",
        "The labels count from 1. The first row belongs to label 0.",
        lambda A: A.argmax(axis=0) + 1,
        EVERYTHING,
    ),
    Mistake(
        "one_hot",
        "The result has a 1 in each column, where the answer is. Return the number of that row, "
        "one label for each example.",
        lambda A: one_hot(A.argmax(axis=0), len(A)),
        EVERYTHING,
    ),
    Mistake(
        "true_and_false",
        "The result says for each entry whether it is the largest of its column. Return the "
        "number of its row, one label for each example.",
        lambda A: np.equal(A, A.max(axis=0)),
        EVERYTHING,
    ),
    Mistake(
        "sorted_order",
        "This is the whole order of the classes for each example. Only the most probable class "
        "is asked for.",
        lambda A: A.argsort(axis=0),
        EVERYTHING,
    ),
    Mistake(
        "a_row",
        "The labels are right, but they stand in an array of one row, (1, m). Return a plain "
        "array of m labels: leave out `keepdims`.",
        lambda A: A.argmax(axis=0, keepdims=True),
        EVERYTHING,
    ),
    Mistake(
        "floats",
        "The labels are right, but they are floats. A label is a whole number, with which one can "
        "count and index.",
        lambda A: A.argmax(axis=0) * 1.0,
        EVERYTHING,
    ),
    Mistake(
        "list",
        "The labels are right, but they stand in a list. Return an array: `np.array(...)` makes "
        "one of a list.",
        lambda A: A.argmax(axis=0).tolist(),
        EVERYTHING,
    ),
    Mistake(
        "blanked_in_place",
        "The array of probabilities that came in is changed. It belongs to the caller: only read "
        "it.",
        blanked_in_place,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def with_largest(rng: Generator, labels: Any, C: int, share: float) -> Any:
    """Columns that add up to 1, in which the class of `labels` has this share, the largest."""
    rest = rng.uniform(0.8, 1.0, (C, len(labels))) * (1 - one_hot(labels, C))
    return share * one_hot(labels, C) + (1 - share) * rest / rest.sum(axis=0)


def every_class(rng: Generator, C: int, m: int) -> Any:
    """Labels with the first and the last class among them."""
    labels = labels_of(rng, C, m)
    labels[0], labels[-1] = 0, C - 1
    return labels


def sure_cases(rng: Generator) -> Iterator[Case]:
    """The most probable class has far more than one half."""
    for C, m in ((3, 7), (4, 6), (10, 300)):
        yield Case("sure", (call(with_largest(rng, every_class(rng, C, m), C, 0.7)),))


def unsure_cases(rng: Generator) -> Iterator[Case]:
    """The most probable class has less than one half, and is not the first."""
    for C, m, share in ((4, 6, 0.4), (5, 3, 0.28), (10, 200, 0.15)):
        labels = rng.integers(1, C, m)
        yield Case("unsure", (call(with_largest(rng, labels, C, share)),))


CLEAR = np.array(
    [[0.7, 0.1, 0.05, 0.2], [0.1, 0.3, 0.05, 0.75], [0.2, 0.6, 0.9, 0.05]],
)
DIM = np.array([[0.3, 0.2, 0.26], [0.1, 0.25, 0.23], [0.2, 0.4, 0.27], [0.4, 0.15, 0.24]])

PREDICT = Exercise(
    "predict",
    predict,
    (
        Criterion(
            "sure",
            "The label of the most probable class comes out, one whole number for each example.",
            "Compare with the columns by eye: where does the largest number stand? The result for "
            "m examples is an array of m labels.",
            2,
            sure_cases,
        ),
        Criterion(
            "unsure",
            "The most probable class is the answer even if it has less than one half.",
            "With four classes, 0.4 can be the largest of all. Do not compare with one half.",
            1,
            unsure_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(Case("sure", (call(CLEAR),)), Case("unsure", (call(DIM),))),
)
