"""Cases as data: which calls to make of a function, and the trace of outcomes they leave."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.values import decode, encode, plain


@dataclass(frozen=True)
class Returned:
    """In a call's arguments: what the call before it returned, item `index` of it (None: all)."""

    index: int | None = None

    def of(self, value: Any) -> Any:
        """The item meant, or None where `value` has no such item."""
        if self.index is None:
            return value
        if isinstance(value, list | tuple) and self.index < len(value):
            return value[self.index]
        return None


@dataclass(frozen=True)
class Call:
    """One call: arrays by position, hyperparameters by keyword."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def needs_more_than(self, previous: Any) -> bool:
        """Whether an argument stands for something that `previous` does not hold."""
        values = (*self.args, *self.kwargs.values())
        return any(isinstance(v, Returned) and v.of(previous) is None for v in values)

    def filled(self, previous: Any) -> Call:
        """The same call with each `Returned` replaced by what `previous` holds there."""

        def fill(value: Any) -> Any:
            return value.of(previous) if isinstance(value, Returned) else value

        return Call(tuple(map(fill, self.args)), {name: fill(v) for name, v in self.kwargs.items()})


def call(*args: Any, **kwargs: Any) -> Call:
    """`call(w, dw, learning_rate=0.1)` reads like the call it stands for."""
    return Call(args, kwargs)


@dataclass(frozen=True)
class Case:
    """Calls made one after the other; `compare` names the items of the return values that count.

    `compare=None` compares the whole return value.
    """

    aspect: str
    calls: tuple[Call, ...]
    compare: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a value, or the class name of the exception it raised."""

    value: Any = None
    error: str | None = None
    message: str = ""
    changed: tuple[str, ...] = ()
    """Names or positions of the arguments that the call changed."""


NOTHING_RETURNED = "NothingReturned"

Trace = list[Outcome]
Caller = Callable[[Call], Outcome]
Player = Callable[[Case], Trace]


def play(case: Case, caller: Caller) -> Trace:
    """Makes the case's calls; each `Returned` is what this very caller returned before.

    Where it returned too little to go on from, the trace ends with the error `NothingReturned`.
    """
    trace: Trace = []
    previous: Any = None
    for one in case.calls:
        if trace and one.needs_more_than(previous):
            trace.append(Outcome(error=NOTHING_RETURNED))
            break
        outcome = caller(one.filled(previous))
        trace.append(outcome)
        if outcome.error is not None:
            break
        previous = outcome.value
    return trace


_NUMPY_DEFAULTS: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


def call_here(function: Callable[..., Any]) -> Caller:
    """A caller that runs `function` in this process, on copies, and notices changed arguments.

    Its warnings are dropped: they would go to stderr, for which nbgrader takes all points away.
    A cell that set NumPy's error handling does not change what the function gives.
    """

    def caller(one: Call) -> Outcome:
        args = [copy.deepcopy(value) for value in one.args]
        kwargs = {name: copy.deepcopy(value) for name, value in one.kwargs.items()}
        try:
            with warnings.catch_warnings(), np.errstate(**_NUMPY_DEFAULTS):
                warnings.simplefilter("ignore")
                value = function(*args, **kwargs)
        except Exception as error:
            return Outcome(error=type(error).__name__, message=str(error))
        try:
            value = plain(value)
        except ValueError as error:
            return Outcome(error="UnsupportedValue", message=str(error))
        return Outcome(value, changed=changed_arguments(one, args, kwargs))

    return caller


def play_here(function: Callable[..., Any]) -> Player:
    """A player that runs `function` in this process."""
    caller = call_here(function)
    return lambda case: play(case, caller)


def changed_arguments(one: Call, args: list[Any], kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """Which arguments of a call are no longer what they were."""
    pairs = [(f"number {i + 1}", old, new) for i, (old, new) in enumerate(zip(one.args, args))]
    pairs += [(name, old, kwargs[name]) for name, old in one.kwargs.items()]
    return tuple(name for name, old, new in pairs if not same(old, new))


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are equal to the last bit."""
    if type(one) is type(other) is np.ndarray:
        alike = one.dtype == other.dtype and one.shape == other.shape
        return alike and bool(one.tobytes() == other.tobytes())
    if type(one) is type(other) is np.ndarray and one.dtype.kind in "biuf":
        if (one.dtype, one.shape) != (other.dtype, other.shape):
            return False
        return bool(one.tobytes() == other.tobytes())
    try:
        return bool(encode(one) == encode(other))
    except ValueError:
        return one is other


def case_to_json(case: Case) -> dict[str, Any]:
    """The JSON form of a case."""

    def argument(value: Any) -> Any:
        return {"returned": value.index} if isinstance(value, Returned) else encode(value)

    return {
        "aspect": case.aspect,
        "compare": case.compare and list(case.compare),
        "calls": [
            {
                "args": [argument(value) for value in one.args],
                "kwargs": {name: argument(value) for name, value in one.kwargs.items()},
            }
            for one in case.calls
        ],
    }


def case_from_json(data: Mapping[str, Any]) -> Case:
    """The case whose JSON form is `data`."""

    def argument(value: Any) -> Any:
        if isinstance(value, dict) and "returned" in value:
            return Returned(value["returned"])
        return decode(value)

    return Case(
        data["aspect"],
        tuple(
            Call(
                tuple(map(argument, one["args"])),
                {name: argument(value) for name, value in one["kwargs"].items()},
            )
            for one in data["calls"]
        ),
        data["compare"] and tuple(data["compare"]),
    )


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """The JSON form of an outcome, without the exception's message."""
    if outcome.error is not None:
        return {"error": outcome.error}
    changed = {"changed": list(outcome.changed)} if outcome.changed else {}
    return {"value": encode(outcome.value), **changed}


def outcome_from_json(data: Mapping[str, Any]) -> Outcome:
    """The outcome whose JSON form is `data`."""
    if "error" in data:
        return Outcome(error=data["error"])
    return Outcome(decode(data["value"]), changed=tuple(data.get("changed", ())))
