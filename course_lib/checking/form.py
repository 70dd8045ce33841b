"""Find results that have the right numbers in the wrong form, such as a list for an array.

A form is found by turning what the function returned into what was expected, in one way at a time,
and comparing again. It explains the function only if that makes every failed case right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Outcome, Trace, observed
from course_lib.cases.compare import Updates, outcomes_agree, traces_agree, values_agree
from course_lib.cases.evidence import Evidence
from course_lib.cases.plain_results import returned_values

MOST_ITEMS = 5
"""Results with more items are not tried in another order."""


@dataclass(frozen=True)
class Turned:
    """A result in another form, the name of the form it had, and words for a sentence."""

    value: Any
    form: str
    words: Mapping[str, Any] = field(default_factory=dict)


Turn = Callable[[Any, Any], Iterator[Turned]]
"""Function that yields a result in other forms, given the result and the expected one.

The expected result is None if only facts about it are known.
"""


def wrong_form(evidence: Evidence, updates: Updates) -> Turned | None:
    """Return the first result, turned in a way that makes all right; None if no way does.

    `evidence` contains only cases that fail.
    """
    for turn in TURNS:
        first = None
        for case, want, got in zip(evidence.cases, evidence.expected, evidence.actual, strict=True):
            turned = _turned(case, want, got, updates, turn)
            first = first or turned
            if turned is None:
                break
        else:
            return first
    return None


def _turned(case: Case, want: Trace, got: Trace, updates: Updates, turn: Turn) -> Turned | None:
    """Return the first wrong result of a case, turned right; None if the turn does not do that."""
    returned = returned_values(got)
    if not returned or any(outcome.error for outcome in returned[:1]):
        return None
    if case.properties is not None:
        return _by_facts(case, want, returned, turn)
    previous: Any = None
    for call, expected, outcome in zip(case.calls, want, returned, strict=False):
        if not outcomes_agree(expected, outcome, call, case.compare, updates, previous):
            return _of_outcome(case, call, expected, outcome, updates, previous, turn)
        previous = expected.value
    return None


def _of_outcome(
    case: Case,
    call: Call,
    want: Outcome,
    got: Outcome,
    updates: Updates,
    previous: Any,
    turn: Turn,
) -> Turned | None:
    """Turn the first outcome that is not right; later ones follow from it."""
    if want.error is not None or got.error is not None:
        return None
    for turned in turn(got.value, want.value):
        right = Outcome(turned.value)
        if outcomes_agree(want, right, call, case.compare, updates, previous):
            return turned
    return None


def _by_facts(case: Case, want: Trace, returned: Trace, turn: Turn) -> Turned | None:
    """Turn results of which only facts are compared."""
    turned = [next(turn(outcome.value, None), None) for outcome in returned]
    right = [
        replace(outcome, value=other.value)
        for outcome, other in zip(returned, turned, strict=True)
        if other is not None
    ]
    if len(right) < len(returned) or turned[0] is None:
        return None
    agree = traces_agree(case, want, observed(case, right), {})
    return turned[0] if agree else None


def _array_of_list(got: Any, want: Any) -> Iterator[Turned]:
    """Turn lists into arrays, also within a tuple of results."""
    if isinstance(want, tuple) and isinstance(got, tuple | list) and len(got) == len(want):
        yield from _in_one_item(_array_of_list, got, want)
    if not isinstance(got, list | tuple) or not (want is None or isinstance(want, np.ndarray)):
        return
    array = _as_array(got)
    if array is None or array.dtype.kind not in "biuf":
        return
    if want is not None and array.dtype.kind in "iu" and want.dtype.kind == "f":
        array = array.astype(float)
    form = "list_for_array" if isinstance(got, list) else "tuple_for_array"
    yield Turned(array, form, {"want": array.shape})


def _same_numbers_in_shape(got: Any, want: Any) -> Iterator[Turned]:
    """Turn an array into the expected shape if they differ only in axes of length 1."""
    if isinstance(want, tuple) and isinstance(got, tuple | list) and len(got) == len(want):
        yield from _in_one_item(_same_numbers_in_shape, got, want)
    if not isinstance(got, np.ndarray) or got.ndim == 0:
        return
    if want is None:
        if got.squeeze().ndim == 1 < got.ndim:
            flat = got.squeeze()
            yield Turned(flat, "shape", {"got": got.shape, "want": flat.shape})
        return
    shape = want.shape if isinstance(want, np.ndarray) and want.ndim else got.shape
    if got.shape != shape and _without_ones(got.shape) == _without_ones(shape):
        yield Turned(got.reshape(shape), "shape", {"got": got.shape, "want": shape})


def _without_ones(shape: tuple[int, ...]) -> list[int]:
    return [n for n in shape if n != 1]


def _transposed(got: Any, want: Any) -> Iterator[Turned]:
    """Transpose an array whose shape shows that it is transposed."""
    if isinstance(want, tuple) and isinstance(got, tuple | list) and len(got) == len(want):
        yield from _in_one_item(_transposed, got, want)
    if not isinstance(want, np.ndarray) or not isinstance(got, np.ndarray) or got.ndim != 2:
        return
    if got.shape != want.shape and got.T.shape == want.shape:
        yield Turned(got.T, "transposed", {"got": got.shape, "want": want.shape})


def _other_type(got: Any, want: Any) -> Iterator[Turned]:
    """Turn an array of integers, truth values or short floats into one of the expected type."""
    if isinstance(want, tuple) and isinstance(got, tuple | list) and len(got) == len(want):
        yield from _in_one_item(_other_type, got, want)
    if isinstance(want, np.ndarray) and isinstance(got, np.ndarray) and got.dtype != want.dtype:
        with np.errstate(invalid="ignore"):  # nan is no integer, and then the values do not agree
            turned = got.astype(want.dtype)
        yield Turned(turned, "type", {"got": got.dtype, "want": want.dtype})


def _single_number(got: Any, want: Any) -> Iterator[Turned]:
    """Take the only number out of an array, list or text."""
    if isinstance(want, tuple | dict) and isinstance(got, type(want)) and len(got) == len(want):
        yield from _in_one_item(_single_number, got, want)
    if want is not None and (isinstance(want, bool) or not isinstance(want, _NUMBERS)):
        return
    if isinstance(got, str):
        try:
            yield Turned(float(got), "text_for_number", {"got": got})
        except ValueError:
            return
    array = _as_array(got) if isinstance(got, np.ndarray | list | tuple) else None
    if array is not None and array.size == 1 and array.ndim and array.dtype.kind in "iuf":
        form = "array_for_number" if isinstance(got, np.ndarray) else "list_for_number"
        yield Turned(array.item(), form, {"got": array.shape})


_NUMBERS = (int, float, np.generic)


def _in_another_order(got: Any, want: Any) -> Iterator[Turned]:
    """Put the results, or those within a dict's values, into another order."""
    if isinstance(want, Mapping) and isinstance(got, Mapping) and {*got} == {*want}:
        for order in _orders(next(iter(want.values()), None)):
            if all(
                isinstance(item, list | tuple) and len(item) == len(order) for item in got.values()
            ):
                mixed = {key: tuple(item[i] for i in order) for key, item in got.items()}
                yield Turned(mixed, "order_within")
    elif isinstance(want, tuple) and isinstance(got, list | tuple) and len(got) == len(want):
        for order in _orders(want):
            yield Turned(tuple(got[i] for i in order), "order")


