"""Plain facts about samples, points and axes, from which the properties of searches are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.cases.properties.distributions import RIGHT, drawn_evenly
from course_lib.cases.properties.uniform import follow, look_independent, looks_drawn
from course_lib.scales import shares_of_axis

Facts = dict[str, Any]

ROUNDING = 1e-9
"""How far outside its bounds rounding alone may put a value, as a share of the axis."""

DICTS, UNNAMED = "a list of dicts", "dicts without the names of the space"


def axes_of(planned: Any) -> list[tuple[str, Any]]:
    """Return the axes of the space in a call's arguments."""
    return next(list(value.items()) for value in planned.args if isinstance(value, Mapping))


def kind_of(value: Any, several: bool = False) -> str:
    """Describe a value, or several of its kind, in words.

    >>> kind_of([{}, {}]), kind_of([(1.0, 2.0), (3.0,)]), kind_of((), several=True)
    ('a list of dicts', 'a list of tuples of numbers', 'empty tuples')
    """
    kind = type(value).__name__
    if isinstance(value, list | tuple):
        if not value:
            return f"empty {kind}s" if several else f"an empty {kind}"
        alike = len({*map(kind_of, value)}) == 1
        items = kind_of(value[0], several=True) if alike else "different things"
        return f"{kind}s of {items}" if several else f"a {kind} of {items}"
    if isinstance(value, np.ndarray):
        return "arrays" if several else "an array"
    if isinstance(value, int | float | np.generic):
        return "numbers" if several else "a number"
    return f"{kind}s" if several else f"a {kind}"


def form_of(points: Any, space: Mapping[str, Any]) -> Facts:
    """Tell whether it is a list of dicts with the names of the space, and how many there are."""
    kind = kind_of(points)
    if isinstance(points, Mapping):
        kind = f"one dict, and in it {' and '.join(sorted(set(map(kind_of, points.values()))))}"
    if kind == DICTS and not all(set(point) == set(space) for point in points):
        kind = UNNAMED
    return {"result": kind, "how many": len(points) if hasattr(points, "__len__") else 1}


def column_of(points: Any, name: str) -> NDArray[np.float64]:
    """Return the values that points have on one axis."""
    return np.array([float(point[name]) for point in points])


def numbers_in(value: Any) -> NDArray[np.float64]:
    """Return all the numbers in a value, in order; an item that is None has none."""
    if isinstance(value, Mapping):
        return numbers_in([value[name] for name in sorted(value)])
    if isinstance(value, list | tuple):
        items = (numbers_in(item) for item in value if item is not None)
        return np.concatenate([np.zeros(0), *items])
    return np.ravel(np.asarray(value, dtype=np.float64))


def number_asked(planned: Any) -> int:
    """Return how many numbers or points a call asks for: its first integer."""
    return next(value for value in planned.args if isinstance(value, int))


def has_point(value: Any, planned: Any) -> bool:
    """Return whether a value is or contains a dict with the names of the call's space."""
    if isinstance(value, Mapping):
        return any(isinstance(one, Mapping) and set(one) == set(value) for one in planned.args)
    return isinstance(value, list | tuple) and any(has_point(item, planned) for item in value)


def all_the_same(numbers: NDArray[np.float64]) -> bool:
    """Return whether there are several numbers, all equal or nan, so that none was drawn."""
    return numbers.size > 1 and len(np.unique(numbers)) == 1


def sides_of(sample: NDArray[np.float64], axis: Any) -> Facts:
    """Tell whether any value is outside an axis; nan is outside on both sides."""
    if not len(sample):
        return {"how many": "none"}
    shares = shares_of_axis(sample, axis)
    return {
        "some below the low end": bool(np.any(~(shares >= -ROUNDING))),
        "some above the high end": bool(np.any(~(shares <= 1 + ROUNDING))),
    }


def spread_of(sample: NDArray[np.float64], axis: Any, n: int) -> Facts:
    """Tell how a sample of `n` is spread, unless it is too small to tell.

    In a random sample about half of the steps go up.
    """
    if len(sample) <= 0.9 * n:
        return {"how many": ("none", "one", "too few")[min(len(sample), 2)]}
    rises = np.count_nonzero(np.diff(sample) > 0) / max(1, len(sample) - 1)
    evenly = drawn_evenly(sample, axis)
    return {
        "how many": "enough",
        "spread evenly": evenly,
        "drawn one by one": evenly != RIGHT or looks_drawn(shares_of_axis(sample, axis)),
        "all differ": len(np.unique(sample)) > 0.99 * len(sample),
        "in random order": bool(0.3 < rises < 0.7),
    }


def order_of(sample: NDArray[np.float64], axis: Any, n: int) -> Facts:
    """Tell how a sample of `n` is spread, and whether its numbers depend on the one before.

    A sorted one is told by its steps alone.
    """
    facts = spread_of(sample, axis, n)
    if facts.get("spread evenly") == RIGHT and facts["in random order"]:
        shares = shares_of_axis(sample, axis)
        facts["independent"] = look_independent(shares[1:], shares[:-1])
    return facts


def drawn_anew(one: NDArray[np.float64], other: NDArray[np.float64], axis: Any, n: int) -> bool:
    """Return whether samples of two generators have nothing to do with each other.

    Nothing is said of those that are too small, or do not look drawn one by one at all.
    """
    for sample in (one, other):
        if len(sample) <= 0.9 * n or drawn_evenly(sample, axis) != RIGHT:
            return True
    shares = [shares_of_axis(sample, axis) for sample in (one, other)]
    return not follow(*shares) or not all(map(looks_drawn, shares))


def is_even(shares: NDArray[np.float64]) -> bool:
    """Return whether shares of an axis look evenly drawn."""
    return drawn_evenly(shares, (0.0, 1.0, "linear")) == RIGHT


def apart_of(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distinct values of a column in ascending order; rounding makes no new one."""
    ordered = np.sort(column)
    gap = np.diff(ordered, prepend=-np.inf)
    return ordered[gap > ROUNDING * np.ptp(ordered)] if len(ordered) else ordered


def has_equal_steps(values: NDArray[np.float64]) -> bool:
    """Return whether there are steps, and all are equal on some scale."""
    if len(values) < 2:
        return False
    for places in (values, np.log(values), np.log(1 - values)):
        steps = np.diff(places)
        if np.isfinite(places).all() and np.allclose(steps, np.mean(steps), rtol=1e-6):
            return True
    return False


PAIRS = "pairs of point and score"


def things_in(result: Any) -> Facts:
    """Describe the result of a search, unless it is the three things it should be."""
    if isinstance(result, list | tuple) and len(result) == 3:
        return {}
    many = len(result) if hasattr(result, "__len__") else 1
    return {"result": kind_of(result), "how many": many}


def history_kind(history: Any) -> str:
    """Describe the entries of a search's history in words."""
    if not isinstance(history, list | tuple) or not history:
        return kind_of(history)
    kinds = {tuple(map(kind_of, e)) if type(e) in (list, tuple) else kind_of(e) for e in history}
    return PAIRS if kinds == {("a dict", "a number")} else str(sorted(map(str, kinds)))
