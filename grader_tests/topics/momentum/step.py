"""`momentum_step`: known mistakes in what it returns, hidden cases, criteria."""

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
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake
from grader_tests.topics.momentum.reference import momentum_of, momentum_step
from grader_tests.topics.momentum.shared import TRUNCATED, UNTOUCHED, settings
from grader_tests.topics.momentum.wrong_steps import EVERYTHING, MOVES, STEPS


def only(position: int) -> Function:
    """The right step, with the argument at this position written over by `-=` or `*=`."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        w, v = momentum_step(*args, **kwargs)
        old = args[position]
        old += (w if position == 0 else v) - old
        return w, v

    return wrong


MISTAKES = (
    *(step.mistake for step in STEPS),
    Mistake(
        "old_state",
        "The `v` that came in goes out again, so nothing is ever averaged over more than one "
        "update. Return the new one.",
        momentum_of(lambda a: (a.w - a.learning_rate * a.v, a.v_old)),
        EVERYTHING,
    ),
    Mistake(
        "gradient_descent",
        "This is plain gradient descent: `w` moves by the gradient, and `v` comes back as it came. "
        "First average the gradient into a new `v`, then move by that, and return both.",
        momentum_of(lambda a: (a.w - a.learning_rate * a.dw, a.v_old)),
        EVERYTHING,
    ),
    Mistake(
        "pair_turned",
        "The two results come back in the wrong order: first `w`, then `v`.",
        reversed_results(momentum_step),
        EVERYTHING,
    ),
    Mistake(
        "only_w",
        "Only `w` comes back. The next step needs the average too: return `w` and `v`.",
        momentum_of(lambda a: a.w - a.learning_rate * a.v),
        EVERYTHING,
    ),
    Mistake(
        "only_change",
        "The change comes back in place of the new `w`. Take it away from `w`, and return that.",
        momentum_of(lambda a: (a.learning_rate * a.v, a.v)),
        MOVES,
    ),
    Mistake(
        "in_place",
        "Both arrays that came in are changed: `v *= ...`, `v += ...` and `w -= ...` do that, and "
        "arrays of whole numbers even refuse. Make new arrays: `v = ...` and `w = ...`.",
        augmented(momentum_step, 0, 2),
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
        "v_in_place",
        "`v` is written over (`v *= ...` or `v += ...`), so the caller's own `v` is gone. Make a "
        "new array: `v = ...`.",
        only(2),
        ("integers", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The results are written into the arrays that came in, as `v[:] = ...` does, so the "
        "caller's own values are gone. Make new arrays: `v = ...` and `w = ...`.",
        in_place(momentum_step, 0, 2),
        ("integers", UNCHANGED),
    ),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(momentum_step), ("integers",)),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def one_call(rng: Generator, shape: tuple[int, ...]) -> Call:
    """One step from a state in the middle of training."""
    return call(rng.normal(size=shape), signed(rng, shape), signed(rng, shape), **settings(rng))


def three_steps(rng: Generator, first: Call) -> tuple[Call, ...]:
    """`first`, and two more steps with new gradients from what the step before returned."""
    more = (
        call(PreviousResult(0), signed(rng, first.args[1].shape), PreviousResult(1), **first.kwargs)
        for _ in range(2)
    )
    return first, *more


def average_cases(rng: Generator) -> Iterator[Case]:
    """Three steps, whose gradients have either sign."""
    for shape in SHAPES:
        yield Case("average", three_steps(rng, one_call(rng, shape)), compare=(1,))


def update_cases(rng: Generator) -> Iterator[Case]:
    """Three steps; and one with beta = 0, which is plain gradient descent."""
    for shape in SHAPES:
        yield Case("update", three_steps(rng, one_call(rng, shape)), compare=(0,))
    w, dw, v = one_call(rng, SHAPES[1]).args
    yield Case("update", (call(w, dw, v, learning_rate=0.2, beta=0.0),), compare=(0,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """With a beta of 1/2 only the decimals are in question."""
    for shape in SHAPES[:2]:
        yield Case("integers", (call(*whole_numbers(rng, shape), learning_rate=0.1, beta=0.5),))


def small(w: Any, dw: Any, v: Any) -> Call:
    """A call with numbers that can be worked out by hand."""
    arrays = (np.array(value) if isinstance(value, tuple) else value for value in (w, dw, v))
    return call(*arrays, learning_rate=0.5, beta=0.8)


TWO_STEPS = (
    small((1.0, 2.0), (2.0, -4.0), (1.0, -3.0)),
    small(PreviousResult(0), (3.0, 1.0), PreviousResult(1)),
)

MOMENTUM_STEP = Exercise(
    "momentum_step",
    momentum_step,
    (
        Criterion(
            "average",
            "The new `v` is the running average of the gradients.",
            "Work out one element by hand: the old `v` times `beta`, plus the gradient times what "
            "is missing from `beta` to 1.",
            2,
            average_cases,
        ),
        Criterion(
            "update",
            "`w` moves against the new `v`, by `learning_rate` times its size.",
            "Work out one element by hand: first the new `v`; then go from `w` by `learning_rate` "
            "times that, downhill.",
            3,
            update_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("average", TWO_STEPS, compare=(1,)),
        Case("update", TWO_STEPS, compare=(0,)),
        Case(
            "integers",
            (
                call(
                    *(np.array(value) for value in ((-3, -1), (1, 0), (2, 3))),
                    learning_rate=0.1,
                    beta=0.5,
                ),
            ),
        ),
    ),
    updates={0: 0, 1: 2},
)
