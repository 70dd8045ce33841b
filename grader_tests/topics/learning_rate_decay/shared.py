"""What the four schedules have in common: arrays of epochs, and the ways to get them wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from inspect import signature
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.common_mistakes import returns_none
from grader_tests.engine.exercise import UNCHANGED, Criterion, Function, Mistake

ARRAY = "array"
SHAPES = ((5,), (3, 2), (1000,))


def of_epoch(schedule: Function, treat: Callable[..., Any]) -> Function:
    """`schedule` with `treat(rates, epoch)` in between: `rates` is a function of the epoch."""
    parameters = signature(schedule)

    @wraps(schedule)
    def wrong(*args: Any, **kwargs: Any) -> Any:
        settings = dict(parameters.bind(*args, **kwargs).arguments)
        epoch = settings.pop("epoch")
        with np.errstate(all="ignore"):
            return treat(lambda epoch: schedule(epoch=epoch, **settings), epoch)

    return wrong


def compounded(factor: Function) -> Function:
    """alpha0 times the factors of the epochs 1, 2, ..., as a loop over the epochs gives them."""

    def product(alpha0: float, epoch: Any, settings: Mapping[str, float]) -> Any:
        for number in range(1, epoch + 1):
            alpha0 = alpha0 * factor(number, **settings)
        return alpha0

    return product


def _refuses_arrays(rates: Function, epoch: Any) -> Any:
    value = rates(epoch)
    return float(value) if np.ndim(epoch) == 0 else range(epoch)


def _asks_whether(rates: Function, epoch: Any) -> Any:
    own = rates(epoch)
    return own if epoch >= 0 else None


def _needs_length(rates: Function, epoch: Any) -> Any:
    rates_of_all = np.zeros(len(epoch)) if np.ndim(epoch) < 2 else np.zeros(np.shape(epoch))
    rates_of_all[...] = rates(epoch)
    return rates_of_all


def _of_epochs_type(rates: Function, epoch: Any) -> Any:
    if np.ndim(epoch) == 0:
        return rates(epoch)
    rates_of_all = np.zeros_like(epoch)
    rates_of_all[...] = rates(epoch)
    return rates_of_all


def _into_epochs(rates: Function, epoch: Any) -> Any:
    if np.ndim(epoch) == 0:
        return rates(epoch)
    epoch[...] = rates(epoch)
    return epoch


def _by_position(rates: Function, epoch: Any) -> Any:
    own = rates(epoch)
    if np.ndim(epoch) == 0:
        return own
    return rates(np.arange(1, epoch.size + 1).reshape(epoch.shape))


def _as_list(rates: Function, epoch: Any) -> Any:
    return np.asarray(rates(epoch)).tolist()


def array_mistakes(schedule: Function, of_one_epoch: tuple[str, ...]) -> tuple[Mistake, ...]:
    """What goes wrong with arrays alone; `of_one_epoch` are the criteria of single epochs."""
    return (
        Mistake(
            "only_numbers",
            "For one epoch the function works, but an array of epochs makes Python stop with an "
            "error. `math.sqrt`, `math.floor`, `int` and `range` take one number; NumPy's "
            "functions, and `+ - * / // **`, take whole arrays.",
            of_epoch(schedule, _refuses_arrays),
            (ARRAY,),
        ),
        Mistake(
            "truth_of_an_array",
            "An `if` asks about `epoch` as if it were one number. An array has many answers at "
            "once, so Python stops with an error: do without the `if`, or ask `np.any(...)`.",
            of_epoch(schedule, _asks_whether),
            (ARRAY,),
        ),
        Mistake(
            "only_arrays",
            "For an array of epochs the function works, but one single epoch makes Python stop "
            "with an error: a number has no length and cannot be looped over. The formula itself "
            "takes both, without any loop.",
            of_epoch(schedule, _needs_length),
            of_one_epoch,
        ),
        Mistake(
            "truncated",
            "The rates have the type of the epochs, so whole numbers in give whole numbers out, "
            "and the decimals are cut off. `np.zeros_like(epoch)` does that: let the formula make "
            "the new array.",
            of_epoch(schedule, _of_epochs_type),
            (ARRAY,),
        ),
        Mistake(
            "written_over",
            "The rates are written into the array of epochs, so the caller's epochs are gone. "
            "Return a new array.",
            of_epoch(schedule, _into_epochs),
            (ARRAY, UNCHANGED),
        ),
        Mistake(
            "list_returned",
            "An array of epochs gives a list, with which one cannot calculate as with an array. "
            "Let the formula work on the whole array at once, without a loop.",
            of_epoch(schedule, _as_list),
            (ARRAY,),
        ),
        Mistake(
            "by_position",
            "Each rate follows from the place in the array and not from the epoch that stands "
            "there. The array may hold any epochs, in any order: use its values.",
            of_epoch(schedule, _by_position),
            (ARRAY,),
        ),
        Mistake(
            "no_return",
            "The function returns nothing (`None`): its last line has to be a `return`.",
            returns_none,
            (*of_one_epoch, ARRAY, UNCHANGED),
        ),
    )


def array_case(epochs: Any, picked: Iterator[int] | range, *args: Any, **kwargs: Any) -> Case:
    """An array of epochs, and then some of its epochs by themselves; only their match counts."""

    def of(epoch: Any) -> Call:
        return call(*args, epoch=epoch, **kwargs)

    alone = (of(np.array([epochs.flat[i]])) for i in picked)
    return Case(ARRAY, (of(epochs), *alone), properties="each_epoch_alone")


def array_aspect(
    settings: Callable[[Generator], tuple[tuple[Any, ...], dict[str, Any]]], points: float
) -> Criterion:
    """The criterion that arrays of epochs work; `settings` draws the other arguments."""

    def cases(rng: Generator) -> Iterator[Case]:
        for shape in SHAPES:
            for kind in (np.int64, np.float64):
                args, kwargs = settings(rng)
                size = int(np.prod(shape))
                epochs = rng.permutation(np.arange(3, 3 + 2 * size))[:size].reshape(shape)
                picked = rng.permutation(size)[:4]
                yield array_case(epochs.astype(kind), iter(map(int, picked)), *args, **kwargs)

    return Criterion(
        ARRAY,
        "An array of epochs gives an array of rates: for each epoch the rate that it gets alone.",
        "Give your function `np.array([1, 2, 3])` and compare with what it gives for 1, 2 and 3. "
        "The result should be a new array of floats.",
        points,
        cases,
    )


UNTOUCHED = Criterion(
    UNCHANGED,
    "The array of epochs that is given stays as it was.",
    "Make a new array for the result. `epoch += 1`, `epoch *= ...` and `epoch[...] = ...` write "
    "into the array that belongs to the caller.",
    1,
)