def _orders(want: Any) -> Iterator[tuple[int, ...]]:
    if isinstance(want, list | tuple) and 1 < len(want) <= MOST_ITEMS:
        yield from permutations(range(len(want)))


def _more_than_wanted(got: Any, want: Any) -> Iterator[Turned]:
    """Leave out results that nobody asked for."""
    if not isinstance(got, tuple) or not 1 < len(got) <= MOST_ITEMS or want is None:
        return
    if isinstance(want, tuple):
        for chosen in combinations(range(len(got)), len(want)):
            if len(chosen) < len(got):
                words = {"got": len(got), "want": len(want)}
                yield Turned(tuple(got[i] for i in chosen), "too_many", words)
    elif not isinstance(want, list):
        yield from (Turned(item, "one_wanted", {"got": len(got)}) for item in got)


def _fewer_than_wanted(got: Any, want: Any) -> Iterator[Turned]:
    """Add the results that are missing, if the others are right."""
    if not isinstance(want, tuple) or len(want) > MOST_ITEMS:
        return
    items = list(got) if isinstance(got, tuple) else [got]
    if len(items) >= len(want):
        return
    for places in combinations(range(len(want)), len(items)):
        if all(values_agree(want[i], item) for i, item in zip(places, items, strict=True)):
            yield Turned(want, "too_few", {"got": len(items), "want": len(want)})


