"""The running average that starts from zero (`ewa`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.ewa.shared import (
    IN_PLACE,
    LAGGED,
    SWAPPED,
    TRUNCATES,
    UNTOUCHED,
    UNWEIGHTED,
    any_beta,
    cut,
    days,
    in_place,
    integers,
    series,
    zero_then_odd,
)


def ewa(theta: Any, beta: float, v: float = 0.0) -> Any:
    """v_t = beta * v_(t-1) + (1 - beta) * theta_t, from the start `v`."""
    averages = np.empty(len(theta))
    for i, value in enumerate(theta):
        v = averages[i] = beta * v + (1 - beta) * value
    return averages


def ewa_from_first(theta: Any, beta: float) -> Any:
    """S_1 = theta_1, then the recursion; the start v_0 = theta_1 gives just that."""
    return ewa(theta, beta, v=theta[0])


def corrected(theta: Any, beta: float) -> Any:
    """The bias correction, done too early."""
    return ewa(theta, beta) / (1 - beta ** days(theta))


def fed_back(theta: Any, beta: float) -> Any:
    """Each day's corrected value goes into the next day's."""
    averages, v = np.empty(len(theta)), 0.0
    for i, value in enumerate(theta):
        v = averages[i] = (beta * v + (1 - beta) * value) / (1 - beta ** (i + 1))
    return averages


def moving_mean(theta: Any, beta: float) -> Any:
    """The plain mean of the last 1/(1 - beta) days."""
    n = max(1, round(1 / (1 - beta)))
    return np.array([np.mean(theta[max(0, i + 1 - n) : i + 1]) for i in range(len(theta))])


def recursion_cases(rng: Generator) -> Iterator[Case]:
    """The first value is 0, so that every start is the same."""
    for T in (3, 7, 12, 1000):
        theta = series(rng, T)
        theta[0] = 0
        yield Case("recursion", (call(theta, any_beta(rng)),))


def start_cases(rng: Generator) -> Iterator[Case]:
    """beta is 1/2, so that it does not matter which factor is which."""
    for T in (1, 2, 9):
        yield Case("start", (call(series(rng, T), 0.5),))


RECURSION = Criterion(
    "recursion",
    "Each value is `beta` times the value before it plus `1 - beta` times the day's own.",
    "Work out two days by hand with `beta = 0.9` and compare: nine tenths of yesterday's "
    "average plus one tenth of today's temperature.",
    3,
    recursion_cases,
)
EXAMPLES = (
    Case("recursion", (call(np.array([0.0, 10.0, 20.0, 10.0]), 0.9),)),
    Case("start", (call(np.array([8.0, 4.0, 2.0]), 0.5),)),
    Case("integers", (call(np.array([0, 3]), 0.5),)),
)
EVERYTHING = ("recursion", "start", "integers", UNCHANGED)

EWA = Exercise(
    "ewa",
    ewa,
    criteria=(
        RECURSION,
        Criterion(
            "start",
            "The average starts from zero, so the first value is `(1 - beta) * theta[0]`.",
            "Before the first day the average is `0.0`; the first day is then like any other day.",
            2,
            start_cases,
        ),
        integers(zero_then_odd),
        UNTOUCHED,
    ),
    mistakes=(
        Mistake("swapped", SWAPPED, lambda theta, beta: ewa(theta, 1 - beta), ("recursion",)),
        Mistake(
            "starts_from_first",
            "Your average starts from the first temperature. That is the other start, "
            "`ewa_from_first`; here it starts from zero.",
            ewa_from_first,
            ("start",),
        ),
        Mistake(
            "corrected",
            "Your result is already divided by `1 - beta**t`. That is the bias correction, the "
            "next exercise; `ewa` itself stays uncorrected.",
            corrected,
            EVERYTHING,
        ),
        Mistake(
            "fed_back",
            "You divide by `1 - beta**t` and carry the divided value on, so each day is corrected "
            "again and again. Carry on the plain average, and divide nothing in `ewa`.",
            fed_back,
            EVERYTHING,
        ),
        Mistake(
            "not_carried",
            "The average does not travel from day to day: each value is only `1 - beta` times "
            "its own day. Keep the new average, and use it on the next day.",
            lambda theta, beta: (1 - beta) * theta,
            ("recursion", "start"),
        ),
        Mistake(
            "moving_mean",
            "This is the plain mean of the last 1/(1 - beta) days, each with the same weight. "
            "An exponentially weighted average needs only the average of the day before.",
            moving_mean,
            ("recursion", "start"),
        ),
        Mistake(
            "unweighted", UNWEIGHTED, lambda theta, beta: ewa(theta, beta) / (1 - beta), EVERYTHING
        ),
        Mistake(
            "lagged",
            LAGGED,
            lambda theta, beta: ewa(np.append(0.0, theta[:-1]), beta),
            EVERYTHING,
        ),
        Mistake(
            "keeps_v0",
            "Your result has one value too many: it begins with v_0 = 0, which belongs to no "
            "day. Store each day's average after that day's step.",
            lambda theta, beta: np.append(0.0, ewa(theta, beta)),
            EVERYTHING,
        ),
        Mistake(
            "only_last",
            "Only the last day's average comes back. Store every day's average in an array, and "
            "return that array.",
            lambda theta, beta: float(ewa(theta, beta)[-1]),
            EVERYTHING,
        ),
        Mistake(
            "list",
            "The numbers are right, but they come in a list. Return a NumPy array.",
            lambda theta, beta: ewa(theta, beta).tolist(),
            EVERYTHING,
        ),
        Mistake("truncates", TRUNCATES, cut(ewa), ("integers",)),
        Mistake("in_place", IN_PLACE, in_place(ewa), ("integers", UNCHANGED)),
    ),
    examples=EXAMPLES,
)
