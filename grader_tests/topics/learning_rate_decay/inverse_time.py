"""`inverse_time_decay`: alpha0 / (1 + decay_rate * epoch); known mistakes, cases, criteria."""

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

DECAY = "decay"
EVERYTHING = (DECAY, ARRAY, UNCHANGED)


def inverse_time_decay(alpha0: float, decay_rate: float, epoch: Any) -> Any:
    """alpha0 / (1 + decay_rate * epoch)."""
    return alpha0 / (1 + decay_rate * epoch)


def again_and_again(alpha0: float, decay_rate: float, epoch: Any) -> Any:
    """Each epoch decays what the epoch before left."""
    product = compounded(lambda number, rate: 1 / (1 + rate * number))
    return product(alpha0, epoch, {"rate": decay_rate})


def counted_up(alpha0: float, decay_rate: float, epoch: Any) -> Any:
    """Changes the caller's epochs; of whole numbers NumPy refuses it."""
    epoch *= decay_rate
    epoch += 1
    return alpha0 / epoch


MISTAKES = (
    *array_mistakes(inverse_time_decay, (DECAY,)),
    Mistake(
        "bracket_too_early",
        "The learning rate is divided by `1 + decay_rate` alone, and the result is multiplied by "
        "the epoch, so that the rate grows. The whole sum belongs under the line: check your "
        "brackets.",
        lambda alpha0, decay_rate, epoch: alpha0 / (1 + decay_rate) * epoch,
        (DECAY,),
    ),
    Mistake(
        "no_brackets",
        "Only the 1 stands under the line, because Python divides before it adds. Put the whole "
        "sum in brackets.",
        lambda alpha0, decay_rate, epoch: alpha0 / 1 + decay_rate * epoch,
        (DECAY,),
    ),
    Mistake(
        "compounded",
        "The rate is decayed again in every epoch, starting from the rate of the epoch before, so "
        "it falls far too fast. The formula starts from `alpha0` each time.",
        again_and_again,
        EVERYTHING,
    ),
    Mistake(
        "one_epoch_too_many",
        "The epoch is counted one too high: in epoch 0, before anything has decayed, the rate is "
        "`alpha0` itself.",
        lambda alpha0, decay_rate, epoch: inverse_time_decay(alpha0, decay_rate, epoch + 1),
        (DECAY,),
    ),
    Mistake(
        "one_epoch_too_few",
        "The epoch is counted one too low: in epoch 1 the rate has already decayed once. Use "
        "`epoch` as it comes.",
        without_warnings(lambda alpha0, decay_rate, epoch: alpha0 / (1 + decay_rate * (epoch - 1))),
        (DECAY,),
    ),
    Mistake(
        "multiplied",
        "The rate is multiplied by the sum, so that it grows from epoch to epoch. The sum belongs "
        "under the line.",
        lambda alpha0, decay_rate, epoch: alpha0 * (1 + decay_rate * epoch),
        (DECAY,),
    ),
    Mistake(
        "one_forgotten",
        "The 1 in the sum is missing. Without it the rate has no value in epoch 0.",
        lambda alpha0, decay_rate, epoch: alpha0 / (decay_rate * epoch),
        (DECAY,),
    ),
    Mistake(
        "all_added",
        "`decay_rate` and `epoch` are added. In the formula they are multiplied.",
        lambda alpha0, decay_rate, epoch: alpha0 / (1 + decay_rate + epoch),
        (DECAY,),
    ),
    Mistake(
        "power",
        "The sum is raised to the power of the epoch, so the rate falls exponentially. Here the "
        "epoch is a factor inside the sum.",
        lambda alpha0, decay_rate, epoch: alpha0 / (1.0 + decay_rate) ** epoch,
        (DECAY,),
    ),
    Mistake(
        "linear",
        "The rate falls along a straight line, and later even below zero. Divide by `1 + ...` "
        "instead of multiplying by `1 - ...`.",
        lambda alpha0, decay_rate, epoch: alpha0 * (1 - decay_rate * epoch),
        (DECAY,),
    ),
    Mistake(
        "minus",
        "There is a minus in the sum, so that the rate grows and then becomes negative. Under the "
        "line stands 1 *plus* a product.",
        without_warnings(
            lambda alpha0, decay_rate, epoch: alpha0 / np.float64(1) / (1 - decay_rate * epoch)
        ),
        (DECAY,),
    ),
    Mistake(
        "alpha0_forgotten",
        "This is the factor by which the rate has fallen. It still has to be multiplied by the "
        "first learning rate, `alpha0`.",
        lambda alpha0, decay_rate, epoch: 1 / (1 + decay_rate * epoch),
        (DECAY,),
    ),
    Mistake(
        "decay_rate_ignored",
        "The result does not depend on `decay_rate`. It says how fast the rate falls, so it has "
        "to stand in the formula.",
        lambda alpha0, decay_rate, epoch: alpha0 / (1 + epoch),
        (DECAY,),
    ),
    Mistake(
        "arguments_swapped",
        "`alpha0` and `decay_rate` have changed places: `alpha0` stands over the line.",
        lambda alpha0, decay_rate, epoch: inverse_time_decay(decay_rate, alpha0, epoch),
        (DECAY,),
    ),
    Mistake(
        "floor_division",
        "`//` divides and then cuts off the decimals, so that a small rate becomes 0. A plain "
        "division is written with one stroke.",
        lambda alpha0, decay_rate, epoch: alpha0 // (1 + decay_rate * epoch),
        (DECAY,),
    ),
    Mistake(
        "counted_up",
        "`epoch *= ...` and `epoch += ...` change the array of epochs itself, which belongs to "
        "the caller, and arrays of whole numbers even refuse. Write one formula that makes a new "
        "array.",
        counted_up,
        (ARRAY, UNCHANGED),
    ),
)


def settings(rng: Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """A first learning rate and a decay rate that differ."""
    return (float(rng.uniform(0.01, 0.5)), float(rng.uniform(0.6, 2.0))), {}


def decay_cases(rng: Generator) -> Iterator[Case]:
    """Epoch 0, early ones, the middle of one and a late one; then whole numbers only."""
    for epoch in (0, 1, 2, *map(int, rng.integers(3, 30, size=3)), 6.5, 1000):
        alpha0, decay_rate = settings(rng)[0]
        yield Case(DECAY, (call(alpha0, decay_rate=decay_rate, epoch=epoch),))
    yield Case(DECAY, (call(int(rng.integers(2, 4)), 4, int(rng.integers(5, 9))),))


INVERSE_TIME_DECAY = Exercise(
    "inverse_time_decay",
    inverse_time_decay,
    (
        Criterion(
            DECAY,
            "In epoch 0 the rate is `alpha0`, and then it falls, fast at first and slowly later.",
            "Work out two epochs by hand: with `alpha0 = 0.6` and `decay_rate = 0.5` the rate is "
            "0.6 in epoch 0 and 0.3 in epoch 2.",
            4,
            decay_cases,
        ),
        array_aspect(settings, 2),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case(DECAY, (call(0.6, 0.5, 0),)),
        Case(DECAY, (call(0.6, 0.5, 2),)),
        Case(DECAY, (call(0.6, 0.5, 10),)),
        Case(DECAY, (call(0.6, 0.5, 4.5),)),
        Case(DECAY, (call(2, 1, 3),)),
        array_case(np.array([4, 10, 2]), range(3), 0.6, 0.5),
        array_case(np.array([[4.0, 18.0], [10.0, 8.0], [1.0, 3.0]]), range(2), 0.6, 0.5),
    ),
)
