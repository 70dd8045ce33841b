"""`rmsprop_step`: known mistakes in what it returns, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, PreviousResult, call
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
    whole_numbers,
    without_warnings,
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake
from grader_tests.topics.rmsprop import averages
from grader_tests.topics.rmsprop.averages import EVERYTHING
from grader_tests.topics.rmsprop.rate import MOVES, RATES
from grader_tests.topics.rmsprop.reference import rmsprop_of, rmsprop_step
from grader_tests.topics.rmsprop.shared import NEGLIGIBLE, epsilon


def only(position: int) -> Function:
    """The right step, with the argument at this position written over by `-=` or `*=`."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        w, s = rmsprop_step(*args, **kwargs)
        old = args[position]
        old += (w if position == 0 else s) - old
        return w, s

    return without_warnings(wrong)


MISTAKES = (
    *averages.MISTAKES,
    *(rate.mistake_in_step for rate in RATES),
    Mistake(
        "old_state",
        "The `s` that came in goes out again, so nothing is ever averaged over more than one "
        "update. Return the new one.",
        without_warnings(rmsprop_of(lambda a: (a.w - a.change, a.s_old))),
        EVERYTHING,
    ),
    Mistake(
        "gradient_descent",
        "This is plain gradient descent: `w` moves by the gradient, and `s` comes back as it came. "
        "First average the square of the gradient into a new `s`, then divide by its root.",
        rmsprop_of(lambda a: (a.w - a.learning_rate * a.dw, a.s_old)),
        EVERYTHING,
    ),
    Mistake(
        "pair_turned",
        "The two results come back in the wrong order: first `w`, then `s`.",
        without_warnings(reversed_results(rmsprop_step)),
        EVERYTHING,
    ),
    Mistake(
        "only_w",
        "Only `w` comes back. The next step needs the average too: return `w` and `s`.",
        rmsprop_of(lambda a: a.w - a.change),
        EVERYTHING,
    ),
    Mistake(
        "only_change",
        "The change comes back in place of the new `w`. Take it away from `w`, and return that.",
        rmsprop_of(lambda a: (a.change, a.s)),
        MOVES,
    ),
    Mistake(
        "rate_for_s",
        "The rates come back in place of the average. The next step needs `s` itself: return `w` "
        "and `s`.",
        without_warnings(rmsprop_of(lambda a: (a.w - a.change, a.rate))),
        EVERYTHING,
    ),
    Mistake(
        "in_place",
        "Both arrays that came in are changed: `s *= ...`, `s += ...` and `w -= ...` do that, and "
        "arrays of whole numbers even refuse. Make new arrays: `s = ...` and `w = ...`.",
        augmented(rmsprop_step, 0, 2),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "w_in_place",
        "`w` is written over (`w -= ...`), so the caller's own `w` is gone. Make a new array: "
        "`w = w - ...`.",
        only(0),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "s_in_place",
        "`s` is written over (`s *= ...` or `s += ...`), so the caller's own `s` is gone. Make a "
        "new array: `s = ...`.",
        only(2),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The results are written into the arrays that came in, as `s[:] = ...` does, so the "
        "caller's own values are gone. Make new arrays: `s = ...` and `w = ...`.",
        in_place(rmsprop_step, 0, 2),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "truncated",
        "The result has the type of the input, so whole numbers lose their decimals. "
        "`np.zeros_like(dw)` of whole numbers is again an array of whole numbers: let the formula "
        "make the new array, or ask for `dtype=float`.",
        cast_to_input_dtype(rmsprop_step),
        ("integers",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def three_steps(
    rng: Generator, shape: tuple[int, ...], epsilon: float, scale: float = 1.0
) -> tuple[Call, ...]:
    """Three steps in the middle of training; gradients have the size of `scale`."""
    settings = {
        "learning_rate": float(rng.uniform(0.01, 0.3)),
        "beta": float(rng.uniform(0.65, 0.88)),
        "epsilon": epsilon,
    }
    s = scale**2 * rng.uniform(0.3, 9.0, shape)
    first = call(rng.normal(size=shape), scale * signed(rng, shape), s, **settings)
    more = (
        call(PreviousResult(0), scale * signed(rng, shape), PreviousResult(1), **settings)
        for _ in range(2)
    )
    return first, *more


def average_cases(rng: Generator) -> Iterator[Case]:
    """Only the average counts."""
    for shape in SHAPES:
        yield Case("average", three_steps(rng, shape, NEGLIGIBLE), compare=(1,))


def update_cases(rng: Generator) -> Iterator[Case]:
    """Only w counts, and epsilon does not."""
    for shape in SHAPES:
        yield Case("update", three_steps(rng, shape, NEGLIGIBLE), compare=(0,))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Squared gradients as small as epsilon, which must not get into the average."""
    for shape in SHAPES:
        small = epsilon(rng)
        yield Case("epsilon", three_steps(rng, shape, small, scale=float(np.sqrt(small))))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """With a beta of 1/2 only the decimals are in question."""
    for shape in SHAPES[:2]:
        settings = {"learning_rate": 0.1, "beta": 0.5, "epsilon": NEGLIGIBLE}
        yield Case("integers", (call(*whole_numbers(rng, shape), **settings),))


def small(w: Any, dw: Any, s: Any, epsilon: float = NEGLIGIBLE, beta: float = 0.75) -> Call:
    """A call with numbers that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, s))
    return call(*arrays, learning_rate=0.1, beta=beta, epsilon=epsilon)


TWO_STEPS = (
    small((1.0, 2.0), (2.0, -4.0), (4.0, 0.0)),
    small(PreviousResult(0), (-3.0, 1.0), PreviousResult(1)),
)

RMSPROP_STEP = Exercise(
    "rmsprop_step",
    rmsprop_step,
    (
        Criterion(
            "average",
            "The new `s` is the running average of the squared gradients.",
            "Work out one element by hand: the old `s` times `beta`, plus the square of the "
            "gradient times what is missing from `beta` to 1.",
            2,
            average_cases,
        ),
        Criterion(
            "update",
            "`w` moves against the gradient, divided by the root of the new `s`.",
            "Work out one element by hand: first the new `s`; then go from `w` downhill, by "
            "`learning_rate` times the gradient over the root of that `s`.",
            3,
            update_cases,
        ),
        Criterion(
            "epsilon",
            "`epsilon` stands under the root and nowhere else, which shows where gradients are "
            "small.",
            "Try a gradient whose square is as small as `epsilon`: the divisor is the root of `s` "
            "plus `epsilon`, and the `s` that comes back has no `epsilon` in it.",
            2,
            epsilon_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        Criterion(
            UNCHANGED,
            "The arrays that are given stay as they were.",
            "Make new arrays for the results: `s = ...` and `w = ...`. `s *= ...`, `w -= ...` and "
            "`s[:] = ...` write into the array that belongs to the caller.",
            1,
        ),
    ),
    MISTAKES,
    examples=(
        Case("average", TWO_STEPS, compare=(1,)),
        Case("update", TWO_STEPS, compare=(0,)),
        Case(
            "epsilon",
            (
                small((1.0, 2.0), (0.02, -0.04), (4e-4, 1e-4), epsilon=1e-3),
                small(PreviousResult(0), (-0.03, 0.01), PreviousResult(1), epsilon=1e-3),
            ),
        ),
        Case("integers", (small((-3, -1), (1, 0), (2, 3), beta=0.5),)),
    ),
    updates={0: 0, 1: 2},
)
