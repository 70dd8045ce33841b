"""`inverse_sqrt_decay`, k / sqrt(epoch) * alpha0 from epoch 1, and the ways to get it wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import Function, Mistake
from grader_tests.topics.learning_rate_decay.shared import ARRAY, array_mistakes, compounded

DECAY, REFUSES = "decay", "refuses"
OF_ONE_EPOCH = (DECAY, REFUSES)


def from_epoch_1(rates: Function) -> Function:
    """`rates`, refusing every epoch below 1."""

    def schedule(alpha0: float, k: float, epoch: Any) -> Any:
        if np.any(np.asarray(epoch) < 1):
            raise ValueError("There is no learning rate before epoch 1.")
        return rates(alpha0, k, epoch)

    return schedule


@from_epoch_1
def inverse_sqrt_decay(alpha0: float, k: float, epoch: Any) -> Any:
    """k / sqrt(epoch) * alpha0, for epochs of at least 1."""
    return k / np.sqrt(epoch) * alpha0


def without_refusal(alpha0: float, k: float, epoch: Any) -> Any:
    """The formula alone: inf in epoch 0, nan before."""
    return k / np.sqrt(epoch) * alpha0


def in_plain_python(alpha0: float, k: float, epoch: Any) -> Any:
    """The formula alone, with a power for the root."""
    return k / epoch**0.5 * alpha0


def lifted_to_1(alpha0: float, k: float, epoch: Any) -> Any:
    """What is below 1 counts as 1."""
    return without_refusal(alpha0, k, np.maximum(epoch, 1))


def refuses_if(bad: Callable[[Any], Any]) -> Function:
    """The right formula, refusing the epochs that are `bad`."""

    def wrong(alpha0: float, k: float, epoch: Any) -> Any:
        if bad(np.asarray(epoch)):
            raise ValueError
        return without_refusal(alpha0, k, epoch)

    return without_warnings(wrong)


def instead_of_refusing(reaction: Callable[[], Any]) -> Function:
    """The right formula, with another reaction to a bad epoch."""

    def wrong(alpha0: float, k: float, epoch: Any) -> Any:
        bad = np.any(np.asarray(epoch) < 1)
        return reaction() if bad else without_refusal(alpha0, k, epoch)

    return wrong


def asserted() -> None:
    """What a failed `assert` raises."""
    raise AssertionError


def again_and_again(alpha0: float, k: float, epoch: Any) -> Any:
    """Each epoch decays what the epoch before left."""
    return compounded(lambda number, k: k / number**0.5)(alpha0, epoch, {"k": k})


MISTAKES = (
    *array_mistakes(inverse_sqrt_decay, OF_ONE_EPOCH),
    *(
        Mistake(name, hint, from_epoch_1(rates), (DECAY,))
        for name, hint, rates in (
            (
                "root_forgotten",
                "The rate is divided by the epoch itself. It should be divided by its square "
                "root, which falls more slowly.",
                lambda alpha0, k, epoch: k / epoch * alpha0,
            ),
            (
                "squared",
                "The epoch is squared. Its square *root* belongs under the line: `np.sqrt`, or the "
                "power `0.5`.",
                lambda alpha0, k, epoch: k / epoch**2.0 * alpha0,
            ),
            (
                "half_of_the_power",
                "`epoch**1/2` is half of `epoch**1`, because a power comes before a division. Put "
                "`1/2` in brackets, write `0.5`, or use `np.sqrt`.",
                lambda alpha0, k, epoch: k / (epoch**1 / 2) * alpha0,
            ),
            (
                "half_of_everything",
                "A power comes before a division: without brackets around `1/2` the exponent is "
                "only 1, and the whole result is halved. Use `np.sqrt`, or the power `0.5`.",
                lambda alpha0, k, epoch: alpha0 * k / epoch**1 / 2,
            ),
            (
                "multiplied",
                "The rate is multiplied by the root, so that it grows. The root belongs under the "
                "line.",
                lambda alpha0, k, epoch: k * np.sqrt(epoch) * alpha0,
            ),
            (
                "k_under_the_root",
                "`k` stands under the root as well. Only the epoch does.",
                lambda alpha0, k, epoch: np.sqrt(k / epoch) * alpha0,
            ),
            (
                "alpha0_under_the_root",
                "`alpha0` stands under the root as well. Only the epoch does.",
                lambda alpha0, k, epoch: k * np.sqrt(alpha0 / epoch),
            ),
            (
                "all_under_the_root",
                "The root is taken of everything. Only the epoch stands under it.",
                lambda alpha0, k, epoch: np.sqrt(k * alpha0 / epoch),
            ),
            (
                "k_under_the_line",
                "`k` stands under the line. A larger `k` should give a larger rate.",
                lambda alpha0, k, epoch: alpha0 / (k * np.sqrt(epoch)),
            ),
            (
                "alpha0_under_the_line",
                "`alpha0` stands under the line, because the brackets hold too much. Divide `k` by "
                "the root alone, and then multiply by `alpha0`.",
                lambda alpha0, k, epoch: k / (np.sqrt(epoch) * alpha0),
            ),
            (
                "like_inverse_time",
                "There is a 1 too much. This schedule has no `1 + ...`, and that is why it has no "
                "value in epoch 0.",
                lambda alpha0, k, epoch: alpha0 / (1 + k * np.sqrt(epoch)),
            ),
            (
                "one_epoch_too_many",
                "The root is of `epoch + 1`. Use `epoch` as it comes: epochs below 1 are refused, "
                "not moved.",
                lambda alpha0, k, epoch: k / np.sqrt(epoch + 1) * alpha0,
            ),
            (
                "k_forgotten",
                "The result does not depend on `k`, which is a factor of its own.",
                lambda alpha0, k, epoch: alpha0 / np.sqrt(epoch),
            ),
            (
                "alpha0_forgotten",
                "The result does not depend on `alpha0`, the first factor of every schedule.",
                lambda alpha0, k, epoch: k / np.sqrt(epoch),
            ),
        )
    ),
    Mistake(
        "compounded",
        "The rate is decayed again in every epoch, starting from the rate of the epoch before, so "
        "it falls far too fast. The formula starts from `alpha0` each time.",
        from_epoch_1(again_and_again),
        (DECAY, ARRAY),
    ),
    Mistake(
        "not_refused",
        "Epochs below 1 are not refused: at epoch 0 the division by zero gives infinity, and the "
        "root of a negative number is no number. Raise a `ValueError` before you compute.",
        without_warnings(without_refusal),
        (REFUSES,),
    ),
    Mistake(
        "not_refused_in_plain_python",
        "Epochs below 1 are not refused. Epoch 0 stops with Python's own `ZeroDivisionError`, and "
        "negative epochs go through. Look at the epoch first, and raise a `ValueError`.",
        without_warnings(in_plain_python),
        (REFUSES,),
    ),
    Mistake(
        "lifted_to_1",
        "Epochs below 1 get the rate of epoch 1. They have none, and a caller who asks for it has "
        "made a mistake: raise a `ValueError`.",
        lifted_to_1,
        (REFUSES,),
    ),
    Mistake(
        "returned_instead_of_raised",
        "For an epoch below 1 the function returns nothing. Returning, or printing a message, lets "
        "the caller go on without a rate: write `raise ValueError(...)`.",
        instead_of_refusing(lambda: None),
        (REFUSES,),
    ),
    Mistake(
        "asserted",
        "An `assert` stops with an `AssertionError`. The docstring promises a `ValueError`: test "
        "with `if`, and `raise` it.",
        instead_of_refusing(asserted),
        (REFUSES,),
    ),
    Mistake(
        "refuses_only_0",
        "Only epoch 0 is refused. Every epoch below 1 has to be, negative ones too.",
        refuses_if(lambda epoch: np.any(epoch == 0)),
        (REFUSES,),
    ),
    Mistake(
        "refuses_only_negative",
        "Negative epochs are refused, but epoch 0 goes through, although the formula has no value "
        "there. The first epoch with a rate is 1.",
        refuses_if(lambda epoch: np.any(epoch < 0)),
        (REFUSES,),
    ),
    Mistake(
        "refuses_up_to_0",
        "Epochs between 0 and 1 go through. The docstring asks for at least 1.",
        refuses_if(lambda epoch: np.any(epoch <= 0)),
        (REFUSES,),
    ),
    Mistake(
        "refuses_1_too",
        "Epoch 1 is refused as well. It is the first epoch that has a rate: what is refused is "
        "smaller than 1.",
        refuses_if(lambda epoch: np.any(epoch <= 1)),
        OF_ONE_EPOCH,
    ),
    Mistake(
        "refuses_only_if_all_are_bad",
        "An array with one bad epoch among good ones goes through. Ask whether *any* of its epochs "
        "is below 1.",
        refuses_if(lambda epoch: np.all(epoch < 1)),
        (REFUSES,),
    ),
)
