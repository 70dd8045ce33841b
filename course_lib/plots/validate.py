"""Check whether a figure can show its data; if not, raise with what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from course_lib import messages as course_messages
from course_lib.errors import CannotDraw, form_of
from course_lib.language import counted
from course_lib.plots import messages

Array = NDArray[np.float64]
Limits = tuple[float, float, float, float]
Value = TypeVar("Value")


def said(value: Any) -> str:
    """Describe a value in a few words, however long it is."""
    if isinstance(value, list | tuple):
        return counted(course_messages.OF_ENTRIES, len(value), type=type(value).__name__)
    return form_of(value)


def named(argument: str, values: Mapping[str, Value], *, limit: int) -> Mapping[str, Value]:
    """Return `values`; raise CannotDraw unless it is a dictionary with at most `limit` entries."""
    if not isinstance(values, Mapping):
        raise CannotDraw(messages.NOT_NAMED.format(argument=argument, got=said(values)))
    if len(values) > limit:
        raise CannotDraw(messages.TOO_MANY.format(argument=argument, got=len(values), limit=limit))
    return values


def numbers(what: str, values: Any) -> Array:
    """Return `values` as an array of floats; raise CannotDraw if it contains anything else."""
    try:
        found = np.asarray(values)
        if found.dtype.kind not in "biuf":
            raise TypeError
    except (TypeError, ValueError):
        raise CannotDraw(messages.NOT_NUMBERS.format(what=what, got=said(values))) from None
    return found.astype(np.float64)


def series(what: str, values: Any, length: int | None = None, each: str = "place") -> Array:
    """Return `values` as an array of shape (T,), where T is `length` if that is given."""
    found = numbers(what, values)
    if found.ndim != 1:
        raise CannotDraw(messages.NOT_A_SERIES.format(what=what, shape=found.shape))
    if length is not None and len(found) != length:
        of_each = messages.EACH[each]
        text = counted(messages.OTHER_LENGTH, len(found), what=what, want=length, each=of_each)
        raise CannotDraw(text)
    return found


def finite(what: str, values: Array) -> Array:
    """Return `values`; raise CannotDraw if one of them is nan or infinite."""
    count = int(np.sum(~np.isfinite(values)))
    if count:
        raise CannotDraw(counted(messages.NOT_FINITE, count, what=what))
    return values


def path_of(name: str, values: Any) -> Array:
    """Return `values` as the points of a path, (steps + 1, 2), up to the first nan."""
    found = numbers(messages.THE_PATH.format(name=name), values)
    if found.ndim != 2 or found.shape[1] != 2 or not len(found):
        raise CannotDraw(messages.NOT_A_PATH.format(name=name, shape=found.shape))
    lost = np.flatnonzero(~np.isfinite(found).all(axis=1))
    if len(lost) and lost[0] == 0:
        raise CannotDraw(messages.NO_START.format(name=name, start=found[0].tolist()))
    return found[: lost[0]] if len(lost) else found


def require_room(limits: Sequence[float], ends: int = 4) -> None:
    """Raise CannotDraw unless `limits` are `ends` numbers, pairs of lower and upper limits."""
    found = numbers("`limits`", limits)
    if found.shape != (ends,) or not np.isfinite(found).all() or (found[::2] >= found[1::2]).any():
        raise CannotDraw(messages.BAD_LIMITS.format(limits=limits))


def grid_of(
    costs: Callable[[Array], Array], limits: Limits, columns: int = 121, rows: int = 121
) -> tuple[Array, Array, Array]:
    """Return two weights and the cost at each point of a grid over `limits`, for `contour`."""
    require_room(limits)
    left, right, low, high = limits
    x, y = np.meshgrid(np.linspace(left, right, columns), np.linspace(low, high, rows))
    J = costs(np.stack([x, y], axis=-1))
    if np.shape(J) != x.shape or not np.isfinite(J).all():
        raise CannotDraw(messages.NOT_COSTS.format(got=said(J), shape=(*x.shape, 2), want=x.shape))
    return x, y, J


def points(what: str, values: Any) -> Array:
    """Return `values` as points, (2, m), at least one of them."""
    found = finite(what, numbers(what, values))
    if found.ndim != 2 or found.shape[0] != 2 or not found.shape[1]:
        raise CannotDraw(messages.NOT_POINTS.format(what=what, shape=found.shape))
    return found


def hessian_of(what: str, values: Any) -> Array:
    """Return `values` as a symmetric matrix, (2, 2)."""
    found = numbers(what, values)
    if found.shape != (2, 2) or not np.isfinite(found).all() or not np.allclose(found, found.T):
        raise CannotDraw(messages.NOT_A_HESSIAN.format(what=what, got=said(values)))
    return found


def labels_of(
    what: str, values: Any, classes: int, *, least: int = 0, length: int | None = None
) -> NDArray[np.int64]:
    """Return `values` as labels, (m,), integers from `least` to the number of the last class."""
    found = series(what, values, length, "point")
    outside = found[(found < least) | (found >= classes) | (found != np.floor(found))]
    if len(outside):
        raise CannotDraw(
            messages.NOT_LABELS.format(
                what=what, least=least, largest=classes - 1, classes=classes, got=f"{outside[0]:g}"
            )
        )
    return found.astype(np.int64)
