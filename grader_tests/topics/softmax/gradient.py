"""`softmax_gradient`: dJ/dZ; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import returns_none, without_warnings
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.softmax.reference import softmax_gradient
from grader_tests.topics.softmax.shared import NO_RETURN, SHAPES, UNTOUCHED, answers

MANY = ("many",)
EVERYTHING = ("one", *MANY, UNCHANGED)


def subtracted_in_place(A: Any, Y: Any) -> Any:
    """`A -= Y`."""
    A -= Y
    return A / Y.shape[1]


MISTAKES = (
    Mistake(
        "not_averaged",
        "The difference is right for a single example. But J is the *mean* over m examples, so "
        "each of them moves it by an m-th part only.",
        lambda A, Y: A - Y,
        MANY,
    ),
    Mistake(
        "only_answers_divided",
        "Only `Y` is divided by the number of examples: a division comes before a minus. Put the "
        "difference into brackets.",
        lambda A, Y: A - Y / Y.shape[1],
        MANY,
    ),
    Mistake(
        "sign_turned",
        "The sign is wrong: for the true class the gradient is negative, because a larger logit "
        "there makes the cost smaller.",
        lambda A, Y: (Y - A) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "sign_turned_not_averaged",
        "The sign is wrong, and the division by the number of examples is missing.",
        lambda A, Y: Y - A,
        EVERYTHING,
    ),
    Mistake(
        "divided_by_classes",
        "You divide by the number of rows, which are the classes. J is a mean over the examples, "
        "and they are the columns.",
        lambda A, Y: (A - Y) / Y.shape[0],
        EVERYTHING,
    ),
    Mistake(
        "divided_by_everything",
        "You divide by the number of entries, C times m. J is a mean over the m examples only.",
        lambda A, Y: (A - Y) / Y.size,
        EVERYTHING,
    ),
    Mistake(
        "multiplied",
        "The difference is multiplied by the number of examples. J is a mean: divide by it.",
        lambda A, Y: (A - Y) * Y.shape[1],
        MANY,
    ),
    Mistake(
        "gradient_of_the_probabilities",
        "This is the gradient with respect to the probabilities `A`, not to the logits `Z`. "
        "Between them stands the softmax, and behind it the result is simpler: the text works it "
        "out.",
        without_warnings(lambda A, Y: -Y / A / Y.shape[1]),
        EVERYTHING,
    ),
    Mistake(
        "gradient_of_the_probabilities_not_averaged",
        "This is the gradient with respect to the probabilities `A`, and it is not divided by the "
        "number of examples. Asked for is the gradient with respect to the logits `Z`.",
        without_warnings(lambda A, Y: -Y / A),
        EVERYTHING,
    ),
    Mistake(
        "gradient_of_sigmoids",
        "There is a factor `A * (1 - A)` too much. It belongs to another cost, the squared error; "
        "with cross-entropy it has already cancelled out.",
        lambda A, Y: (A - Y) * A * (1 - A) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "own_derivative_only",
        "This is how each probability moves with its own logit, `A * (1 - A)`. What is asked for "
        "is how the *cost* moves, and there the right answers `Y` count.",
        lambda A, Y: A * (1 - A) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "only_the_true_class",
        "Only the rows of the true classes have a gradient. The logits of the wrong classes count "
        "too, for they stand in the denominator: a larger one raises the cost.",
        lambda A, Y: (A - Y) * Y / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "only_the_wrong_classes",
        "The true class has no gradient here. Its probability is too small by what is missing to "
        "1, so its logit should grow.",
        lambda A, Y: A * (1 - Y) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "one_taken_everywhere",
        "You subtract 1 from every entry. Subtract it only for the true class: that is what `Y` "
        "is for.",
        lambda A, Y: (A - 1) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "answers_ignored",
        "These are the probabilities, divided by the number of examples. The right answers `Y` "
        "are missing.",
        lambda A, Y: A / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "absolute",
        "All entries are positive: the sign got lost. For the true class the gradient is negative.",
        lambda A, Y: np.abs(A - Y) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "squares",
        "The differences are squared. Take them as they are, with their signs.",
        lambda A, Y: (A - Y) ** 2 / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "twice",
        "Everything is twice as large as it should be: a factor 2 belongs to the squared error, "
        "not to cross-entropy.",
        lambda A, Y: 2 * (A - Y) / Y.shape[1],
        EVERYTHING,
    ),
    Mistake(
        "summed",
        "The examples are put together to one column. Each keeps a column of its own: the result "
        "has the shape of `A`.",
        lambda A, Y: np.sum(A - Y, axis=1, keepdims=True) / Y.shape[1],
        MANY,
    ),
    Mistake(
        "transposed",
        "The result is transposed. It has the shape of `A`: classes are rows, examples columns.",
        lambda A, Y: softmax_gradient(A, Y).T,
        EVERYTHING,
    ),
    Mistake(
        "subtracted_in_place",
        "`A -= Y`, or anything else that writes into `A`, changes the array that came in, and it "
        "belongs to the caller. Write the difference into a new array.",
        subtracted_in_place,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def cases_of_one(rng: Generator) -> Iterator[Case]:
    """A single example."""
    for C in (3, 4, 10):
        yield Case("one", (call(*answers(rng, C, 1)),))


def cases_of_many(rng: Generator) -> Iterator[Case]:
    """Several examples."""
    for C, m in SHAPES:
        yield Case("many", (call(*answers(rng, C, m)),))


SURE = np.array([[0.5], [0.2], [0.3]])
THREE = np.array([[0.5, 0.1], [0.2, 0.6], [0.3, 0.3]])

SOFTMAX_GRADIENT = Exercise(
    "softmax_gradient",
    softmax_gradient,
    (
        Criterion(
            "one",
            "For a single example the gradient is right.",
            "Look at the signs first: in the row of the true class the gradient is negative, in "
            "the other rows positive, and all of them add up to 0.",
            2,
            cases_of_one,
        ),
        Criterion(
            "many",
            "For several examples each column has its part in the gradient of the mean.",
            "J is the mean over the examples, so the number of examples has to come in; and each "
            "example keeps its own column.",
            2,
            cases_of_many,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("one", (call(SURE, np.array([[0.0], [0.0], [1.0]])),)),
        Case("many", (call(THREE, np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])),)),
    ),
)
