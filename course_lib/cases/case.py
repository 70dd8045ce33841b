"""Cases as data: the calls of a function, and the trace of their outcomes."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.properties.registry import PROPERTIES
from course_lib.cases.same import same
from course_lib.cases.values import plain

BY_POSITION = "number "
"""Before the number of an argument that a call gives without a name."""


@dataclass(frozen=True)
class PreviousResult:
    """In a call's arguments: item `index` of the previous call's result, or all of it (None)."""

    index: int | None = None

    def of(self, value: Any) -> Any:
        """Return the item, or None if `value` has no such item."""
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
        """Return whether an argument refers to an item that `previous` does not have."""
        return any(one.of(previous) is None for one in self._previous)

    @cached_property
    def _previous(self) -> list[PreviousResult]:
        values = (*self.args, *self.kwargs.values())
        return [value for value in values if isinstance(value, PreviousResult)]

    def filled(self, previous: Any) -> Call:
        """Return the call with each `PreviousResult` replaced by that item of `previous`."""
        if not self._previous:
            return self

        def fill(value: Any) -> Any:
            return value.of(previous) if isinstance(value, PreviousResult) else value

        return Call(tuple(map(fill, self.args)), {name: fill(v) for name, v in self.kwargs.items()})


def call(*args: Any, **kwargs: Any) -> Call:
    """Return a `Call`; `call(w, dw, learning_rate=0.1)` reads like the call itself."""
    return Call(args, kwargs)


@dataclass(frozen=True)
class Case:
    """Calls made one after the other; `compare` lists the items of the return values that count.

    Items are positions in a tuple, or names in a dict, whose set of names always counts.
    `compare=None` compares the whole return value. With `properties`, a name in
    `properties.registry`, the facts that it finds in the values are compared, not the values.
    """

    criterion: str
    calls: tuple[Call, ...]
    compare: tuple[int | str, ...] | None = None
    properties: str | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of one call: a value, or the class name of the exception that it raised."""

    value: Any = None
    error: str | None = None
    message: str = ""
    changed: tuple[str, ...] = ()
    """Names or positions of the arguments that the call changed."""
    observed_in: tuple[Outcome, ...] = ()
    """The outcomes of the calls, if `value` contains the facts that a property found in them."""


NOTHING_RETURNED = "NothingReturned"

Trace = list[Outcome]
Caller = Callable[[Call], Outcome]
Runner = Callable[[Case], Trace]


def run_case(case: Case, caller: Caller) -> Trace:
    """Make the case's calls, in which each `PreviousResult` is what `caller` itself returned.

    If it returned too little to continue from, the trace ends with the error `NothingReturned`.
    """
    trace: Trace = []
    previous: Any = None
    for planned in case.calls:
        if trace and planned.needs_more_than(previous):
            trace.append(Outcome(error=NOTHING_RETURNED))
            break
        outcome = caller(planned.filled(previous))
        trace.append(outcome)
        if outcome.error is not None:
            break
        previous = outcome.value
    return trace


def observed(case: Case, trace: Trace) -> Trace:
    """Return the trace to compare: with properties, a single outcome that contains the facts.

    A value in which the property finds no facts does not have the documented form. It gets facts of
    its own, so that it is never mistaken for facts itself.
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
    changed = tuple(name for outcome in trace for name in outcome.changed)
    return [Outcome(facts, changed=changed, observed_in=tuple(trace))]


NOT_AS_DOCUMENTED = {"as documented": False}

_NUMPY_DEFAULTS: Any = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


@contextmanager
def quietly() -> Iterator[None]:
    """Suppress warnings, and reset NumPy's error handling, within a block.

    nbgrader gives no points for a cell that writes to stderr, and a cell that changed the error
    handling must not affect the result.
    """
    with warnings.catch_warnings(), np.errstate(**_NUMPY_DEFAULTS):
        warnings.simplefilter("ignore")
        yield


def call_here(function: Callable[..., Any]) -> Caller:
    """Return a caller that runs `function` here, on copies, and detects changed arguments."""

    def caller(planned: Call) -> Outcome:
        with quietly():
            return outcome_of(function, planned)

    return caller


def outcome_of(function: Callable[..., Any], planned: Call) -> Outcome:
    """Return the outcome of a call, made on copies; warnings are the caller's affair."""
    args = [_ready(value) for value in planned.args]
    kwargs = {name: _ready(value) for name, value in planned.kwargs.items()}
    try:
        value = function(*args, **kwargs)
    except (Exception, SystemExit) as error:
        return Outcome(error=error_name(error), message=str(error))
    try:
        value = plain(value)
    except ValueError as error:
        return Outcome(error="UnsupportedValue", message=str(error))
    return Outcome(value, changed=changed_arguments(planned, args, kwargs))


