"""The bias correction (`bias_correct`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.ewa.shared import (
    IN_PLACE,
    TRUNCATES,
    UNTOUCHED,
    any_beta,
    cut,
    days,
    in_place,
    integers,
    series,
)


def bias_correct(v: Any, beta: float) -> Any:
    """v_t / (1 - beta**t), t from 1."""
    return v / (1 - beta ** days(v))


def divided_by(divisor: Callable[[Any, Any], Any]) -> Callable[[Any, float], Any]:
    """A correction that divides by `divisor(beta, t)` instead."""

    def wrong(v: Any, beta: float) -> Any:
        with np.errstate(all="ignore"):
            return v / divisor(beta, days(v))

    return wrong


def divides_in_place(v: Any, beta: float) -> Any:
    """With `/=`, which NumPy refuses for whole numbers."""
    v /= 1 - beta ** days(v)
    return v


def averages_again(v: Any, beta: float) -> Any:
    """The recursion once more, with corrected values fed back."""
    v_hat, before = np.empty(len(v)), 0.0
    for i, value in enumerate(v):
        before = v_hat[i] = (beta * before + (1 - beta) * value) / (1 - beta ** (i + 1))
    return v_hat


def first_cases(rng: Generator) -> Iterator[Case]:
    """On day 1 many divisors are the same."""
    for _ in range(3):
        yield Case("first", (call(series(rng, 1), any_beta(rng)),))


def later_cases(rng: Generator) -> Iterator[Case]:
    """The last one is so long that nothing is left to correct at its end."""
    for T in (2, 3, 10, 1000):
        yield Case("later", (call(series(rng, T), any_beta(rng)),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """One day, so that only the decimals matter."""
    for _ in range(3):
        yield Case("integers", (call(rng.integers(1, 20, size=1), any_beta(rng)),))


EVERYTHING = ("first", "later", "integers", UNCHANGED)

BIAS_CORRECT = Exercise(
    "bias_correct",
    bias_correct,
    criteria=(
        Criterion(
            "first",
            "The first value is divided by `1 - beta`.",
            "Day 1 has t = 1, although its index in Python is 0. The weight that has been used "
            "up to then is `1 - beta**1`.",
            1,
            first_cases,
        ),
        Criterion(
            "later",
            "Every later value is divided by its own `1 - beta**t`: day 2 by `1 - beta**2`, day "
            "3 by `1 - beta**3`.",
            "Each day has its own t, and t stands in the exponent. `np.arange(1, len(v) + 1)` "
            "gives all of them at once.",
            3,
            later_cases,
        ),
        integers(integer_cases),
        UNTOUCHED,
    ),
    mistakes=(
        Mistake(
            "t_from_zero",
            "Your t starts at 0, so the first divisor is 1 - 1 = 0 and every later one belongs "
            "to the day before. Days are counted from 1.",
            divided_by(lambda beta, t: 1 - beta ** (t - 1)),
            EVERYTHING,
        ),
        Mistake(
            "beta_times_t",
            "You multiply `beta` by t. The formula has beta to the power of t, which Python "
            "writes with two stars: `**`.",
            divided_by(lambda beta, t: 1 - beta * t),
            ("later",),
        ),
        Mistake(
            "same_for_all",
            "You divide every day by `1 - beta`. That fits day 1 only: the exponent t grows with "
            "the days.",
            divided_by(lambda beta, t: 1 - beta),
            ("later",),
        ),
        Mistake(
            "last_t",
            "You divide every day by the divisor of the last one. Each day needs its own t: 1, "
            "2, 3, ...",
            divided_by(lambda beta, t: 1 - beta ** t[-1]),
            ("later",),
        ),
        Mistake(
            "sum_of_weights",
            "You return `1 - beta**t`, the sum of the weights. The correction is the division of "
            "the average by that sum.",
            lambda v, beta: 1 - beta ** days(v),
            EVERYTHING,
        ),
        Mistake(
            "multiplies",
            "You multiply by `1 - beta**t`, which makes the early values even smaller. They are "
            "too small already: divide.",
            lambda v, beta: v * (1 - beta ** days(v)),
            EVERYTHING,
        ),
        Mistake(
            "divides_by_power",
            "You divide by `beta**t`, the weight that is still missing. Divide by the weight "
            "that has been used, one minus that.",
            divided_by(lambda beta, t: beta**t),
            EVERYTHING,
        ),
        Mistake(
            "swapped",
            "The power is of `1 - beta`. It should be of `beta`: after each day a share `beta` "
            "of the missing weight is still missing.",
            divided_by(lambda beta, t: 1 - (1 - beta) ** t),
            EVERYTHING,
        ),
        Mistake(
            "averages_again",
            "You put corrected values back into the recursion. `v` is the finished average: "
            "divide each of its values once, and use none for the next day.",
            averages_again,
            EVERYTHING,
        ),
        Mistake("truncates", TRUNCATES, cut(bias_correct), ("integers",)),
        Mistake("in_place", IN_PLACE, in_place(bias_correct), ("integers", UNCHANGED)),
        Mistake(
            "divides_in_place",
            "`v /= ...` divides the array that you were given, so the caller's data are gone, and "
            "whole numbers cannot even be divided that way. Write `v / ...`, which makes a new "
            "array.",
            divides_in_place,
            ("integers", UNCHANGED),
        ),
    ),
    examples=(
        Case("first", (call(np.array([0.8]), 0.9),)),
        Case("later", (call(np.array([1.0, 3.0, 3.5]), 0.8),)),
        Case("integers", (call(np.array([3]), 0.6),)),
    ),
)
