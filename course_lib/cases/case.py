"""Cases as data: which calls to make of a function, and the trace of outcomes they leave."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.properties.registry import PROPERTIES
from course_lib.cases.values import encode, plain


@dataclass(frozen=True)
class PreviousResult:
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
        return any(isinstance(v, PreviousResult) and v.of(previous) is None for v in values)

    def filled(self, previous: Any) -> Call:
        """The same call with each `Returned` replaced by what `previous` holds there."""

        def fill(value: Any) -> Any:
            return value.of(previous) if isinstance(value, PreviousResult) else value

        return Call(tuple(map(fill, self.args)), {name: fill(v) for name, v in self.kwargs.items()})


def call(*args: Any, **kwargs: Any) -> Call:
    """`call(w, dw, learning_rate=0.1)` reads like the call it stands for."""
    return Call(args, kwargs)


@dataclass(frozen=True)
class Case:
    """Calls made one after the other; `compare` names the items of the return values that count.

    They are positions in a tuple, or names in a dict, whose set of names counts always.
    `compare=None` compares the whole return value. With `view`, a name in `properties.registry`,
    what counts is not the values but the facts that this view sees in them.
    """

    criterion: str
    calls: tuple[Call, ...]
    compare: tuple[int | str, ...] | None = None
    properties: str | None = None


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
Runner = Callable[[Case], Trace]


def run_case(case: Case, caller: Caller) -> Trace:
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


def observed(case: Case, trace: Trace) -> Trace:
    """The trace as the case looks at it: with a view, one outcome that holds the facts.

    A value in which the view sees nothing is not what is documented, whatever it looks like: it
    must never pass for the facts themselves.
    """
    if case.properties is None or not trace or trace[-1].error is not None:
        return trace
    values = [outcome.value for outcome in trace]
    if any(value is None for value in values):
        return trace
    try:
        facts = plain(dict(PROPERTIES[case.properties](case.calls, values)))
    except Exception:
        facts = NOT_AS_DOCUMENTED
    return [Outcome(facts, changed=tuple(name for one in trace for name in one.changed))]


NOT_AS_DOCUMENTED = {"as documented": False}

_NUMPY_DEFAULTS: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


def call_here(function: Callable[..., Any]) -> Caller:
    """A caller that runs `function` in this process, on copies, and notices changed arguments.

    Its warnings are dropped: they would go to stderr, for which nbgrader takes all points away.
    A cell that set NumPy's error handling does not change what the function gives.
    """

    def caller(one: Call) -> Outcome:
        args = [_ready(value) for value in one.args]
        kwargs = {name: _ready(value) for name, value in one.kwargs.items()}
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


_UNCHANGEABLE = (float, int, bool, str, type(None))


def _ready(value: Any) -> Any:
    """What the function gets: a copy of its own, or what the value stands for."""
    if type(value) in _UNCHANGEABLE:
        return value
    if isinstance(value, SeededRng | CourseFunction):
        return value.made()
    return value.copy() if type(value) is np.ndarray else copy.deepcopy(value)


def run_here(function: Callable[..., Any]) -> Runner:
    """A player that runs `function` in this process."""
    caller = call_here(function)
    return lambda case: observed(case, run_case(case, caller))


def changed_arguments(one: Call, args: list[Any], kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """Which arguments of a call are no longer what they were."""
    pairs = [
        (f"number {i + 1}", old, new)
        for i, (old, new) in enumerate(zip(one.args, args, strict=True))
    ]
    pairs += [(name, old, kwargs[name]) for name, old in one.kwargs.items()]
    return tuple(
        name
        for name, old, new in pairs
        if not isinstance(old, SeededRng | CourseFunction) and not same(old, new)
    )


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are equal to the last bit."""
    if one is other:
        return True
    if type(one) is type(other) is np.ndarray and one.dtype.kind in "biuf":
        if (one.dtype, one.shape) != (other.dtype, other.shape):
            return False
        return bool(one.tobytes() == other.tobytes())
    try:
        return bool(encode(one) == encode(other))
    except ValueError:
        return one is other