KNOWN_ERRORS = frozenset(
    "ArithmeticError AssertionError AttributeError EOFError FileNotFoundError FloatingPointError"
    " ImportError IndexError KeyError LookupError MemoryError ModuleNotFoundError NameError"
    " NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError"
    " StopIteration SyntaxError SystemExit TypeError UnboundLocalError UnicodeDecodeError"
    " ValueError ZeroDivisionError"
    " LinAlgError AxisError DTypePromotionError UFuncTypeError _ArrayMemoryError"
    " _UFuncOutputCastingError _UFuncInputCastingError _UFuncNoLoopError"
    " _UFuncBinaryResolutionError".split()
)
"""Exceptions of Python and NumPy by which an outcome is known."""


def error_name(error: BaseException) -> str:
    """Return the name of an exception, or of the known one that it is derived from.

    >>> import json
    >>> error_name(json.JSONDecodeError("no", "", 0)), error_name(KeyboardInterrupt())
    ('ValueError', 'KeyboardInterrupt')
    """
    names = [kind.__name__ for kind in type(error).__mro__]
    return next((name for name in names if name in KNOWN_ERRORS), names[0])


_UNCHANGEABLE = (float, int, bool, str, type(None))
_DESCRIBED = (SeededRng, CourseFunction)
"""What describes an argument that is made anew for each call."""


def _ready(value: Any) -> Any:
    """Return what to pass for a value: a copy of it, or the object that it describes."""
    return value.made() if type(value) in _DESCRIBED else _copied(value)


def _copied(value: Any) -> Any:
    """Return a copy of a value and of all that it contains, plain ones faster than `deepcopy`."""
    kind = type(value)
    if kind in _UNCHANGEABLE:
        return value
    if kind is np.ndarray:
        return value.copy()
    if kind in (list, tuple):
        return kind(map(_copied, value))
    if kind is dict:
        return {key: _copied(item) for key, item in value.items()}
    return copy.deepcopy(value)


def run_here(function: Callable[..., Any]) -> Runner:
    """Return a runner that runs `function` in this process."""
    caller = call_here(function)
    return lambda case: observed(case, run_case(case, caller))


def argument_names(call: Call) -> list[str]:
    """Return what the arguments of a call are called in sentences."""
    return [*(f"{BY_POSITION}{i + 1}" for i in range(len(call.args))), *call.kwargs]


def called_in_definition(argument: str, parameters: Sequence[str]) -> str:
    """Return what an argument of a call is called where its function is defined, as code.

    >>> called_in_definition("number 2", ["epoch", "base"])
    '`base`'
    >>> called_in_definition("number 3", ["epoch", "base"])
    'number 3'
    """
    number = argument.removeprefix(BY_POSITION)
    if number != argument and number.isdecimal() and int(number) <= len(parameters):
        argument = parameters[int(number) - 1]
    return f"`{argument}`" if argument in parameters else argument


def changed_arguments(planned: Call, args: list[Any], kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which arguments of a planned call the function has changed."""
    before = (*planned.args, *planned.kwargs.values())
    after = (*args, *(kwargs[name] for name in planned.kwargs))
    changed = [
        i
        for i, (old, new) in enumerate(zip(before, after, strict=True))
        if old is not new and type(old) not in _DESCRIBED and not same(old, new)
    ]
    return tuple(argument_names(planned)[i] for i in changed)
