"""Convert values of hyperparameters to places on a scale, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from course_lib import messages

Axis = tuple[float, float, str]
"""(low, high, scale): the lowest and the highest value, and the scale between them."""

Space = Mapping[str, Axis]
Point = Mapping[str, float]

_SCALES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "linear": (lambda value: value * 1.0, lambda place: place * 1.0),
    "log": (np.log10, lambda place: 10.0**place),
    "one_minus_log": (lambda value: 0.0 - np.log10(1.0 - value), lambda place: 1.0 - 10.0**-place),
}


def place_on_scale(value: Any, scale: str) -> Any:
    """Return the place of a value, or of each value of an array, on a scale.

    On the scale "linear" it is the value itself, on "log" its exponent of ten, and on
    "one_minus_log" the number of nines: 1 for 0.9, 2 for 0.99. Raises ValueError for any other
    scale.

    >>> [round(float(place_on_scale(0.001, scale)), 4) for scale in ("linear", "log")]
    [0.001, -3.0]
    """
    return _scale(scale)[0](value)


def value_at_place(place: Any, scale: str) -> Any:
    """Return the value at a place on a scale, the inverse of `place_on_scale`.

    >>> float(value_at_place(-3.0, "log")), float(value_at_place(2.0, "one_minus_log"))
    (0.001, 0.99)
    """
    return _scale(scale)[1](place)


def shares_of_axis(values: Any, axis: Axis) -> Any:
    """Return the positions of values on an axis, on its own scale: 0 for low, 1 for high.

    >>> float(shares_of_axis(0.1, (0.01, 1.0, "log")))
    0.5
    """
    low, high, scale = axis
    first, last = _ends(low, high, scale)
    return (place_on_scale(np.asarray(values, dtype=np.float64), scale) - first) / (last - first)


@lru_cache(maxsize=64)  # a search asks for the same few axes with each of its points
def _ends(low: float, high: float, scale: str) -> tuple[Any, Any]:
    return place_on_scale(low, scale), place_on_scale(high, scale)


def _scale(name: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if name not in _SCALES:
        raise ValueError(messages.UNKNOWN_SCALE.format(scale=name, scales=", ".join(_SCALES)))
    return _SCALES[name]
