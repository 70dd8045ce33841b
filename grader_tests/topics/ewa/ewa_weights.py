"""How much each day counts (`ewa_weights`), and how many days do (`averaging_window`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise, Mistake
from grader_tests.topics.ewa.shared import any_beta


def ewa_weights(beta: float, T: int) -> Any:
    """(1 - beta) * beta**k, for k = 0 (the newest) to T - 1."""
    return (1 - beta) * beta ** np.arange(T)


def averaging_window(beta: float) -> float:
    """1 / (1 - beta)."""
    return 1 / (1 - beta)


def from_first_weights(beta: float, T: int) -> Any:
    """The weights of `ewa_from_first`: the oldest day has no factor 1 - beta."""
    weights = ewa_weights(beta, T)
    weights[-1] /= 1 - beta
    return weights


def newest_cases(rng: Generator) -> Iterator[Case]:
    """One day: no power of beta yet, and no order."""
    for _ in range(3):
        yield Case("newest", (call(any_beta(rng), 1),))


def decay_cases(rng: Generator) -> Iterator[Case]:
    """A few days and many."""
    for T in (2, 5, 40, 500):
        yield Case("decay", (call(any_beta(rng), T),))


def window_cases(rng: Generator) -> Iterator[Case]:
    """Powers of two, because then `1 - beta` is exact."""
    for n in rng.choice([4, 8, 16, 32, 64, 128], size=3, replace=False):
        yield Case("window", (call(1 - 1 / int(n)),))


def fraction_cases(rng: Generator) -> Iterator[Case]:
    """Above and below the half, so that rounding and cutting differ."""
    for low, high in ((0.1, 0.4), (0.6, 0.9), (0.1, 0.4), (0.6, 0.9)):
        days = rng.integers(2, 200) + rng.uniform(low, high)
        yield Case("fraction", (call(float(1 - 1 / days)),))


BOTH_WEIGHTS = ("newest", "decay")

EWA_WEIGHTS = Exercise(
    "ewa_weights",
    ewa_weights,
    criteria=(
        Criterion(
            "newest",
            "The newest day has the weight `1 - beta`.",
            "Today's temperature enters the average with the factor `1 - beta` and is not "
            "multiplied again: no power of `beta` yet.",
            1,
            newest_cases,
        ),
        Criterion(
            "decay",
            "There are T weights, the newest first, and each is `beta` times the one before it.",
            "Every further day multiplies the old weights by `beta` once more. `np.arange(T)` "
            "gives the exponents 0, 1, ..., T - 1.",
            2,
            decay_cases,
        ),
    ),
    mistakes=(
        Mistake(
            "oldest_first",
            "The weights are right, but in the order of the days, the oldest first. Here the "
            "newest comes first, so the largest weight is at index 0.",
            lambda beta, T: ewa_weights(beta, T)[::-1],
            ("decay",),
        ),
        Mistake(
            "swapped",
            "`beta` and `1 - beta` have changed places: the factor in front is `1 - beta`, and "
            "the power is of `beta`.",
            lambda beta, T: ewa_weights(1 - beta, T),
            BOTH_WEIGHTS,
        ),
        Mistake(
            "without_factor",
            "The factor `1 - beta` in front is missing, so the weights add up to far more than 1.",
            lambda beta, T: ewa_weights(beta, T) / (1 - beta),
            BOTH_WEIGHTS,
        ),
        Mistake(
            "one_day_late",
            "Your first exponent is 1. Today's temperature has not been multiplied by `beta` "
            "yet: the exponents start at 0.",
            lambda beta, T: ewa_weights(beta, T) * beta,
            BOTH_WEIGHTS,
        ),
        Mistake(
            "normalized",
            "You made the weights add up to 1. Those of `ewa` add up to `1 - beta**T` only, "
            "which is the very reason for the bias correction.",
            lambda beta, T: ewa_weights(beta, T) / (1 - beta**T),
            BOTH_WEIGHTS,
        ),
        Mistake(
            "from_first",
            "These are the weights of `ewa_from_first`, whose oldest day keeps an extra large "
            "weight. In `ewa` the oldest day has the factor `1 - beta` as well.",
            from_first_weights,
            BOTH_WEIGHTS,
        ),
        Mistake(
            "all_equal",
            "All your weights are the same: that is the plain mean. Here a weight shrinks by the "
            "factor `beta` with every day that passes.",
            lambda beta, T: np.full(T, 1 / T),
            BOTH_WEIGHTS,
        ),
        Mistake(
            "one_too_many",
            "You return T + 1 weights. With the exponents 0 to T - 1 there are T.",
            lambda beta, T: ewa_weights(beta, T + 1),
            BOTH_WEIGHTS,
        ),
    ),
    examples=(
        Case("newest", (call(0.9, 1),)),
        Case("decay", (call(0.8, 4),)),
    ),
)

BOTH = ("window", "fraction")

AVERAGING_WINDOW = Exercise(
    "averaging_window",
    averaging_window,
    criteria=(
        Criterion(
            "window",
            "The number of days is one divided by `1 - beta`.",
            "Try it with `beta = 0.9`: the answer must be 10 days.",
            1,
            window_cases,
        ),
        Criterion(
            "fraction",
            "The number of days is not rounded.",
            "Return the quotient as it is; 3.7 days is a fine answer.",
            1,
            fraction_cases,
        ),
    ),
    mistakes=(
        Mistake(
            "one_over_beta",
            "You divide by `beta`. With `beta = 0.9` that gives 1.1 days; divide by the weight of "
            "the newest day instead.",
            lambda beta: 1 / beta,
            BOTH,
        ),
        Mistake(
            "weight_itself",
            "The result is `1 - beta`, the weight of the newest day. The window is one divided by "
            "it. Mind the brackets: `1 / 1 - beta` divides first, and is `1 - beta` again.",
            lambda beta: 1 - beta,
            BOTH,
        ),
        Mistake(
            "mean_age",
            "You return the mean age of the days in the average, `beta / (1 - beta)`, which is "
            "one day less. The window has 1 on top.",
            lambda beta: beta / (1 - beta),
            BOTH,
        ),
        Mistake(
            "exact_decay",
            "You return the exact time in which a weight falls to 1/e. That is fine mathematics, "
            "but the rule of thumb asked for here is simpler, without a logarithm.",
            lambda beta: -1 / np.log(beta),
            BOTH,
        ),
        Mistake(
            "rounds",
            "You round to whole days. Return the number as it is.",
            lambda beta: round(1 / (1 - beta)),
            ("fraction",),
        ),
        Mistake(
            "cuts",
            "You cut off the decimals, with `int` or `//`. Return the number as it is.",
            lambda beta: int(1 / (1 - beta)),
            ("fraction",),
        ),
    ),
    examples=(
        Case("window", (call(0.75),)),
        Case("fraction", (call(0.7),)),
        Case("fraction", (call(0.85),)),
    ),
)
