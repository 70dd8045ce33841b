"""`correct_moments`: the bias correction; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import (
    INTEGERS_HINT,
    INTEGERS_TITLE,
    NO_RETURN,
    SHAPES,
    augmented,
    cast_to_input_dtype,
    in_place,
    returns_none,
    reversed_results,
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake
from grader_tests.topics.adam.reference import WrongPart, correct_moments
from grader_tests.topics.adam.shared import (
    HALVES,
    IN_PLACE,
    TRUNCATED,
    UNTOUCHED,
    WRITTEN_OVER,
    betas,
    state,
)

FIRST, SECOND, BOTH = ("first",), ("second",), ("first", "second")
WHOLE = ("integers",)
EVERYTHING = (*BOTH, *WHOLE, UNCHANGED)
EARLY = ("correction", "epsilon_order")
"""What a mistake loses in `adam_step` if it fades as the right correction does."""
ALWAYS = ("update", "correction", "epsilon", "epsilon_order", "integers")


def divided_by(divisor: Callable[[float, int], float]) -> Function:
    """Both averages divided by something else, made from their beta and t."""

    def wrong(v: Any, s: Any, t: int, beta1: float, beta2: float) -> Any:
        return v / np.float64(divisor(beta1, t)), s / np.float64(divisor(beta2, t))

    return wrong


PARTS = (
    WrongPart(
        "not_corrected",
        "The averages come back uncorrected. They started from zero, so early on they are too "
        "small: divide each by the sum of its weights so far.",
        lambda v, s, t, beta1, beta2: (v, s),
        EVERYTHING,
        EARLY,
    ),
    WrongPart(
        "only_v_corrected",
        "Only `v` is corrected. `s` started from zero too and needs its own correction.",
        lambda v, s, t, beta1, beta2: (v / (1 - beta1**t), s),
        (*SECOND, *WHOLE),
        EARLY,
    ),
    WrongPart(
        "only_s_corrected",
        "Only `s` is corrected. `v` started from zero too and needs its own correction.",
        lambda v, s, t, beta1, beta2: (v, s / (1 - beta2**t)),
        (*FIRST, *WHOLE),
        EARLY,
    ),
    WrongPart(
        "t_one_more",
        "The power is `t + 1`. `t` counts the updates from 1, so it is the power as it stands: do "
        "not add one to it.",
        divided_by(lambda beta, t: 1 - beta ** (t + 1)),
        EVERYTHING,
        EARLY,
    ),
    WrongPart(
        "t_one_less",
        "The power is `t - 1`, which divides by zero in the first update. `t` counts from 1, so "
        "it is the power as it stands.",
        divided_by(lambda beta, t: 1 - beta ** (t - 1)),
        EVERYTHING,
        EARLY,
    ),
    WrongPart(
        "times_t",
        "Beta is multiplied by `t`. It has to be raised to the power `t`, which in Python is "
        "written with two stars.",
        divided_by(lambda beta, t: 1 - beta * t),
        EVERYTHING,
        ALWAYS,
    ),
    WrongPart(
        "t_ignored",
        "The divisor is always one minus beta, as in the first update. The correction fades as "
        "training goes on: the power `t` is missing.",
        divided_by(lambda beta, t: 1 - beta),
        EVERYTHING,
        ALWAYS,
    ),
    WrongPart(
        "power_of_difference",
        "The whole difference is raised to the power `t`. Only beta has the power: check your "
        "brackets.",
        divided_by(lambda beta, t: (1 - beta) ** t),
        EVERYTHING,
        ALWAYS,
    ),
    WrongPart(
        "divided_by_power",
        "The divisor is beta to the power `t`, the share of what is still missing. Divide by the "
        "rest, by one minus it.",
        divided_by(lambda beta, t: beta**t),
        EVERYTHING,
        ALWAYS,
    ),
    WrongPart(
        "multiplied",
        "The averages are multiplied by their correction, which makes them smaller still. They "
        "are too small at first: divide.",
        divided_by(lambda beta, t: 1 / (1 - beta**t)),
        EVERYTHING,
        EARLY,
    ),
    WrongPart(
        "correction_betas_swapped",
        "In the correction the betas have changed places: `v` is corrected with `beta1`, and `s` "
        "with `beta2`.",
        lambda v, s, t, beta1, beta2: correct_moments(v, s, t, beta2, beta1),
        BOTH,
        EARLY,
    ),
    WrongPart(
        "correction_beta1_for_s",
        "`s` is corrected with `beta1`. It was averaged with `beta2`, so it is corrected with "
        "`beta2`.",
        lambda v, s, t, beta1, beta2: correct_moments(v, s, t, beta1, beta1),
        SECOND,
        EARLY,
    ),
    WrongPart(
        "correction_beta2_for_v",
        "`v` is corrected with `beta2`. It was averaged with `beta1`, so it is corrected with "
        "`beta1`.",
        lambda v, s, t, beta1, beta2: correct_moments(v, s, t, beta2, beta2),
        FIRST,
        EARLY,
    ),
    WrongPart(
        "correction_fixed_betas",
        "The correction always uses 0.9 and 0.999. Those are common values, but the function has "
        "to use the `beta1` and `beta2` that it is called with.",
        lambda v, s, t, beta1, beta2: correct_moments(v, s, t, 0.9, 0.999),
        EVERYTHING,
        EARLY,
    ),
)

MISTAKES = (
    *(part.mistake for part in PARTS),
    Mistake(
        "pair_turned",
        "The two results come back in the wrong order: first `v_hat`, then `s_hat`.",
        reversed_results(correct_moments),
        EVERYTHING,
    ),
    Mistake("in_place", IN_PLACE, augmented(correct_moments, 0, 1), (*WHOLE, UNCHANGED)),
    Mistake("written_over", WRITTEN_OVER, in_place(correct_moments, 0, 1), (*WHOLE, UNCHANGED)),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(correct_moments), WHOLE),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def early_and_later_cases(criterion: str, item: int, rng: Generator) -> Iterator[Case]:
    """The first updates, where the correction is large, and a later one."""
    for shape, t in product(SHAPES[:2], (1, 2, 3)):
        yield Case(criterion, (call(*state(rng, shape), t, **betas(rng)),), compare=(item,))
    t = int(rng.integers(4, 40))
    yield Case(criterion, (call(*state(rng, SHAPES[2]), t, **betas(rng)),), compare=(item,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """1 / (1 - 0.5**2) is 4/3: numbers that 3 does not divide give no whole results."""
    for shape in SHAPES[:2]:
        v, s = (rng.choice([1, 5, 7, 11], shape) for _ in range(2))
        yield Case("integers", (call(v, s, 2, **HALVES),))


FIRST_UPDATE = call(np.array([2.0, -1.0]), np.array([1.0, 4.0]), 1, beta1=0.6, beta2=0.75)
SECOND_UPDATE = call(np.array([3.2, -1.6]), np.array([7.0, 3.5]), 2, beta1=0.6, beta2=0.75)

CORRECT_MOMENTS = Exercise(
    "correct_moments",
    correct_moments,
    (
        Criterion(
            "first",
            "`v_hat` is `v` divided by the sum of its weights after `t` updates.",
            "In the first update the sum of the weights is `1 - beta1`; after many it is nearly "
            "1. Compare with your divisor for `t = 1` and `t = 2`.",
            2,
            partial(early_and_later_cases, "first", 0),
        ),
        Criterion(
            "second",
            "`s_hat` is `s` divided by the sum of its weights after `t` updates.",
            "In the first update the sum of the weights is `1 - beta2`; after many it is nearly "
            "1. Compare with your divisor for `t = 1` and `t = 2`.",
            2,
            partial(early_and_later_cases, "second", 1),
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("first", (FIRST_UPDATE,), compare=(0,)),
        Case("first", (SECOND_UPDATE,), compare=(0,)),
        Case("second", (FIRST_UPDATE,), compare=(1,)),
        Case("second", (SECOND_UPDATE,), compare=(1,)),
        Case("integers", (call(np.array([1, -5]), np.array([7, 5]), 2, **HALVES),)),
    ),
)
