"""`update_running`: hidden cases, criteria, known mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, PreviousResult, call
from grader_tests.engine.common_mistakes import returns_none
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.batchnorm.common import (
    INTEGERS_HINT,
    INTEGERS_TITLE,
    NO_RETURN,
    TRUNCATED,
    UNTOUCHED,
    factors,
)
from grader_tests.topics.batchnorm.reference import update_running

UNITS = (4, 9, 60)
BOTH = ("mixture", "shares")
EVERYTHING = (*BOTH, "integers", UNCHANGED)


def in_place(running: Any, batch: Any, decay: float) -> Any:
    """`running *= decay; running += ...`, which whole numbers refuse."""
    running *= decay
    running += (1 - decay) * batch
    return running


def written_over(running: Any, batch: Any, decay: float) -> Any:
    """The same by assignment, which cuts decimals off whole numbers."""
    running[...] = update_running(running, batch, decay)
    return running


MISTAKES = (
    Mistake(
        "swapped",
        "`decay` and `1 - decay` have changed places: the old value keeps the share `decay`. "
        "PyTorch's `momentum` is the other way round: it is the share of the new value.",
        lambda running, batch, decay: update_running(running, batch, 1 - decay),
        ("shares",),
    ),
    Mistake(
        "plain_mean",
        "Old and new value count half each, whatever `decay` is. Their shares are `decay` and one "
        "minus `decay`.",
        lambda running, batch, decay: (running + batch) / 2,
        ("shares",),
    ),
    Mistake(
        "fixed_decay",
        "The average always uses 0.9. That is a common value, but the function has to use the "
        "`decay` that it is called with.",
        lambda running, batch, decay: update_running(running, batch, 0.9),
        EVERYTHING,
    ),
    Mistake(
        "new_not_weighted",
        "The batch's statistic comes in with its full size, so the average grows into a sum. Give "
        "it its share, one minus `decay`.",
        lambda running, batch, decay: decay * running + batch,
        EVERYTHING,
    ),
    Mistake(
        "old_not_weighted",
        "The old value is kept in full, so the average grows without end. It keeps the share "
        "`decay` only.",
        lambda running, batch, decay: running + (1 - decay) * batch,
        EVERYTHING,
    ),
    Mistake(
        "both_keep",
        "Old and new value have the same share, `decay`. The two shares add up to 1.",
        lambda running, batch, decay: decay * (running + batch),
        ("shares",),
    ),
    Mistake(
        "only_batch",
        "The batch's own statistic comes back. The old running value has to keep the share "
        "`decay`.",
        lambda running, batch, decay: 1.0 * batch,
        EVERYTHING,
    ),
    Mistake(
        "state_forgotten",
        "The old running value plays no part. It has to keep the share `decay`.",
        lambda running, batch, decay: (1 - decay) * batch,
        EVERYTHING,
    ),
    Mistake(
        "never_updated",
        "The running value comes back as it was: the batch's statistic has to come in.",
        lambda running, batch, decay: 1.0 * running,
        EVERYTHING,
    ),
    Mistake(
        "starts_from_batch",
        "Where the running value is 0, the batch's statistic takes its place. The start counts "
        "like any other value: mix the two, always.",
        lambda running, batch, decay: np.where(
            running == 0, batch, update_running(running, batch, decay)
        ),
        BOTH,
    ),
    Mistake(
        "subtracted",
        "The batch's statistic is taken away. An average adds it, with its share.",
        lambda running, batch, decay: decay * running - (1 - decay) * batch,
        EVERYTHING,
    ),
    Mistake(
        "corrected",
        "The result is divided by `1 - decay`, as if there were a start from zero to correct. "
        "Running statistics are used as they are.",
        lambda running, batch, decay: update_running(running, batch, decay) / (1 - decay),
        EVERYTHING,
    ),
    Mistake(
        "over_units",
        "The statistics of all units are thrown together. Each unit keeps its own running value: "
        "take no mean here.",
        lambda running, batch, decay: update_running(running, batch.mean(), decay),
        EVERYTHING,
    ),
    Mistake(
        "pair",
        "The function returns more than one thing. It is called once for the mean and once for the "
        "variance, and returns one array each time.",
        lambda running, batch, decay: (update_running(running, batch, decay), batch),
        EVERYTHING,
    ),
    Mistake(
        "in_place",
        "`running` itself is changed: `running *= ...` and `running += ...` do that, and arrays of "
        "whole numbers even refuse. Make a new array and return it.",
        in_place,
        ("integers", UNCHANGED),
    ),
    Mistake(
        "written_over",
        "The result is written into `running`, as `running[:] = ...` does, so the caller's old "
        "value is gone. Make a new array and return it.",
        written_over,
        ("integers", UNCHANGED),
    ),
    Mistake(
        "truncated",
        TRUNCATED.replace("Z", "running"),
        lambda running, batch, decay: update_running(running, batch, decay).astype(running.dtype),
        ("integers",),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def three_batches(
    rng: Generator, n: int, decay: float, *, from_zeros: bool = False
) -> tuple[Call, ...]:
    """Three updates, each from what the one before returned."""
    first, *more = (factors(rng, n) for _ in range(3))
    start = np.zeros((n, 1)) if from_zeros else 10 * factors(rng, n)
    later = (call(PreviousResult(), batch, decay=decay) for batch in more)
    return call(start, first, decay=decay), *later


def mixture_cases(rng: Generator) -> Iterator[Case]:
    """decay is 1/2, so that it does not matter which share is which."""
    for n in UNITS:
        yield Case("mixture", three_batches(rng, n, 0.5, from_zeros=n == UNITS[0]))


def share_cases(rng: Generator) -> Iterator[Case]:
    """A decay above 1/2 and one below."""
    for n, low in zip(UNITS, (0.6, 0.1, 0.95)):
        decay = float(rng.uniform(low, low + 0.04))
        yield Case("shares", three_batches(rng, n, decay, from_zeros=n == UNITS[1]))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """Halves, which are not whole: one of the two numbers is even and the other odd."""
    for n in UNITS[:2]:
        running = 2 * rng.integers(5, 9, (n, 1))
        batch = 1 + 2 * rng.integers(0, 4, (n, 1))
        yield Case("integers", (call(running, batch, decay=0.5),))


def column(*values: float) -> Any:
    """An array of shape (n, 1)."""
    return np.array(values)[:, None]


UPDATE_RUNNING = Exercise(
    "update_running",
    update_running,
    (
        Criterion(
            "mixture",
            "With `decay = 0.5` the new value lies halfway between the old one and the batch's.",
            "Work out one number by hand: with `decay = 0.5`, the old value 4 and the batch's 2 "
            "make 3.",
            1,
            mixture_cases,
        ),
        Criterion(
            "shares",
            "The old value keeps the share `decay`, and the batch's comes in with `1 - decay`.",
            "Work out one number by hand: with `decay = 0.9`, the old value 4 and the batch's 2 "
            "make 3.8.",
            2,
            share_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case(
            "mixture",
            (
                call(column(4.0, -2.0, 0.0), column(2.0, 1.0, 3.0), decay=0.5),
                call(PreviousResult(), column(1.0, 6.0, -1.0), decay=0.5),
            ),
        ),
        Case(
            "shares",
            (
                call(column(4.0, -2.0, 0.0), column(2.0, 1.0, 3.0), decay=0.8),
                call(PreviousResult(), column(1.0, 6.0, -1.0), decay=0.8),
            ),
        ),
        Case("integers", (call(np.array([[10], [12]]), np.array([[1], [5]]), decay=0.5),)),
    ),
    updates={0: 0},
)
