"""Properties of shuffled mini-batches: their sizes, their members, their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.cases.properties.orders import kept_places, parts_alike, same_together, steps_alike

Array = NDArray[Any]
Observer = Callable[[Sequence[Any], Sequence[Any]], dict[str, Any]]


def for_pairs(observer: Observer) -> Observer:
    """Return `observer` for lists of pairs of tables; it gives the items of any other list.

    Otherwise everything that is not a list of pairs would look the same.
    """

    @wraps(observer)
    def of_any(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
        lists = [list(value) for value in values]
        strange = [_form(item) for items in lists for item in items if not _is_pair_of_tables(item)]
        if strange or not all(lists):
            return {"batches": len(lists[0]), "items of the list": strange[:4]}
        return observer(calls, lists)

    return of_any


def batch_shapes(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return the shape of every batch of the first call, or what is there instead, longest first.

    Which numbers are in them does not count here, as long as they are those of X and Y. Where a
    shorter batch is in the list is told only of several calls: in one, it may be last by chance.
    """
    batches = list(values[0])
    strange = [_form(batch) for batch in batches if not _is_pair(batch)]
    if strange:
        return {"batches": len(batches), "items of the list": strange[:4]}
    facts = {
        "batches": len(batches),
        "shapes of X_t": _shapes([X for X, _ in batches]),
        "shapes of Y_t": _shapes([Y for _, Y in batches]),
        "filled with X and Y": _is_filled(calls[0], batches),
    }
    if len(values) > 1:
        facts["the shorter batch comes last"] = all(map(_ends_with_the_shortest, values))
    return facts


