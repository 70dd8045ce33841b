"""Recognize functions that compute nothing: they return nothing, an argument, or a constant.

Such a function often coincides with a known mistake in some cases, and then that mistake's hint
would be false. So these results have names of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.case import NOTHING_RETURNED, Call, Case, Trace
from course_lib.cases.evidence import Evidence, Traces
from course_lib.cases.same import same

ALWAYS_NONE = "always_none"
ALWAYS_ZEROS = "always_zeros"
ALWAYS_ONES = "always_ones"
ALWAYS_NAN = "always_nan"
ALWAYS_AN_ARGUMENT = "always_an_argument"
ALWAYS_MINUS_AN_ARGUMENT = "always_minus_an_argument"
ALWAYS_ONE_RESULT = "always_one_result"

PLAIN_RESULTS = (
    ALWAYS_NONE,
    ALWAYS_ZEROS,
    ALWAYS_ONES,
    ALWAYS_NAN,
    ALWAYS_AN_ARGUMENT,
    ALWAYS_MINUS_AN_ARGUMENT,
    ALWAYS_ONE_RESULT,
)


def plain_result(evidence: Evidence) -> str | None:
    """Return which of `PLAIN_RESULTS` a wrong function gives in every call; None if it does not.

    Zeros, ones and nan are a finding only if not all expected results are, and one result is a
    finding only if different ones are expected.
    """
    calls = list(_returned(evidence.cases, evidence.actual))
    if not calls:
        return None
    values = [value for _, value in calls]
    if all(value is None for value in values):
        return ALWAYS_NONE
    wanted = [outcome.error or outcome.value for trace in evidence.expected for outcome in trace]
    for number, name in ((0, ALWAYS_ZEROS), (1, ALWAYS_ONES), (math.nan, ALWAYS_NAN)):
        found = all(_is_only(number, value) for value in values)
        if found and not all(_is_only(number, value) for value in wanted):
            return name
    differing = any(not same(value, wanted[0]) for value in wanted[1:])
    if differing and all(same(value, values[0]) for value in values[1:]):
        return ALWAYS_ONE_RESULT
    if _always_arguments(calls):
        return ALWAYS_AN_ARGUMENT
    return ALWAYS_MINUS_AN_ARGUMENT if _always_minus_arguments(calls) else None


def _returned(cases: Sequence[Case], traces: Traces) -> Iterator[tuple[Call, Any]]:
    """Yield each call and the value that it returned; nothing at all if one raised an exception."""
    found = []
    for case, trace in zip(cases, traces, strict=True):
        previous: Any = None
        for planned, outcome in zip(case.calls, returned_values(trace), strict=False):
            if outcome.error == NOTHING_RETURNED:
                break
            if outcome.error is not None:
                return
            found.append((planned.filled(previous), outcome.value))
            previous = outcome.value
    yield from found


def returned_values(trace: Trace) -> Trace:
    """Return the trace before its properties were observed."""
    return list(trace[0].observed_in) if trace and trace[0].observed_in else trace


def _is_only(number: float, value: Any) -> bool:
    """Return whether a result consists of nothing but this number, at least once."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, tuple | list):
        return bool(value) and all(_is_only(number, item) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return bool(value == number or (value != value and number != number))
    if isinstance(value, np.ndarray | np.generic):
        array: Any = np.asarray(value)
        alike = (array != array) if number != number else (array == number)
        return array.dtype.kind in "iuf" and array.size > 0 and bool(alike.all())
    return False


def _minus(value: Any) -> Any:
    """Return a result with the opposite sign; None if it has none, or is 0."""
    if isinstance(value, tuple | list):
        return tuple(map(_minus, value))
    if type(value) is float:
        return -value if value else None
    is_number = isinstance(value, int | float | np.ndarray) and not isinstance(value, bool)
    if not is_number or np.asarray(value).dtype.kind not in "if" or not np.any(value):
        return None
    return -value


def _always_arguments(calls: Sequence[tuple[Call, Any]]) -> bool:
    """Return whether each call returns the same argument unchanged, or several of them."""
    values = [value for _, value in calls]
    if _always_one_argument(calls, values):
        return True
    if not all(isinstance(value, tuple | list) and value for value in values):
        return False
    return len({len(value) for value in values}) == 1 and all(
        _always_one_argument(calls, items) for items in zip(*values, strict=True)
    )


def _always_minus_arguments(calls: Sequence[tuple[Call, Any]]) -> bool:
    """Return whether each call returns an argument with the opposite sign; the first tells most."""
    return all(
        _always_arguments([(call, _minus(value)) for call, value in some])
        for some in (calls[:1], calls)
    )


def _always_one_argument(calls: Sequence[tuple[Call, Any]], values: Sequence[Any]) -> bool:
    """Return whether one argument is the same as each value; the first call rules out most."""
    names: set[int | str] | None = None
    for (call, _), value in zip(calls, values, strict=True):
        names = {*_names_of(call, value, names)}
        if not names:
            return False
    return bool(names)


def _names_of(call: Call, value: Any, among: set[int | str] | None) -> Iterator[int | str]:
    """Yield the positions and names, of those `among`, of the arguments that are like `value`."""
    arguments: list[tuple[int | str, Any]] = [*enumerate(call.args), *call.kwargs.items()]
    return (
        name
        for name, argument in arguments
        if (among is None or name in among) and same(argument, value)
    )
