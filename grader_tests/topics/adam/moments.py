"""`update_moments`: the two running averages; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, PreviousResult, call
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
    signed,
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.adam.reference import WrongPart, update_moments
from grader_tests.topics.adam.shared import (
    HALVES,
    IN_PLACE,
    TRUNCATED,
    UNTOUCHED,
    WRITTEN_OVER,
    betas,
    state,
    whole_numbers,
)

FIRST, SECOND, BOTH = ("first",), ("second",), ("first", "second")
WHOLE = ("integers",)
MOVES = ("update", "correction", "epsilon", "epsilon_order", "state")
EVERYTHING = (*MOVES, *WHOLE, UNCHANGED)


def v_squared(dw: Any, v: Any, s: Any, beta1: float, beta2: float) -> Any:
    """s of the new v."""
    v = beta1 * v + (1 - beta1) * dw
    return v, beta2 * s + (1 - beta2) * v**2


PARTS = (
    WrongPart(
        "betas_swapped",
        "`beta1` and `beta2` have changed places: `beta1` belongs to the average of the gradient, "
        "`v`, and `beta2` to the average of its square, `s`.",
        lambda dw, v, s, beta1, beta2: update_moments(dw, v, s, beta2, beta1),
        BOTH,
        MOVES,
    ),
    WrongPart(
        "beta1_for_s",
        "`s` is averaged with `beta1`. It has a beta of its own, `beta2`.",
        lambda dw, v, s, beta1, beta2: update_moments(dw, v, s, beta1, beta1),
        SECOND,
        MOVES,
    ),
    WrongPart(
        "beta2_for_v",
        "`v` is averaged with `beta2`. It has a beta of its own, `beta1`.",
        lambda dw, v, s, beta1, beta2: update_moments(dw, v, s, beta2, beta2),
        FIRST,
        MOVES,
    ),
    WrongPart(
        "weights_swapped",
        "`beta` and `1 - beta` have changed places: the old average keeps the share `beta`, and "
        "the new value comes in with the share `1 - beta`.",
        lambda dw, v, s, beta1, beta2: update_moments(dw, v, s, 1 - beta1, 1 - beta2),
        BOTH,
        MOVES,
    ),
    WrongPart(
        "fixed_betas",
        "The averages always use 0.9 and 0.999. Those are common values, but the function has to "
        "use the `beta1` and `beta2` that it is called with.",
        lambda dw, v, s, beta1, beta2: update_moments(dw, v, s, 0.9, 0.999),
        (*BOTH, *WHOLE, UNCHANGED),
        EVERYTHING,
    ),
    WrongPart(
        "new_not_weighted",
        "The new values come in with their full size, so the averages grow into sums. Give each "
        "of them its share, one minus its beta.",
        lambda dw, v, s, beta1, beta2: (beta1 * v + dw, beta2 * s + dw**2),
        (*BOTH, *WHOLE, UNCHANGED),
        EVERYTHING,
    ),
    WrongPart(
        "v_not_weighted",
        "In `v` the new gradient comes in with its full size, so that `v` becomes a sum. Give it "
        "its share, one minus `beta1`.",
        lambda dw, v, s, beta1, beta2: (beta1 * v + dw, beta2 * s + (1 - beta2) * dw**2),
        (*FIRST, *WHOLE),
        EVERYTHING,
    ),
    WrongPart(
        "s_not_weighted",
        "In `s` the new squared gradient comes in with its full size, so that `s` becomes a sum. "
        "Give it its share, one minus `beta2`.",
        lambda dw, v, s, beta1, beta2: (beta1 * v + (1 - beta1) * dw, beta2 * s + dw**2),
        (*SECOND, *WHOLE),
        EVERYTHING,
    ),
    WrongPart(
        "state_forgotten",
        "The old `v` and `s` do not come into the result, so nothing is averaged: the function "
        "only knows the newest gradient. Each average keeps the share beta of its old value.",
        lambda dw, v, s, beta1, beta2: ((1 - beta1) * dw, (1 - beta2) * dw**2),
        (*BOTH, *WHOLE, UNCHANGED),
        EVERYTHING,
    ),
    WrongPart(
        "v_minus_dw",
        "The new gradient is taken away from `v`. An average adds it; the minus sign belongs to "
        "the step that moves `w`.",
        lambda dw, v, s, beta1, beta2: (
            beta1 * v - (1 - beta1) * dw,
            beta2 * s + (1 - beta2) * dw**2,
        ),
        (*FIRST, *WHOLE),
        EVERYTHING,
    ),
    WrongPart(
        "not_squared",
        "`s` averages the gradient itself. It has to average the square of the gradient, so "
        "that it is never negative.",
        lambda dw, v, s, beta1, beta2: (
            beta1 * v + (1 - beta1) * dw,
            beta2 * s + (1 - beta2) * dw,
        ),
        SECOND,
        MOVES,
    ),
    WrongPart(
        "absolute",
        "`s` averages the gradient's absolute value. It has to average its square.",
        lambda dw, v, s, beta1, beta2: (
            beta1 * v + (1 - beta1) * dw,
            beta2 * s + (1 - beta2) * abs(dw),
        ),
        SECOND,
        MOVES,
    ),
    WrongPart(
        "share_squared",
        "In `s` the share `1 - beta2` is squared together with the gradient. Only the gradient "
        "is squared: check your brackets.",
        lambda dw, v, s, beta1, beta2: (
            beta1 * v + (1 - beta1) * dw,
            beta2 * s + ((1 - beta2) * dw) ** 2,
        ),
        (*SECOND, *WHOLE),
        EVERYTHING,
    ),
    WrongPart(
        "v_squared",
        "`s` averages the square of `v`. It has to average the square of the gradient, `dw`.",
        v_squared,
        (*SECOND, *WHOLE),
        EVERYTHING,
    ),
    WrongPart(
        "norm",
        "`s` gets one sum over the whole array. Each weight has an average of its own: square "
        "element by element, and sum nothing.",
        lambda dw, v, s, beta1, beta2: (
            beta1 * v + (1 - beta1) * dw,
            beta2 * s + (1 - beta2) * np.sum(dw**2),
        ),
        (*SECOND, *WHOLE),
        EVERYTHING,
    ),
)

MISTAKES = (
    *(part.mistake for part in PARTS),
    Mistake(
        "pair_turned",
        "The two results come back in the wrong order: first `v`, then `s`.",
        reversed_results(update_moments),
        (*BOTH, *WHOLE, UNCHANGED),
    ),
    Mistake("in_place", IN_PLACE, augmented(update_moments, 1, 2), (*WHOLE, UNCHANGED)),
    Mistake("written_over", WRITTEN_OVER, in_place(update_moments, 1, 2), (*WHOLE, UNCHANGED)),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(update_moments), WHOLE),
    Mistake("no_return", NO_RETURN, returns_none, (*BOTH, *WHOLE, UNCHANGED)),
)


def threaded_cases(criterion: str, item: int, rng: Generator) -> Iterator[Case]:
    """Three updates from a state that is not zero."""
    for shape in SHAPES:
        b = betas(rng)
        first = call(signed(rng, shape), *state(rng, shape), **b)
        more = [
            call(signed(rng, shape), PreviousResult(0), PreviousResult(1), **b) for _ in range(2)
        ]
        yield Case(criterion, (first, *more), compare=(item,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """One update of whole numbers."""
    for shape in SHAPES[:2]:
        yield Case("integers", (call(*whole_numbers(rng, shape), **HALVES),))


TWO_UPDATES = (
    call(np.array([4.0, -2.0]), *np.zeros((2, 2)), beta1=0.75, beta2=0.9),
    call(np.array([2.0, 3.0]), PreviousResult(0), PreviousResult(1), beta1=0.75, beta2=0.9),
)

UPDATE_MOMENTS = Exercise(
    "update_moments",
    update_moments,
    (
        Criterion(
            "first",
            "`v` is the running average of the gradient.",
            "Work out one element by hand: the old `v` keeps the share `beta1`, and `dw` gets "
            "the rest.",
            2,
            partial(threaded_cases, "first", 0),
        ),
        Criterion(
            "second",
            "`s` is the running average of the squared gradient.",
            "Work out one element by hand: the old `s` keeps the share `beta2`, and the square of "
            "`dw` gets the rest.",
            2,
            partial(threaded_cases, "second", 1),
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("first", TWO_UPDATES, compare=(0,)),
        Case("second", TWO_UPDATES, compare=(1,)),
        Case("integers", (call(*np.array([[1, 0], [2, 3], [4, 1]]), **HALVES),)),
    ),
    updates={0: 1, 1: 2},
)