def _other_container(got: Any, want: Any) -> Iterator[Turned]:
    """Turn a dict or an array into a tuple of results, and a tuple into a dict."""
    if isinstance(want, tuple):
        if isinstance(got, Mapping) and len(got) == len(want):
            yield Turned(tuple(got.values()), "dict_for_tuple", {"want": len(want)})
        if isinstance(got, np.ndarray) and got.ndim and len(got) == len(want):
            yield Turned(tuple(got), "array_for_tuple", {"want": len(want)})
    if isinstance(want, Mapping) and isinstance(got, tuple | list) and len(got) == len(want):
        words = {"want": _listed(want)}
        yield Turned(dict(zip(want, got, strict=True)), "tuple_for_dict", words)


def _other_keys(got: Any, want: Any) -> Iterator[Turned]:
    """Give the values of a dict the expected names."""
    if not isinstance(want, Mapping) or not isinstance(got, Mapping) or {*got} == {*want}:
        return
    left = dict(got)
    renamed: dict[str, Any] = {}
    for key, value in want.items():
        same = key if key in left else None
        others = [name for name in left if name not in want and values_agree(value, left[name])]
        name = same or next(iter(others), None)
        if name is None:
            return
        renamed[key] = left.pop(name)
    if not left:
        yield Turned(renamed, "keys", {"got": _listed(got), "want": _listed(want)})


def _other_spelling(got: Any, want: Any) -> Iterator[Turned]:
    """Write a text like the expected one if only capitals and spaces differ."""
    if isinstance(got, str) and isinstance(want, str) and got.strip().lower() == want.lower():
        yield Turned(want, "spelling", {"got": got, "want": want})


def _in_one_item(turn: Turn, got: Any, want: Any) -> Iterator[Turned]:
    """Turn all items of a tuple or dict of results that this turn can make right."""
    keys = list(want) if isinstance(want, Mapping) else list(range(len(want)))
    items = {key: got[key] for key in keys if not isinstance(got, Mapping) or key in got}
    first = None
    for key, item in items.items():
        turned = next(turn(item, want[key]), None)
        if turned is not None and not values_agree(want[key], item):
            items[key] = turned.value
            first = first or turned
    if first is not None:
        value = items if isinstance(want, Mapping) else tuple(items.values())
        yield replace(first, value=value)


def _as_array(value: Any) -> Any:
    try:
        return np.asarray(value)
    except ValueError:  # rows of different lengths
        return None


def _listed(table: Mapping[str, Any]) -> str:
    return ", ".join(f"`{key}`" for key in table)


TURNS: tuple[Turn, ...] = (
    _other_type,
    _array_of_list,
    _same_numbers_in_shape,
    _transposed,
    _single_number,
    _in_another_order,
    _more_than_wanted,
    _fewer_than_wanted,
    _other_container,
    _other_keys,
    _other_spelling,
)
"""The likeliest first."""
