"""Compare two plain values to the last bit, asking none of their own methods."""

from __future__ import annotations

from itertools import starmap
from typing import Any

import numpy as np

from course_lib.cases.values import encode

_KINDS: dict[type, str] = {
    type(None): "nothing",
    bool: "number",
    int: "number",
    float: "number",
    str: "text",
    list: "list",
    tuple: "tuple",
    dict: "dict",
    np.ndarray: "array",
}
"""What a value of exactly this type is; a value of one kind is never the same as one of another."""


def same(value: Any, other: Any) -> bool:
    """Return whether two plain values are equal to the last bit; what is not plain is only itself.

    >>> same({"w": [1.0, float("nan")]}, {"w": [1.0, float("nan")]})
    True
    """
    if value is other:
        return True
    kind, other_kind = _kind(type(value)), _kind(type(other))
    if kind is None or other_kind is None:
        return _same_code(value, other)
    if kind != other_kind:
        return False
    if kind == "array" and value.dtype.kind in "biuf":
        if (value.dtype, value.shape) != (other.dtype, other.shape):
            return False
        return bool(value.tobytes() == other.tobytes())
    if kind in ("number", "text", "nothing") and type(value) is type(other) and value == other:
        return value != 0 or _same_code(value, other)  # 0.0 and -0.0 are equal
    if kind in ("list", "tuple"):
        return len(value) == len(other) and all(starmap(same, zip(value, other, strict=True)))
    if kind == "dict" and all(type(key) is str for key in (*value, *other)):
        return value.keys() == other.keys() and all(same(value[key], other[key]) for key in value)
    return _same_code(value, other)


def _kind(of: type) -> str | None:
    """Return what a value of this type is; None if it is derived from a plain type, or foreign."""
    if of in _KINDS:
        return _KINDS[of]
    return "scalar" if issubclass(of, np.generic) and not issubclass(of, str) else None


def _same_code(value: Any, other: Any) -> bool:
    """Compare the JSON forms, in which what is derived from a plain type counts as that type."""
    try:
        return bool(encode(value) == encode(other))
    except ValueError:
        return False
