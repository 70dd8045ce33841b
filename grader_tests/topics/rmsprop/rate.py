"""`effective_learning_rate`: a learning rate for each weight; mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import (
    INTEGERS_TITLE,
    NO_RETURN,
    SHAPES,
    returns_none,
    without_warnings,
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.rmsprop.reference import WrongRate, effective_learning_rate
from grader_tests.topics.rmsprop.shared import NEGLIGIBLE, epsilon

EVERYTHING = ("rate", "epsilon", "integers", UNCHANGED)
EPSILON = ("epsilon",)
MOVES = ("update", "epsilon", "integers")

RATES = (
    WrongRate(
        "epsilon_outside",
        "`epsilon` is added after the root is taken, as in Adam. In the notes' RMSProp it stands "
        "under the root, together with `s`: where gradients are small, that makes a big "
        "difference.",
        lambda s, learning_rate, epsilon: learning_rate / (np.sqrt(s) + epsilon),
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "epsilon_missing",
        "`epsilon` is never used. It stands under the root, beside `s`, and keeps the division "
        "harmless where `s` is zero.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(s),
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "epsilon_after_division",
        "`epsilon` is added after the division. It belongs under the root, in one pair of brackets "
        "with `s`.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(s) + epsilon,
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "epsilon_fixed",
        "`epsilon` is always 1e-8. That is a common value, but the function has to use the "
        "`epsilon` that it is called with.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(s + 1e-8),
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "epsilon_squared",
        "`epsilon` is squared under the root. It has the units of `s` already: add it as it is.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(s + epsilon**2),
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "larger_one",
        "Under the root stands the larger one of `s` and `epsilon`. It has to be their sum.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(np.maximum(s, epsilon)),
        EPSILON,
        EPSILON,
    ),
    WrongRate(
        "no_root",
        "The divisor is the sum of `s` and `epsilon` without its root. `s` averages squares, and "
        "only its root has the size of a gradient.",
        lambda s, learning_rate, epsilon: learning_rate / (s + epsilon),
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "squared",
        "The divisor is squared. It needs the root, which undoes the squares that `s` averages.",
        lambda s, learning_rate, epsilon: learning_rate / (s + epsilon) ** 2,
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "root_over_all",
        "The root is taken of the whole fraction, and so of `learning_rate` too. Only the divisor "
        "is under the root: check your brackets.",
        lambda s, learning_rate, epsilon: np.sqrt(learning_rate / (s + epsilon)),
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "multiplied",
        "The root is multiplied, and so makes large gradients still larger. Divide by it.",
        lambda s, learning_rate, epsilon: learning_rate * np.sqrt(s + epsilon),
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "no_learning_rate",
        "`learning_rate` is never used: it is what is divided by the root.",
        lambda s, learning_rate, epsilon: 1 / np.sqrt(s + epsilon),
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "norm",
        "The whole array is summed up under the root, so all weights get one and the same rate. "
        "Each weight has a divisor of its own: work element by element, and sum nothing.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(np.sum(s) + epsilon),
        EVERYTHING,
        MOVES,
    ),
    WrongRate(
        "mean",
        "The mean of the whole array stands under the root, so all weights get one and the same "
        "rate. `s` is a mean over time already, one for each weight: work element by element.",
        lambda s, learning_rate, epsilon: learning_rate / np.sqrt(np.mean(s) + epsilon),
        EVERYTHING,
        MOVES,
    ),
)


def in_place(s: Any, learning_rate: float, epsilon: float) -> Any:
    """`s += epsilon`."""
    s += epsilon
    return learning_rate / np.sqrt(s)


def written_over(s: Any, learning_rate: float, epsilon: float) -> Any:
    """`s[:] = ...`."""
    s[...] = effective_learning_rate(s, learning_rate, epsilon)
    return s


MISTAKES = (
    *(rate.mistake for rate in RATES),
    Mistake(
        "only_root",
        "The root itself comes back. It is the divisor: return `learning_rate` divided by it.",
        lambda s, learning_rate, epsilon: np.sqrt(s + epsilon),
        EVERYTHING,
    ),
    Mistake(
        "in_place",
        "The array `s` that came in is changed (`s += ...`), and an array of whole numbers even "
        "refuses. Let the formula make a new array.",
        without_warnings(in_place),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The result is written into `s`, as `s[:] = ...` does, so the caller's average is gone. "
        "Let the formula make a new array.",
        without_warnings(written_over),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "truncated",
        "The result has the type of `s`, so from whole numbers it loses its decimals. "
        "`np.zeros_like(s)` of whole numbers is again an array of whole numbers: let the formula "
        "make the new array.",
        lambda s, *rest, **more: effective_learning_rate(s, *rest, **more).astype(s.dtype),
        ("integers",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def rate_cases(rng: Generator) -> Iterator[Case]:
    """Averages of ordinary gradients, beside which epsilon does not count."""
    for shape in SHAPES:
        s, rate = rng.uniform(0.1, 9.0, shape), float(rng.uniform(0.001, 0.5))
        yield Case("rate", (call(s, learning_rate=rate, epsilon=NEGLIGIBLE),))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Averages as small as epsilon, and one that is zero."""
    for shape in SHAPES:
        small = epsilon(rng)
        s = small * rng.uniform(0.1, 3.0, shape)
        s.flat[int(rng.integers(s.size))] = 0
        rate = float(rng.uniform(0.1, 0.5))
        yield Case("epsilon", (call(s, learning_rate=rate, epsilon=small),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Whole averages, and a rate that is not whole."""
    for shape in SHAPES[:2]:
        s = rng.integers(2, 90, shape)
        yield Case("integers", (call(s, learning_rate=2.5, epsilon=NEGLIGIBLE),))


EFFECTIVE_LEARNING_RATE = Exercise(
    "effective_learning_rate",
    effective_learning_rate,
    (
        Criterion(
            "rate",
            "Each weight's rate is `learning_rate` divided by the root of its `s`.",
            "Work out one element by hand: if `s` is 4 and `learning_rate` 0.1, the rate is 0.05.",
            2,
            rate_cases,
        ),
        Criterion(
            "epsilon",
            "`epsilon` stands under the root, which shows where `s` is tiny or zero.",
            "Try an `s` of zero: then the divisor is the root of `epsilon`.",
            2,
            epsilon_cases,
        ),
        Criterion(
            "integers",
            INTEGERS_TITLE,
            "If only the decimals are missing, some array of yours has the type of the input: let "
            "the formula make the new array.",
            1,
            integer_cases,
        ),
        Criterion(
            UNCHANGED,
            "The array that is given stays as it was.",
            "Let the formula make a new array. `s += ...` and `s[:] = ...` write into the array "
            "that belongs to the caller.",
            1,
        ),
    ),
    MISTAKES,
    examples=(
        Case("rate", (call(np.array([[4.0, 0.25, 1.0]]), learning_rate=0.1, epsilon=NEGLIGIBLE),)),
        Case("epsilon", (call(np.array([0.0, 2.5e-3]), learning_rate=0.5, epsilon=1e-3),)),
        Case("integers", (call(np.array([4, 2]), learning_rate=2.5, epsilon=NEGLIGIBLE),)),
    ),
)
