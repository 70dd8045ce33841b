"""What goes wrong in a cross-entropy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import returns_none, without_warnings
from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.softmax.reference import right_probabilities
from grader_tests.topics.softmax.shared import NO_RETURN

ZEROS, IMPOSSIBLE = ("zeros",), ("impossible",)
EVERYTHING = ("mean", *ZEROS, *IMPOSSIBLE, UNCHANGED)


def of_losses(reduce: Callable[[Any, Any], Any]) -> Function:
    """A cost made of the right losses, one for each example."""
    return without_warnings(lambda A, Y: reduce(-np.log(right_probabilities(A, Y)), Y))


def of_right(cost: Callable[[Any], Any]) -> Function:
    """A cost made of the probabilities of the true classes."""
    return without_warnings(lambda A, Y: float(cost(right_probabilities(A, Y))))


def binary(A: Any, Y: Any) -> Any:
    """Every class asked for alone, yes or no."""
    return float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1])


def limited_in_place(A: Any, Y: Any) -> Any:
    """Zeros are lifted in the array that came in."""
    A[A == 0] = 1e-15
    return float(-np.sum(Y * np.log(A)) / Y.shape[1])


MISTAKES = (
    Mistake(
        "sign_missing",
        "The minus sign is missing, as in formula 29 of the notes. The logarithm of a probability "
        "is negative, and a cost should be small where the answers are good.",
        of_right(lambda p: np.mean(np.log(p))),
        EVERYTHING,
    ),
    Mistake(
        "nan_from_zero",
        "Where a wrong class has the probability 0, your cost is `nan`, because 0 times the "
        "logarithm of 0 is `nan`. Take the logarithm only after the true class's probability is "
        "picked out.",
        without_warnings(lambda A, Y: float(-np.sum(Y * np.log(A)) / Y.shape[1])),
        ZEROS,
    ),
    Mistake(
        "not_averaged",
        "You return the sum over the examples. The cost is their mean, so that it does not grow "
        "with the number of examples.",
        of_losses(lambda losses, Y: float(losses.sum())),
        ("mean",),
    ),
    Mistake(
        "mean_over_everything",
        "You divide by the number of entries, C times m, as `np.mean` of the whole array does. "
        "Only the m examples count: each has one loss.",
        of_losses(lambda losses, Y: float(losses.sum() / Y.size)),
        EVERYTHING,
    ),
    Mistake(
        "divided_by_classes",
        "You divide by the number of classes. The mean is over the examples, and they are the "
        "columns: `Y.shape[1]`.",
        of_losses(lambda losses, Y: float(losses.sum() / Y.shape[0])),
        EVERYTHING,
    ),
    Mistake(
        "not_reduced",
        "You return one loss for each example. The cost is one number, their mean.",
        of_losses(lambda losses, Y: losses),
        EVERYTHING,
    ),
    Mistake(
        "mean_before_logarithm",
        "You take the mean of the probabilities and then its logarithm. First comes the logarithm "
        "of each example's probability, then the mean.",
        of_right(lambda p: -np.log(p.mean())),
        ("mean",),
    ),
    Mistake(
        "logarithm_to_base_10",
        "The logarithm is the one to base 10. Use the natural logarithm, `np.log`.",
        of_right(lambda p: np.mean(-np.log10(p))),
        EVERYTHING,
    ),
    Mistake(
        "logarithm_to_base_2",
        "The logarithm is the one to base 2. Use the natural logarithm, `np.log`.",
        of_right(lambda p: np.mean(-np.log2(p))),
        EVERYTHING,
    ),
    Mistake(
        "logarithm_of_one_more",
        "You take the logarithm of one plus the probability (`np.log1p`). Take that of the "
        "probability itself, `np.log`.",
        of_right(lambda p: np.mean(-np.log1p(p))),
        EVERYTHING,
    ),
    Mistake(
        "no_logarithm",
        "The logarithm is missing: this is only the mean probability, with a minus sign.",
        of_right(lambda p: -np.mean(p)),
        EVERYTHING,
    ),
    Mistake(
        "share_of_wrong",
        "The logarithm is missing: this is one minus the mean probability of the true classes.",
        of_right(lambda p: np.mean(1 - p)),
        EVERYTHING,
    ),
    Mistake(
        "squares",
        "These are squared distances between the probabilities and the right answers. "
        "Cross-entropy takes the logarithm of the true class's probability.",
        without_warnings(lambda A, Y: float(np.sum((A - Y) ** 2) / Y.shape[1])),
        EVERYTHING,
    ),
    Mistake(
        "binary",
        "The part with `1 - Y` belongs to a single sigmoid unit, which answers yes or no. With a "
        "softmax the probabilities of the wrong classes count already, because all of them add "
        "up to 1: only the true class has a logarithm.",
        without_warnings(binary),
        EVERYTHING,
    ),
    Mistake(
        "answers_ignored",
        "The logarithms of all probabilities are summed up, also those of the wrong classes. "
        "Multiply by `Y`, so that only the true class is left.",
        without_warnings(lambda A, Y: float(-np.sum(np.log(A)) / Y.shape[1])),
        EVERYTHING,
    ),
    Mistake(
        "most_probable",
        "You take the largest probability of each example. What counts is the probability of the "
        "*true* class, which `Y` tells, be it large or small.",
        without_warnings(lambda A, Y: float(np.mean(-np.log(A.max(axis=0))))),
        EVERYTHING,
    ),
    Mistake(
        "along_rows",
        "The sum runs along the rows, which puts all examples together. Sum over the classes of "
        "one example, down its column: `axis=0`.",
        without_warnings(lambda A, Y: float(np.mean(-np.log(np.sum(A * Y, axis=1))))),
        EVERYTHING,
    ),
    Mistake(
        "arguments_swapped",
        "`A` and `Y` have changed places: this is the logarithm of the right answers, which are "
        "zeros and ones. Take the logarithm of the probabilities.",
        without_warnings(lambda A, Y: float(-np.sum(A * np.log(Y)) / Y.shape[1])),
        EVERYTHING,
    ),
    Mistake(
        "limited",
        "A probability of 0 is replaced by something far larger than 1e-12. So the worst mistakes "
        "look harmless: leave the probabilities as they are, or limit them at 1e-12 or less.",
        of_right(lambda p: np.mean(-np.log(np.maximum(p, 1e-8)))),
        IMPOSSIBLE,
    ),
    Mistake(
        "something_added",
        "A small number is added to the probabilities, and it is large enough to change them: an "
        "impossible answer becomes possible. Add nothing, or at most 1e-12.",
        of_right(lambda p: np.mean(-np.log(p + 1e-8))),
        IMPOSSIBLE,
    ),
    Mistake(
        "impossible_is_free",
        "Where the *true* class has the probability 0, your cost is 0, as if the answer were "
        "perfect. Only the wrong classes' zeros add nothing; this one costs infinitely much.",
        of_right(lambda p: np.mean(-np.log(np.where(p > 0, p, 1.0)))),
        IMPOSSIBLE,
    ),
    Mistake(
        "limited_in_place",
        "The array of probabilities that came in is changed, as `A[A == 0] = ...` does. It belongs "
        "to the caller: make a new array.",
        without_warnings(limited_in_place),
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
