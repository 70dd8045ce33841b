"""`staircase_decay`: alpha0 * factor**floor(epoch / every); known mistakes, cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.learning_rate_decay.shared import (
    ARRAY,
    UNTOUCHED,
    array_aspect,
    array_case,
    array_mistakes,
    compounded,
)

STEPS, EDGES = "steps", "edges"
BOTH = (STEPS, EDGES)


def staircase_decay(alpha0: float, factor: float, epoch: Any, every: int) -> Any:
    """alpha0 * factor**floor(epoch / every)."""
    return alpha0 * factor ** np.floor(epoch / every)


def again_and_again(alpha0: float, factor: float, epoch: Any, every: int) -> Any:
    """Each epoch decays what the epoch before left."""
    product = compounded(lambda number, factor, every: factor ** (number // every))
    return product(alpha0, epoch, {"factor": factor, "every": every})


WRONG_EXPONENTS: tuple[tuple[str, str, Any, tuple[str, ...]], ...] = (
    (
        "one_epoch_early",
        "Each step comes one epoch too early: the last epoch before number `every` still has the "
        "old rate.",
        lambda epoch, every: np.floor((epoch + 1) / every),
        (EDGES,),
    ),
    (
        "rounded",
        "The number of steps is rounded, so each step down comes half a step too early. Round "
        "*down*: with `np.floor`, or by the division `//`.",
        lambda epoch, every: np.round(epoch / every),
        (EDGES,),
    ),
    (
        "no_floor",
        "The rate falls a little in every epoch. On a staircase it stays for `every` epochs and "
        "then falls at once: the exponent has to be rounded down.",
        lambda epoch, every: epoch / every,
        BOTH,
    ),
    (
        "rounded_up",
        "The number of steps is rounded up, so the rate falls already after epoch 0. Round *down*: "
        "the first `every` epochs keep `alpha0`.",
        lambda epoch, every: np.ceil(epoch / every),
        BOTH,
    ),
    (
        "one_step_too_many",
        "There is one step too many: the first `every` epochs should keep `alpha0`.",
        lambda epoch, every: np.floor(epoch / every) + 1,
        BOTH,
    ),
    (
        "one_epoch_late",
        "Each step comes one epoch too late: epoch number `every` is the first with the smaller "
        "rate.",
        lambda epoch, every: np.floor((epoch - 1) / every),
        (EDGES,),
    ),
    (
        "remainder",
        "The exponent is the remainder of the division, so the rate falls in every epoch and jumps "
        "up again at each step. `%` gives the remainder, `//` the whole part.",
        lambda epoch, every: epoch % every,
        BOTH,
    ),
    (
        "every_ignored",
        "The rate falls in every epoch: the result does not depend on `every`. The exponent is the "
        "number of steps so far, not the epoch.",
        lambda epoch, every: epoch,
        BOTH,
    ),
    (
        "times_every",
        "The epoch is multiplied by `every`. The number of steps so far is a division, rounded "
        "down.",
        lambda epoch, every: epoch * every,
        BOTH,
    ),
    (
        "turned_over",
        "The division is upside down: the number of steps so far is the epoch divided by `every`.",
        lambda epoch, every: np.floor(np.float64(every) / epoch),
        BOTH,
    ),
    (
        "only_one_step",
        "The rate falls once and never again. After two times `every` epochs it has fallen twice, "
        "and so on.",
        lambda epoch, every: np.minimum(np.floor(epoch / every), 1),
        BOTH,
    ),
)


def with_exponent(exponent: Any) -> Any:
    """The right schedule but for its exponent."""

    def wrong(alpha0: float, factor: float, epoch: Any, every: int) -> Any:
        return alpha0 * factor ** exponent(epoch, every)

    return without_warnings(wrong)


MISTAKES = (
    *array_mistakes(staircase_decay, BOTH),
    *(
        Mistake(name, hint, with_exponent(exponent), fails)
        for name, hint, exponent, fails in WRONG_EXPONENTS
    ),
    Mistake(
        "compounded",
        "The rate is decayed again in every epoch, starting from the rate of the epoch before, so "
        "it falls far too fast. The formula starts from `alpha0` each time.",
        again_and_again,
        (*BOTH, ARRAY, UNCHANGED),
    ),
    Mistake(
        "multiplied",
        "`factor` is multiplied by the number of steps. It has to be raised to that power, which "
        "Python writes with two stars.",
        lambda alpha0, factor, epoch, every: alpha0 * factor * np.floor(epoch / every),
        BOTH,
    ),
    Mistake(
        "power_of_product",
        "`alpha0` is raised to the power too. Only `factor` has the exponent: check your brackets.",
        without_warnings(
            lambda alpha0, factor, epoch, every: (alpha0 * factor) ** np.floor(epoch / every)
        ),
        BOTH,
    ),
    Mistake(
        "divided_last",
        "A power comes before a division: without brackets the power is of the epoch alone, and "
        "its result is divided by `every`. Put the exponent in brackets.",
        lambda alpha0, factor, epoch, every: alpha0 * factor ** np.floor(epoch) / every,
        BOTH,
    ),
    Mistake(
        "divided_by_power",
        "The rate is divided by the power, so that it grows. A factor below 1 makes smaller when "
        "it is multiplied by.",
        lambda alpha0, factor, epoch, every: alpha0 / factor ** np.floor(epoch / every),
        BOTH,
    ),
    Mistake(
        "subtracted",
        "Each step takes the same amount away, so the rate falls below zero at last. Each step "
        "should multiply by `factor`.",
        lambda alpha0, factor, epoch, every: alpha0 - factor * np.floor(epoch / every),
        BOTH,
    ),
    Mistake(
        "lost_share_kept",
        "Each step keeps the share `1 - factor`. It keeps the share `factor`, and loses the rest.",
        lambda alpha0, factor, epoch, every: alpha0 * (1 - factor) ** np.floor(epoch / every),
        BOTH,
    ),
    Mistake(
        "alpha0_forgotten",
        "This is the factor by which the rate has fallen. It still has to be multiplied by the "
        "first learning rate, `alpha0`.",
        lambda alpha0, factor, epoch, every: factor ** np.floor(epoch / every),
        BOTH,
    ),
)


def settings(rng: Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """A first learning rate and a factor that differ, far from 1/2; steps of any length."""
    alpha0, factor = float(rng.uniform(0.05, 0.15)), float(rng.uniform(0.2, 0.4))
    return (alpha0, factor), {"every": int(rng.integers(5, 12))}


def step_cases(rng: Generator) -> Iterator[Case]:
    """In the first half of a step, and not at its edge, where rounding would do as well."""
    for step in (0, 1, 2, 3, 6):
        (alpha0, factor), kwargs = settings(rng)
        epoch = step * kwargs["every"] + int(rng.integers(1, 3))
        yield Case(STEPS, (call(alpha0, factor, epoch, **kwargs),))
    yield Case(STEPS, (call(4, 0.25, 15.5, 7),))


def edge_cases(rng: Generator) -> Iterator[Case]:
    """The last two epochs of a step, the end of the last, and the first of the next one."""
    for step in (1, 2, 4):
        (alpha0, factor), kwargs = settings(rng)
        for before in (2, 1, 0.25, 0):
            epoch = step * kwargs["every"] - before
            yield Case(EDGES, (call(alpha0, factor, epoch=epoch, **kwargs),))


STAIRCASE_DECAY = Exercise(
    "staircase_decay",
    staircase_decay,
    (
        Criterion(
            STEPS,
            "The first `every` epochs have the rate `alpha0`; then each step multiplies it by "
            "`factor`.",
            "Write down the first 15 rates by hand, with `alpha0 = 0.8`, `factor = 0.25` and "
            "`every = 5`: five times 0.8, five times 0.2, five times 0.05.",
            3,
            step_cases,
        ),
        Criterion(
            EDGES,
            "The rate falls exactly in the epochs `every`, `2 * every`, `3 * every` and so on.",
            "Look at the epochs on both sides of a step: with `every = 5`, epoch 4 is the last one "
            "with the old rate, and epoch 5 the first with the new one.",
            2,
            edge_cases,
        ),
        array_aspect(settings, 1),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case(STEPS, (call(0.8, 0.25, 1, 5),)),
        Case(STEPS, (call(0.8, 0.25, 7, 5),)),
        Case(STEPS, (call(0.8, 0.25, 11, 5),)),
        Case(EDGES, (call(0.8, 0.25, 3, 5),)),
        Case(EDGES, (call(0.8, 0.25, 4, 5),)),
        Case(EDGES, (call(0.8, 0.25, 5, 5),)),
        Case(EDGES, (call(0.8, 0.25, 14.75, 5),)),
        array_case(np.array([9, 5, 3, 17, 2, 6]), range(6), 0.8, 0.25, every=5),
        array_case(np.array([[4.0, 8.0], [2.0, 7.0], [1.0, 3.0]]), range(6), 0.8, 0.25, every=5),
    ),
)
