"""Whether two traces agree, and which known mistake a wrong trace is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Outcome, Trace

TOLERANCE = 1e-7
"""Largest difference forgiven, as a share of the largest element of the update."""

ROUNDING = 16 * float(np.finfo(np.float64).eps)
"""What rounding alone may cost, as a share of the largest element of the value."""

Updates = Mapping[int, int]
"""Item of the return value -> position of the argument that it replaces."""


def traces_agree(case: Case, expected: Trace, actual: Trace, updates: Updates) -> bool:
    """Whether two traces of one case agree in every item that the case compares."""
    if len(expected) != len(actual):
        return False
    previous: Any = None
    # A trace ends with its first error, and facts are one outcome: calls may be left over.
    for one, want, got in zip(case.calls, expected, actual, strict=False):
        if not outcomes_agree(want, got, one.filled(previous), case.compare, updates):
            return False
        previous = want.value
    return True


def outcomes_agree(
    expected: Outcome,
    actual: Outcome,
    made: Call,
    compare: Sequence[int | str] | None,
    updates: Updates,
) -> bool:
    """Whether one call's outcomes agree: same exception, or values close in the *update*.

    For an item that replaces an argument (a new `w` for the old one) the tolerance is a share of
    the largest element of new minus old, because a small step hides behind a large value.
    """
    if expected.error is not None or actual.error is not None:
        return expected.error == actual.error
    want, got = expected.value, actual.value
    if isinstance(want, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(want):
            return False
        positions = [i for i in compare or () if isinstance(i, int)] or range(len(want))
        return all(values_agree(want[i], got[i], _replaced(made, updates, i)) for i in positions)
    if isinstance(want, Mapping):
        if not isinstance(got, Mapping) or set(got) != set(want):
            return False
        names = [name for name in compare or () if isinstance(name, str)] or list(want)
        return all(values_agree(want.get(name), got.get(name)) for name in names)
    return values_agree(want, got, _replaced(made, updates, 0))


def _replaced(made: Call, updates: Updates, item: int) -> Any:
    position = updates.get(item)
    return made.args[position] if position is not None else None


def values_agree(expected: Any, actual: Any, old: Any = None) -> bool:
    """Whether two plain values have one structure, shape and kind, and close numbers."""
    if isinstance(expected, np.ndarray):
        if not isinstance(actual, np.ndarray) or actual.shape != expected.shape:
            return False
        if actual.dtype.kind != expected.dtype.kind:
            return False
        if actual.dtype.itemsize < expected.dtype.itemsize:  # float32 for the documented float64
            return False
        return _numbers_agree(expected, actual, old)
    if isinstance(expected, bool | str) or expected is None:
        return type(actual) is type(expected) and bool(actual == expected)
    if isinstance(expected, int | float | np.generic):
        number = isinstance(actual, int | float | np.generic) and not isinstance(actual, bool)
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


def _numbers_agree(expected: Any, actual: Any, old: Any) -> bool:
    if expected.dtype.kind in "biu":
        return bool(np.array_equal(expected, actual))
    if actual.dtype.kind not in "biuf":
        return False
    want, got = expected.astype(np.float64), actual.astype(np.float64)
    if old is not None and np.shape(old) == expected.shape:
        old = np.asarray(old, dtype=np.float64)
    else:
        old = np.zeros_like(want)
    finite = np.isfinite(want)
    if not finite.all():
        if not np.array_equal(want[~finite], got[~finite], equal_nan=True):
            return False
        want, got, old = want[finite], got[finite], old[finite]
    if want.size == 0:
        return True
    with np.errstate(over="ignore"):
        allowed = TOLERANCE * np.abs(want - old).max() + ROUNDING * np.abs(want).max()
        return bool(np.abs(got - want).max() <= allowed)  # which is False where got is nan


def matching_mistakes(
    cases: Sequence[Case],
    actual: Sequence[Trace],
    expected: Sequence[Trace],
    mistakes: Mapping[str, Sequence[Trace]],
    updates: Updates,
) -> list[str]:
    """Names of the known mistakes that explain the failed cases.

    A mistake that gives the very same traces in every case explains everything. Failing that, one
    that explains every failed case of at least half of the criteria that it would fail, for real
    mistakes combine. Whole numbers alone are no evidence: they are too plain to tell mistakes
    apart. Of two that explain the same, the one that changes the same arguments comes first, then
    the one that explains more criteria. Traces are asked for one by one, and most mistakes are
    ruled out by their first, so they may be made as they are asked for.
    """

    def agrees(i: int, trace: Trace) -> bool:
        return traces_agree(cases[i], trace, actual[i], updates)

    failed = [i for i in range(len(cases)) if not agrees(i, expected[i])]
    changed = _changed(actual)
    if not failed and not any(changed):
        return []

    def explaining(these: Sequence[int]) -> list[str]:
        """The mistakes that explain all these cases."""
        found = [
            name for name, traces in mistakes.items() if all(agrees(i, traces[i]) for i in these)
        ]
        same_changes = [name for name in found if _changed(mistakes[name]) == changed]
        return same_changes or (found if failed else [])

    named = explaining([*failed, *(i for i in range(len(cases)) if i not in failed)])
    if named:
        return named[:1]
    telling = [i for i in failed if _tells(cases[i], actual[i])]
    by_criterion = {
        criterion: explaining([i for i in telling if cases[i].criterion == criterion])
        for criterion in dict.fromkeys(cases[i].criterion for i in telling)
    }
    explained = Counter(name for found in by_criterion.values() for name in found)

    def is_enough(name: str) -> bool:
        fails = {
            case.criterion
            for case, want, trace in zip(cases, expected, mistakes[name], strict=True)
            if not traces_agree(case, want, trace, updates)
        }
        plain = {case.criterion for case in cases if _is_of_whole_numbers(case)}
        counts = [criterion for criterion, found in by_criterion.items() if name in found]
        strong = [
            criterion for criterion in counts if criterion not in plain or fails == {criterion}
        ]
        return bool(strong) and 2 * len(counts) >= len(fails)

    enough = [[name for name in found if is_enough(name)] for found in by_criterion.values()]
    named = [max(found, key=lambda name: explained[name]) for found in enough if found]
    return list(dict.fromkeys(named))


def _is_of_whole_numbers(case: Case) -> bool:
    arrays = [value for one in case.calls for value in one.args if isinstance(value, np.ndarray)]
    return any(array.dtype.kind in "iu" for array in arrays)


def _tells(case: Case, trace: Trace) -> bool:
    """Whether a trace tells mistakes apart: many of them give nothing but nan."""
    last = trace[-1].value if trace else None
    if isinstance(last, tuple | list) and case.compare is not None:
        last = [last[i] for i in case.compare if isinstance(i, int) and i < len(last)]
    items = last if isinstance(last, tuple | list) else [last]
    numbers = [item for item in items if isinstance(item, float | np.ndarray | np.generic)]
    return all(bool(np.isfinite(item).any()) for item in numbers)


def _changed(traces: Sequence[Trace]) -> list[tuple[str, ...]]:
    return [outcome.changed for trace in traces for outcome in trace]
