"""`exponential_decay`: alpha0 * base**epoch; known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Mistake
from grader_tests.topics.learning_rate_decay.shared import (
    ARRAY,
    UNTOUCHED,
    array_aspect,
    array_case,
    array_mistakes,
    compounded,
)

DECAY, DEFAULT = "decay", "default"
OF_ONE_EPOCH = (DECAY, DEFAULT)
EVERYTHING = (*OF_ONE_EPOCH, ARRAY, UNCHANGED)


def exponential_decay(alpha0: float, epoch: Any, base: float = 0.95) -> Any:
    """alpha0 * base**epoch."""
    return alpha0 * base**epoch


def again_and_again(alpha0: float, epoch: Any, base: float = 0.95) -> Any:
    """Each epoch multiplies what the epoch before left by base**epoch."""
    return compounded(lambda number, base: base**number)(alpha0, epoch, {"base": base})


def caret(alpha0: float, epoch: Any, base: float = 0.95) -> Any:
    """Python's `^` is no power, and floats do not have it."""
    return alpha0 * (base ^ epoch)


def required(alpha0: float, epoch: Any, base: float) -> Any:
    """The default value is gone."""
    return exponential_decay(alpha0, epoch, base)


MISTAKES = (
    *array_mistakes(exponential_decay, OF_ONE_EPOCH),
    Mistake(
        "base_times_epoch",
        "`base` is multiplied by the epoch, so that the rate grows. It has to be raised to the "
        "power of the epoch, which Python writes with two stars.",
        lambda alpha0, epoch, base=0.95: alpha0 * base * epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "caret",
        "In Python a power is written with two stars. The sign `^` means something else, and "
        "numbers with decimals do not know it.",
        caret,
        EVERYTHING,
    ),
    Mistake(
        "compounded",
        "The rate is decayed again in every epoch, starting from the rate of the epoch before: "
        "the exponents add up, and it falls far too fast. The formula starts from `alpha0` each "
        "time.",
        again_and_again,
        EVERYTHING,
    ),
    Mistake(
        "power_of_product",
        "`alpha0` is raised to the power too. Only `base` has the exponent: check your brackets.",
        lambda alpha0, epoch, base=0.95: (alpha0 * base) ** epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "base_and_exponent_swapped",
        "The epoch is raised to the power of `base`. It is the other way round: the epoch is the "
        "exponent.",
        lambda alpha0, epoch, base=0.95: alpha0 * epoch**base,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "one_epoch_too_many",
        "The exponent is one too high: in epoch 0, before anything has decayed, the rate is "
        "`alpha0` itself.",
        lambda alpha0, epoch, base=0.95: alpha0 * base ** (epoch + 1),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "one_epoch_too_few",
        "The exponent is one too low: in epoch 1 the rate has already decayed once. Use `epoch` "
        "as it comes.",
        lambda alpha0, epoch, base=0.95: alpha0 * base ** (epoch - 1.0),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "divided",
        "The rate is divided by the power, so that it grows. A number below 1 makes smaller when "
        "it is multiplied by.",
        lambda alpha0, epoch, base=0.95: alpha0 / base**epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "linear",
        "The rate loses the same amount in each epoch, and so falls below zero at last. It should "
        "lose the same *share*: multiply by `base` once for each epoch.",
        lambda alpha0, epoch, base=0.95: alpha0 * (1 - (1 - base) * epoch),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "lost_share_kept",
        "The rate keeps the share `1 - base` in each epoch. It keeps the share `base`, and loses "
        "the rest.",
        lambda alpha0, epoch, base=0.95: alpha0 * (1 - base) ** epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "exp_of_base",
        "`np.exp` takes powers of e = 2.718. Here the number under the exponent is `base`, so no "
        "`np.exp` is needed.",
        lambda alpha0, epoch, base=0.95: alpha0 * np.exp(-base * epoch),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "exp_of_lost_share",
        "`np.exp` with the share that is lost comes close, but it is not the same: the formula "
        "has a power of `base`.",
        lambda alpha0, epoch, base=0.95: alpha0 * np.exp(-(1 - base) * epoch),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "alpha0_forgotten",
        "This is the factor by which the rate has fallen. It still has to be multiplied by the "
        "first learning rate, `alpha0`.",
        lambda alpha0, epoch, base=0.95: base**epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "arguments_swapped",
        "`alpha0` and `base` have changed places: the power is of `base`.",
        lambda alpha0, epoch, base=0.95: base * alpha0**epoch,
        OF_ONE_EPOCH,
    ),
    Mistake(
        "base_fixed",
        "The result does not depend on `base`. 0.95 is what it is when nothing else is said, but "
        "the function has to use the `base` that it is called with.",
        lambda alpha0, epoch, base=0.95: alpha0 * 0.95**epoch,
        (DECAY,),
    ),
    Mistake(
        "default_gone",
        "A call without `base` stops with an error. Keep `base=0.95` in the line with `def`: it "
        "is what the function takes when the caller says nothing.",
        required,
        (DEFAULT,),
    ),
)


def settings(rng: Generator) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """A first learning rate, and a base that is neither 0.95 nor near 1/2."""
    return (float(rng.uniform(0.01, 0.4)),), {"base": float(rng.uniform(0.6, 0.9))}


def decay_cases(rng: Generator) -> Iterator[Case]:
    """Epoch 0, early ones, the middle of one and a late one; then a whole first rate."""
    for epoch in (0, 1, 2, *map(int, rng.integers(3, 30, size=3)), 6.5, 100):
        args, kwargs = settings(rng)
        yield Case(DECAY, (call(*args, epoch, **kwargs),))
    yield Case(DECAY, (call(int(rng.integers(2, 5)), epoch=int(rng.integers(3, 9)), base=0.75),))


def default_cases(rng: Generator) -> Iterator[Case]:
    """`base` left out."""
    for epoch in rng.integers(2, 60, size=4):
        yield Case(DEFAULT, (call(float(rng.uniform(0.01, 0.4)), int(epoch)),))


EXPONENTIAL_DECAY = Exercise(
    "exponential_decay",
    exponential_decay,
    (
        Criterion(
            DECAY,
            "In epoch 0 the rate is `alpha0`, and each epoch multiplies it by `base` once more.",
            "Work out two epochs by hand: with `alpha0 = 0.8` and `base = 0.5` the rate is 0.4 in "
            "epoch 1 and 0.2 in epoch 2.",
            3,
            decay_cases,
        ),
        Criterion(
            DEFAULT,
            "Without a `base` in the call, the base is 0.95.",
            "Try `exponential_decay(1.0, 2)`: it should be 0.95 times 0.95.",
            1,
            default_cases,
        ),
        array_aspect(settings, 1),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case(DECAY, (call(0.6, 0, base=0.8),)),
        Case(DECAY, (call(0.6, 2, base=0.8),)),
        Case(DECAY, (call(0.6, 5, base=0.8),)),
        Case(DECAY, (call(0.6, 2.5, base=0.8),)),
        Case(DEFAULT, (call(1.0, 2),)),
        Case(DEFAULT, (call(0.2, 10),)),
        array_case(np.array([4, 1, 3]), range(3), 0.6, base=0.8),
        array_case(np.array([[4.0, 8.0], [2.0, 7.0], [1.0, 3.0]]), range(2), 0.6, base=0.8),
    ),
)
