"""Decide whether two traces agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Outcome, PreviousResult, Trace

TOLERANCE = 1e-7
"""Largest difference allowed, as a fraction of the largest element of the update."""

ROUNDING = 16 * float(np.finfo(np.float64).eps)
"""Difference allowed for rounding, as a fraction of the largest element of the value."""

Updates = Mapping[int, int]
"""Item of the return value -> position of the argument that it replaces."""


def traces_agree(case: Case, expected: Trace, actual: Trace, updates: Updates) -> bool:
    """Return whether two traces of a case agree in every item that the case compares."""
    if len(expected) != len(actual):
        return False
    previous: Any = None
    # There may be more calls: a trace ends with the first error, and properties are one outcome.
    for planned, want, got in zip(case.calls, expected, actual, strict=False):
        if not outcomes_agree(want, got, planned, case.compare, updates, previous):
            return False
        previous = want.value
    return True


def outcomes_agree(
    expected: Outcome,
    actual: Outcome,
    call: Call,
    compare: Sequence[int | str] | None,
    updates: Updates,
    previous: Any = None,
) -> bool:
    """Return whether a call's outcomes agree: same exception, or values close in the *update*.

    For an item that replaces an argument (a new `w` for the old one), the tolerance is a fraction
    of the largest element of new minus old, because a step may be small compared with the value.
    The old one is the call's argument, or the item of `previous` that the argument refers to.
    """
    if expected.error is not None or actual.error is not None:
        return expected.error == actual.error
    want, got = expected.value, actual.value
    if isinstance(want, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(want):
            return False
        chosen = [i for i in compare or () if isinstance(i, int) and i < len(want)]
        positions = chosen or range(len(want))  # what too short a result lacks counts for nothing
        return all(
            values_agree(want[i], got[i], _replaced(call, updates, i, previous)) for i in positions
        )
    if isinstance(want, Mapping):
        if not isinstance(got, Mapping) or set(got) != set(want):
            return False
        names = [name for name in compare or () if isinstance(name, str)] or list(want)
        return all(values_agree(want.get(name), got.get(name)) for name in names)
    return values_agree(want, got, _replaced(call, updates, 0, previous))


def _replaced(call: Call, updates: Updates, item: int, previous: Any) -> Any:
    position = updates.get(item)
    old = None if position is None else call.args[position]
    return old.of(previous) if isinstance(old, PreviousResult) else old


def values_agree(expected: Any, actual: Any, old: Any = None) -> bool:
    """Return whether two plain values have the same structure and kind, and close numbers."""
    if isinstance(expected, np.ndarray):
        if not isinstance(actual, np.ndarray) or actual.shape != expected.shape:
            return False
        if not _kinds_agree(expected.dtype, actual.dtype):
            return False
        return _numbers_agree(expected, actual, old)
    if type(expected) is float and type(actual) is float and type(old) in (float, type(None)):
        return _floats_agree(expected, actual, old or 0.0)
    if isinstance(expected, bool | np.bool_):
        return isinstance(actual, bool | np.bool_) and bool(actual == expected)
    if isinstance(expected, str) or expected is None:
        return type(actual) is type(expected) and bool(actual == expected)
    if isinstance(expected, int | float | np.generic):
        truth = isinstance(actual, bool | np.bool_)
        number = isinstance(actual, int | float | np.generic) and not truth
        if not number and not (isinstance(actual, np.ndarray) and actual.shape == ()):
            return False
        return _numbers_agree(np.asarray(expected), np.asarray(actual), old)
    if isinstance(expected, Mapping):
        if not isinstance(actual, Mapping) or set(expected) != set(actual):
            return False
        return all(values_agree(value, actual[name]) for name, value in expected.items())
    if not isinstance(actual, list | tuple) or len(expected) != len(actual):
        return False
    return all(values_agree(want, got) for want, got in zip(expected, actual, strict=True))


def _kinds_agree(expected: np.dtype[Any], actual: np.dtype[Any]) -> bool:
    """Return whether both are integers of any size, or the second is at least as exact a number."""
    if expected.kind in "iu":
        return actual.kind in "iu"
    return actual.kind == expected.kind and actual.itemsize >= expected.itemsize


def _floats_agree(want: float, got: float, old: float) -> bool:
    """Return what `_numbers_agree` does, without making arrays of the two numbers."""
    if not math.isfinite(want):
        return got == want or (math.isnan(got) and math.isnan(want))
    return abs(got - want) <= TOLERANCE * abs(want - old) + ROUNDING * abs(want)


def _numbers_agree(expected: Any, actual: Any, old: Any) -> bool:
    if expected.dtype == actual.dtype and expected.tobytes() == actual.tobytes():
        return True
    if expected.dtype.kind in "biu":
        return bool(np.array_equal(expected, actual))
    if actual.dtype.kind not in "biuf":
        return False
    want = expected.astype(np.float64, copy=False)
    got = actual.astype(np.float64, copy=False)
    if want.size == 0:
        return True
    if old is not None and np.shape(old) == want.shape:
        old = np.asarray(old, dtype=np.float64)
    else:
        old = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        largest = np.abs(want).max()
        if not np.isfinite(largest):
            finite = np.isfinite(want)
            if not np.array_equal(want[~finite], got[~finite], equal_nan=True):
                return False
            old = old if np.ndim(old) == 0 else old[finite]
            return _numbers_agree(want[finite], got[finite], old)
        allowed = TOLERANCE * np.abs(want - old).max() + ROUNDING * largest
        return bool(np.abs(got - want).max() <= allowed)  # False if got is nan
