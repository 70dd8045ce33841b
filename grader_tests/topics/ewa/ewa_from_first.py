"""The running average that starts from the first value (`ewa_from_first`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.ewa.average import (
    EVERYTHING,
    EXAMPLES,
    RECURSION,
    corrected,
    ewa,
    ewa_from_first,
    recursion_cases,
    start_cases,
)
from grader_tests.topics.ewa.shared import (
    IN_PLACE,
    LAGGED,
    SWAPPED,
    TRUNCATES,
    UNTOUCHED,
    UNWEIGHTED,
    cut,
    in_place,
    integers,
    zero_then_odd,
)


def first_not_carried(theta: Any, beta: float) -> Any:
    """The first value is put in afterwards."""
    return np.append(theta[:1], ewa(theta, beta)[1:])


def unweighted_from_first(theta: Any, beta: float) -> Any:
    """S_t = beta * S_(t-1) + theta_t."""
    return ewa(np.append(theta[:1], theta[1:] / (1 - beta)), beta, v=theta[0])


EWA_FROM_FIRST = Exercise(
    "ewa_from_first",
    ewa_from_first,
    criteria=(
        Criterion(
            "start",
            "The first value of the average is the first temperature itself, and the average "
            "goes on from there.",
            "On day 1 there is nothing to mix yet: the average is `theta[0]`. From day 2 on the "
            "formula is the one of `ewa`.",
            2,
            start_cases,
        ),
        Criterion("recursion", RECURSION.title, RECURSION.hint, 1, recursion_cases),
        integers(zero_then_odd),
        UNTOUCHED,
    ),
    mistakes=(
        Mistake(
            "starts_from_zero",
            "Your average starts from zero. That is `ewa`; here day 1 is the first temperature "
            "itself.",
            ewa,
            ("start",),
        ),
        Mistake(
            "first_not_carried",
            "Day 1 is right, but day 2 does not build on it: the average still runs from zero. "
            "Let the average be `theta[0]` before you go on to day 2.",
            first_not_carried,
            ("start",),
        ),
        Mistake(
            "swapped",
            SWAPPED,
            lambda theta, beta: ewa_from_first(theta, 1 - beta),
            ("recursion",),
        ),
        Mistake(
            "corrected",
            "This is the bias-corrected average. It has the same first value, but from day 2 on "
            "it is another average: here nothing is divided.",
            corrected,
            EVERYTHING,
        ),
        Mistake("unweighted", UNWEIGHTED, unweighted_from_first, EVERYTHING),
        Mistake(
            "lagged",
            LAGGED,
            lambda theta, beta: ewa_from_first(np.append(theta[:1], theta[:-1]), beta),
            EVERYTHING,
        ),
        Mistake("truncates", TRUNCATES, cut(ewa_from_first), ("integers",)),
        Mistake("in_place", IN_PLACE, in_place(ewa_from_first), ("integers", UNCHANGED)),
    ),
    examples=EXAMPLES,
)