@for_pairs
def batch_members(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return how often the examples of X and of Y, their columns, are in the batches."""
    pairs = values[0]
    facts: dict[str, Any] = {"cut into batches": len(pairs) > 1}
    for name, whole, parts in zip("XY", calls[0].args[:2], zip(*pairs, strict=True), strict=True):
        members = _columns(whole, parts)
        often = np.bincount(members[members >= 0], minlength=whole.shape[1])
        facts |= {
            f"columns of {name} left out": bool(np.any(often == 0)),
            f"columns of {name} more than once": bool(np.any(often > 1)),
            f"columns that are not in {name}": bool(np.any(members < 0)),
            f"type of {name}": sorted({part.dtype.name for part in parts}),
        }
    return {**facts, "all batches the same": _all_the_same(pairs)}


@for_pairs
def batch_rest(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return whether a shorter last batch holds just the examples that are left over.

    If any batch has another size than it should have, nothing is said: that is about the sizes.
    """
    batches = _members(calls[0], values[0])
    m, size = calls[0].args[0].shape[1], calls[0].kwargs["batch_size"]
    as_asked = [len(batch) for batch in batches] == [size] * (m // size) + [m % size]
    order = np.concatenate(batches)
    again = as_asked and len(np.unique(order)) < len(order)
    return {
        "columns of X more than once": again,
        "columns that are not in X": as_asked and bool(np.any(order < 0)),
        "last batch in the original order": again and _in_order(batches[-1]),
    }


@for_pairs
def batch_pairs(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return whether the columns of X are paired with their own columns of Y.

    20 columns in random order are in their original order less than once in 10**18.
    """
    X, Y = calls[0].args[:2]
    pairs = values[0]
    examples, labels = (
        _columns(whole, parts)
        for whole, parts in zip((X, Y), zip(*pairs, strict=True), strict=True)
    )
    kept = bool(np.array_equal(examples, labels) and np.all(examples >= 0))
    return {
        "cut into batches": len(pairs) > 1,
        "each example with its own label": kept,
        "only X is shuffled": not kept and _in_order(labels),
        "only Y is shuffled": not kept and _in_order(examples),
    }


@for_pairs
def batch_order(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return how well the examples of the first call were shuffled.

    Further calls with the same examples and other generators show whether an order is made of
    another. Use it for twelve batches of 8 examples or more: in random order, each of these facts
    is true by chance less than once in 10**9. With five batches of 12 it is less than once in
    10**7.
    """
    batches = _members(calls[0], values[0])
    order = np.concatenate(batches)
    m = calls[0].args[0].shape[1]
    return _too_few(order) or {
        "in the original order": _in_order(order) or kept_places(order, np.arange(m)),
        "most neighbours still together": bool(np.mean(np.diff(order) == 1) > 0.4),
        "only neighbours in each batch": all(_in_order(b) for b in map(np.sort, batches)),
        "most batches from one part": _from_parts(batches, m),
        "one of each part in each batch": parts_alike(batches, m),
        "most steps alike": steps_alike(order, m),
        "always the same together": same_together(
            [batches, *(_members(calls[0], value) for value in values[1:])], m
        ),
    }


@for_pairs
def batch_chance(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return whether the batches follow the generator, which is the same in the first two calls.

    Of many other generators, half have to give orders of their own: an order that only begins
    elsewhere may come twice.
    """
    orders = [np.concatenate(_members(calls[0], value)) for value in values]
    first, again, *others = orders
    different = {tuple(order) for order in (first, *others)}
    return next(filter(None, map(_too_few, orders)), None) or {
        "the same rng gives the same batches": bool(np.array_equal(first, again)),
        "another rng gives other batches": len(different) > max(1, len(others) / 2),
    }


def _shapes(parts: Sequence[Any]) -> list[str]:
    """Return the shapes of arrays in words, those with most columns first."""
    return [str(shape) for shape in sorted(map(np.shape, parts), key=_last, reverse=True)]


def _last(shape: tuple[int, ...]) -> int:
    return shape[-1] if shape else 0


def _ends_with_the_shortest(batches: Any) -> bool:
    widths = [_last(np.shape(X)) for X, _ in batches]
    return bool(widths) and widths[-1] == min(widths)


def _is_filled(call: Any, batches: Sequence[Any]) -> bool:
    """Return whether every number of the batches is one of X or Y."""
    numbers = np.concatenate([np.ravel(whole) for whole in call.args[:2]])
    parts = [np.ravel(part) for batch in batches for part in batch]
    return not parts or bool(np.isin(np.concatenate(parts), numbers).all())


def _is_pair(batch: Any) -> bool:
    return (
        isinstance(batch, list | tuple)
        and len(batch) == 2
        and all(isinstance(part, np.ndarray) for part in batch)
    )


def _is_pair_of_tables(batch: Any) -> bool:
    return _is_pair(batch) and all(part.ndim == 2 for part in batch)


def _form(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"


def _columns(whole: Array, parts: Sequence[Array]) -> NDArray[np.int64]:
    """Return the index in `whole` of each column of the parts, or -1 where it is not in there."""
    known = _positions(whole)
    return np.concatenate([np.zeros(0, np.int64), *(_look_up(known, part) for part in parts)])


def _positions(whole: Array) -> dict[tuple[float, ...], int]:
    """Return column -> its index."""
    return {tuple(column): i for i, column in enumerate(whole.T.tolist())}


def _look_up(known: Mapping[tuple[float, ...], int], part: Array) -> NDArray[np.int64]:
    """Return the index of each column of a part, or -1."""
    return np.array([known.get(tuple(column), -1) for column in part.T.tolist()], dtype=np.int64)


def _members(call: Any, batches: Sequence[Any]) -> list[NDArray[np.int64]]:
    """Return the columns of X in each batch."""
    known = _positions(call.args[0])
    return [_look_up(known, X_t) for X_t, _ in batches]


def _too_few(members: NDArray[np.int64]) -> dict[str, Any]:
    """Return facts about columns if they are fewer than 10 or not all in X; otherwise none.

    Any order of a few columns may occur by chance, so it proves nothing.
    """
    known = np.unique(members[members >= 0])
    if len(known) >= 10 and np.all(members >= 0):
        return {}
    return {
        "different columns of X": len(known),
        "columns that are not in X": bool(np.any(members < 0)),
    }


def _in_order(members: NDArray[np.int64]) -> bool:
    """Return whether each index is followed by the next."""
    return bool(np.all(np.diff(members) == 1))


def _from_parts(batches: Sequence[NDArray[np.int64]], m: int) -> bool:
    """Return whether nearly every batch is from a part of the data that is little more than half.

    Eight examples in random order are as near to each other with a probability of 0.063. Batches
    that overlap are alike, so they prove nothing.
    """
    order = np.concatenate(batches)
    if len(np.unique(order)) < len(order):
        return False
    wide = sum(bool(np.ptp(batch) >= 0.55 * m) for batch in batches if len(batch))
    return wide <= max(1, len(batches) // 6)


def _all_the_same(batches: list[tuple[Array, Array]]) -> bool:
    first = batches[0][0]
    return len(batches) > 1 and all(np.array_equal(first, X) for X, _ in batches)
