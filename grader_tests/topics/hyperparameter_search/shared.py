"""What the exercises on searching have in common: axes, wrong scales, words."""

from __future__ import annotations

from functools import wraps
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.scales import Axis
from grader_tests.engine.exercise import UNCHANGED, Criterion, Function

SCALES = ("linear", "log", "one_minus_log")
NAMES = ("learning_rate", "beta", "hidden_units", "decay_rate", "dropout", "batch_size", "epsilon")


def axis(rng: Generator, scale: str) -> Axis:
    """An axis whose ends are no usual ones; those of "log" and "one_minus_log" span decades.

    So that fixed bounds are seen, the former starts below 0.0001, the latter ends below 0.999.
    """
    match scale:
        case "linear":
            low = float(rng.uniform(-20, 20))
            return low, low + float(rng.uniform(5, 50)), scale
        case "log":
            low = float(10 ** rng.uniform(-6, -4))
            return low, low * float(10 ** rng.uniform(2.3, 3.7)), scale
    missing = float(rng.uniform(0.7, 0.95))
    return 1 - missing, 1 - missing / float(10 ** rng.uniform(1.8, 2.7)), scale


def space(rng: Generator, *scales: str) -> dict[str, Axis]:
    """A space with an axis of each of these scales, under names in any order."""
    names = rng.permutation(NAMES)[: len(scales)].tolist()
    return {name: axis(rng, scale) for name, scale in zip(names, scales)}


def with_scales(space: Any, scales: Any) -> Any:
    """The space with its scales replaced, as `scales` says."""
    return {name: (low, high, scales.get(s, s)) for name, (low, high, s) in space.items()}


ALL_LINEAR = dict.fromkeys(SCALES, "linear")
ALL_LOG = {"one_minus_log": "log"}
ONLY_LOG = {"one_minus_log": "linear"}
ONLY_NINES = {"log": "linear"}


def in_space(function: Function, scales: Any) -> Function:
    """`function`, a function of a space, with other scales."""

    @wraps(function)
    def wrong(space: Any, *args: Any, **kwargs: Any) -> Any:
        return function(with_scales(space, scales), *args, **kwargs)

    return without_warnings(wrong)


def without_warnings(function: Function) -> Function:
    """`function` without warnings: wrong scales take logarithms of 0 and of less."""

    @wraps(function)
    def wrong(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return wrong


def returns_none(*args: Any, **kwargs: Any) -> None:
    """A function that forgot its `return`."""


def values_of(points: Any, name: str) -> Any:
    """The values that points have on one axis."""
    return np.array([point[name] for point in points])


UNTOUCHED = Criterion(
    UNCHANGED,
    "The space that is given stays as it was.",
    "Make new dicts and lists for the results. `space[name] = ...`, `space.update(...)` and "
    "`space.pop(name)` change what belongs to the caller.",
    1,
)
NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."
LINEAR_EVERYWHERE = (
    "All axes are treated as linear. An axis with the scale `log` or `one_minus_log` needs equal "
    "steps on that scale: look at the third item of each axis."
)
LOG_AS_LINEAR = (
    "The axes with the scale `log` are treated as linear. Their equal steps are steps of the "
    "exponent, not of the value."
)
NINES_AS_LINEAR = (
    "The axes with the scale `one_minus_log` are treated as linear. Their equal steps are steps "
    "of the exponent of `1 - value`."
)
NINES_AS_LOG = (
    "The axes with the scale `one_minus_log` are treated like `log`. There the exponent belongs "
    "to `1 - value`, not to the value itself."
)
