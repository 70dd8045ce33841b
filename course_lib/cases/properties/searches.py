"""Properties of samples, grids and searches over hyperparameters: see `registry`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.properties.search_facts import (
    DICTS,
    PAIRS,
    UNNAMED,
    Facts,
    all_the_same,
    apart_of,
    axes_of,
    column_of,
    drawn_anew,
    form_of,
    has_equal_steps,
    has_point,
    history_kind,
    is_even,
    kind_of,
    number_asked,
    numbers_in,
    order_of,
    sides_of,
    spread_of,
    things_in,
)
from course_lib.cases.properties.uniform import follow, look_independent
from course_lib.scales import shares_of_axis

Calls = Sequence[Any]
Values = Sequence[Any]


OTHER = "other rng, other numbers"
OUTSIDE = "always the same number, not between low and high"


def sample_form(calls: Calls, values: Values) -> Facts:
    """Tell what was returned, how many numbers are in it, and whether they are made up."""
    (value,) = values
    low, high = calls[0].args[:2]
    if not isinstance(value, np.ndarray):
        return {"result": kind_of(value), "how many": np.size(value)}
    return {
        "result": "an array",
        "shape": list(value.shape),
        "floats": value.dtype.kind == "f",
        OUTSIDE: all_the_same(value) and not low <= value.flat[0] <= high,
    }


def sample_bounds(calls: Calls, values: Values) -> Facts:
    """Tell whether any number is outside the bounds, and whether there are many different ones."""
    low, high, n = calls[0].args[:3]
    sample = np.ravel(np.asarray(values[0], dtype=np.float64))
    return {
        "enough numbers": len(sample) > 0.9 * n,
        "some differ": len(np.unique(sample)) > 1,
        **sides_of(sample, (low, high, "linear")),
    }


def sample_spread(scale: str) -> Callable[[Calls, Values], Facts]:
    """Return the property that tells how a sample is spread, where `scale` is the right one."""

    def properties(calls: Calls, values: Values) -> Facts:
        low, high, n = calls[0].args[:3]
        sample = np.ravel(np.asarray(values[0], dtype=np.float64))
        return order_of(sample, (low, high, scale), n)

    return properties


def chance(calls: Calls, values: Values) -> Facts:
    """Compare calls: two with generators of the same seed, then others, each with another.

    A few draws that are neither as many as asked for nor a point of the space prove nothing.
    """
    one, same, *others = (numbers_in(value) for value in values)
    if one.size < number_asked(calls[0]) and not has_point(values[0], calls[0]):
        return {"numbers": "too few" if one.size else "none"}
    different = {tuple(numbers) for numbers in (one, *others)}
    return {
        "same rng, same numbers": np.array_equal(one, same),
        OTHER: len(different) == 1 + len(others),
    }


def sample_anew(scale: str) -> Callable[[Calls, Values], Facts]:
    """Return the property that tells whether two generators give samples of their own."""

    def properties(calls: Calls, values: Values) -> Facts:
        one, other = (np.ravel(np.asarray(value, dtype=np.float64)) for value in values)
        low, high, n = calls[0].args[:3]
        return {OTHER: drawn_anew(one, other, (low, high, scale), n)}

    return properties


def points_anew(calls: Calls, values: Values) -> Facts:
    """Tell whether two generators give points of their own, on each axis.

    Nothing is said of what is no list of points with a number on each axis.
    """
    space = dict(axes_of(calls[0]))
    if any(form_of(points, space)["result"] != DICTS for points in values):
        return {OTHER: True}
    if any(np.ndim(number) for points in values for one in points for number in one.values()):
        return {OTHER: True}
    n = number_asked(calls[0])
    anew = (
        drawn_anew(column_of(values[0], name), column_of(values[1], name), axis, n)
        for name, axis in axes_of(calls[0])
    )
    return {OTHER: all(anew)}


def search_anew(calls: Calls, values: Values) -> Facts:
    """Tell whether two generators give searches of their own."""
    if any(things_in(value) or history_kind(value[2]) != PAIRS for value in values):
        return {OTHER: True}
    return points_anew(calls, [[entry[0] for entry in value[2]] for value in values])


def points_form(calls: Calls, values: Values) -> Facts:
    """Tell whether it is a list of dicts with the names of the space, and how many there are."""
    (points,) = values
    form = form_of(points, calls[0].args[0])
    if form["result"] != DICTS:
        return form
    return {**form, "all numbers the same": all_the_same(numbers_in(points))}


def points_inside(calls: Calls, values: Values) -> Facts:
    """Tell for each axis whether any value is outside it."""
    (points,) = values
    if (kind := form_of(points, calls[0].args[0])["result"]) != DICTS:
        return {"result": kind}
    sides = {name: sides_of(column_of(points, name), axis) for name, axis in axes_of(calls[0])}
    return _flat(sides)


def points_spread(calls: Calls, values: Values) -> Facts:
    """Tell for each axis how the points are spread."""
    (points,) = values
    if (kind := form_of(points, calls[0].args[0])["result"]) != DICTS:
        return {"result": kind}
    return _on_axes(order_of, points, calls[0])


def points_apart(calls: Calls, values: Values) -> Facts:
    """Tell of two linear axes whether they are drawn independently of each other."""
    (points,) = values
    if (kind := form_of(points, calls[0].args[0])["result"]) != DICTS:
        return {"result": kind}
    if len(points) <= 0.9 * calls[0].args[1]:
        return {"how many": "too few"}
    one, other = (shares_of_axis(column_of(points, name), axis) for name, axis in axes_of(calls[0]))
    return {
        "all points differ": len(set(zip(one, other, strict=True))) == len(points),
        "axes drawn separately": is_even((one + other) % 1) and is_even((one - other) % 1),
        "axes independent": look_independent(one, other),
        "numbers used again": follow(one, other),
    }


def grid_values(calls: Calls, values: Values) -> Facts:
    """Tell the values on the only axis, if they have equal steps on some scale."""
    (points,) = values
    ((name, _),) = axes_of(calls[0])
    form = form_of(points, calls[0].args[0])
    if form["result"] != DICTS:
        return form
    found = apart_of(column_of(points, name))
    if not has_equal_steps(found):
        return {"how many": len(found), "equal steps": False}
    return {"values": found}


def grid_combinations(calls: Calls, values: Values) -> Facts:
    """Tell how many points there are, and whether every combination of values occurs once."""
    (points,) = values
    form = form_of(points, calls[0].args[0])
    if form["result"] != DICTS:
        return form
    columns = [column_of(points, name) for name, _ in axes_of(calls[0])]
    found = [apart_of(column) for column in columns]
    places = zip(
        *(np.abs(column[:, None] - f).argmin(1) for column, f in zip(columns, found, strict=True)),
        strict=True,
    )
    once = len(set(places)) == len(points) == np.prod([len(f) for f in found])
    return {**form, "every combination once": bool(once)}


def last_axis(calls: Calls, values: Values) -> Facts:
    """Return what became of the last axis of a space; the others do not count."""
    (zoomed,) = values
    name, _ = axes_of(calls[0])[-1]
    return {name: zoomed[name]}


def search_tries(calls: Calls, values: Values) -> Facts:
    """Tell how many tries the history holds, and whether their scores are those of its points."""
    if wrong := things_in(values[0]):
        return wrong
    _, _, history = values[0]
    entries = history_kind(history)
    if entries != PAIRS:
        return {"history": entries}
    told = np.array([score for _, score in history])
    if len(history) < calls[0].args[2]:
        each_better = bool(np.all(np.diff(told) < 0))
        return {"history": entries, "how many": "too few", "each better than the last": each_better}
    objective = calls[0].args[0].made()
    scores = [objective(point) for point, _ in history]
    facts = {"history": entries, "how many": len(history)}
    if np.allclose(scores, told, rtol=1e-9, atol=0):
        return facts | {"each point tried once, in order": True}
    in_rising_order = bool(np.all(np.diff(told) >= 0))
    return facts | {"each point tried once, in order": False, "sorted": in_rising_order}


def search_best(calls: Calls, values: Values) -> Facts:
    """Tell which try of the history is returned as the best.

    Whether the score was told by the same call of the objective, or by the next one, does not count
    here; that of a call before or after all tries is another score.
    """
    if wrong := things_in(values[0]):
        return wrong
    best, score, history = values[0]
    if history_kind(history) != PAIRS:
        return {"history": history_kind(history)}
    points, told = [entry[0] for entry in history], np.array([entry[1] for entry in history])
    if any(set(point) != set(calls[0].args[1]) for point in points):
        return {"history": UNNAMED}
    if all_the_same(told) and not np.isclose(calls[0].args[0].made()(points[0]), told[0]):
        return {"scores": "made up"}
    lowest, highest = int(told.argmin()), int(told.argmax())
    which = {"lowest": lowest, "highest": highest, "last": -1, "first": 0}
    places = (name for name, i in which.items() if points[i] == best)
    scores = {name: told[i] for name, i in which.items()}
    return {
        "best point": next(places, "no try"),
        "best score": _source_of(score, scores | {"mean": told.mean()}, calls[0]),
    }


def _source_of(score: Any, told: Mapping[str, float], planned: Any) -> str:
    """Tell from where the best score comes, by what each call of the objective adds to it.

    A function may call it again for all points, and then once more for the best one.
    """
    objective, _, n, _ = planned.args
    wear = objective.settings.get("wear", 0.0)
    near = (name for name, number in told.items() if _is_near(score, number, 1.5 * wear))
    again = _is_near(score, told["lowest"], (2 * n + 0.5) * wear)
    return next(near, "another call" if again else "no try")


def _is_near(score: Any, told: float, slack: float) -> bool:
    numbers = numbers_in(score)
    return numbers.size == 1 and bool(abs(numbers[0] - told) <= slack)


def search_spread(calls: Calls, values: Values) -> Facts:
    """Tell how the points in the history are spread."""
    if wrong := things_in(values[0]):
        return wrong
    history = values[0][2]
    if history_kind(history) != PAIRS:
        return {"history": history_kind(history)}
    points = [entry[0] for entry in history]
    return _on_axes(spread_of, points, calls[0])


def _on_axes(facts_of: Callable[..., Facts], points: Any, planned: Any) -> Facts:
    n = number_asked(planned)
    return _flat(
        {name: facts_of(column_of(points, name), axis, n) for name, axis in axes_of(planned)}
    )


def _flat(facts: Facts) -> Facts:
    """Put the facts about all axes into one dict, so that a single difference can be shown."""
    return {
        f"{name}, {key}": fact for name, of_axis in facts.items() for key, fact in of_axis.items()
    }


_VIEWS: dict[str, Callable[[Calls, Values], Facts]] = {
    "sample_form": sample_form,
    "sample_bounds": sample_bounds,
    "log_spread": sample_spread("log"),
    "one_minus_log_spread": sample_spread("one_minus_log"),
    "chance": chance,
    "log_anew": sample_anew("log"),
    "one_minus_log_anew": sample_anew("one_minus_log"),
    "points_anew": points_anew,
    "search_anew": search_anew,
    "points_form": points_form,
    "points_inside": points_inside,
    "points_spread": points_spread,
    "points_apart": points_apart,
    "grid_values": grid_values,
    "grid_combinations": grid_combinations,
    "last_axis": last_axis,
    "search_tries": search_tries,
    "search_best": search_best,
    "search_spread": search_spread,
}

SEARCH_PROPERTIES = {
    name: np.errstate(all="ignore")(properties) for name, properties in _VIEWS.items()
}
"""Name -> property, without warnings, because what a student's function returned may hold nan."""
