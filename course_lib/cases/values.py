"""Plain values, which a grader and a student's function may exchange, and their JSON form.

Plain values are None, bool, int, float, str, numeric arrays, and lists, tuples and dicts with
string keys of plain values. Anything else raises a `ValueError` that names the type.
"""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

MAX_DEPTH = 6
MAX_BYTES = 16_000_000
MAX_INT_BITS = 256

_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def encode(value: Any, depth: int = MAX_DEPTH) -> Any:
    """Return the JSON form of `value`, by its actual type, whatever the object claims to be.

    >>> encode((1, 2.5, "a"))
    {'tuple': [1, 2.5, 'a']}
    """
    if depth < 0:
        raise ValueError(f"a value nested more than {MAX_DEPTH} deep")
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str:
        if len(value) > MAX_BYTES:
            raise ValueError(f"a text of {len(value)} characters")
        return value
    if kind is int:
        if value.bit_length() > MAX_INT_BITS:
            raise ValueError(f"an integer of {value.bit_length()} bits")
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if issubclass(kind, np.ndarray | np.generic):
        return _encode_array(value)
    if kind in (list, tuple):
        items = [encode(item, depth - 1) for item in value]
        return items if kind is list else {"tuple": items}
    if kind is dict:
        if not all(type(key) is str for key in value):
            raise ValueError("a dict with keys that are not text")
        return {"dict": {key: encode(item, depth - 1) for key, item in value.items()}}
    raise ValueError(f"a value of type {kind.__name__}")


def plain(value: Any, depth: int = MAX_DEPTH) -> Any:
    """Return a copy of `value`, equal to `decode(encode(value))` but faster.

    >>> plain((1, 2.5, "a"))
    (1, 2.5, 'a')
    """
    kind = type(value)
    if issubclass(kind, np.ndarray | np.generic):
        array = np.array(_plain_array(value))
        return array[()] if issubclass(kind, np.generic) else array
    if kind in (list, tuple) and depth > 0:
        return kind(plain(item, depth - 1) for item in value)
    if kind is dict and depth > 0 and all(type(key) is str for key in value):
        return {key: plain(item, depth - 1) for key, item in value.items()}
    encode(value, depth)  # raises unless the value is plain
    return value


def _plain_array(value: Any) -> Any:
    """Return the numbers of an array or scalar, whatever its class claims; refuse the rest."""
    scalar = isinstance(value, np.generic)
    array = np.ndarray.view(value, np.ndarray) if not scalar else np.asarray(value)
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        raise ValueError(f"an array of type {array.dtype}")
    if array.size * array.dtype.itemsize > MAX_BYTES:
        raise ValueError(f"an array of shape {array.shape}, which is too big")
    return array.astype(array.dtype.newbyteorder("<"), order="C", copy=False)


def _encode_array(value: Any) -> dict[str, Any]:
    array = _plain_array(value)
    kind = "scalar" if isinstance(value, np.generic) else "array"
    return {
        kind: base64.b64encode(array.tobytes()).decode("ascii"),
        "dtype": array.dtype.str,
        "shape": list(array.shape),
    }


def decode(data: Any, depth: int = MAX_DEPTH) -> Any:
    """Return the value whose JSON form is `data`; raise `ValueError` if it is not from `encode`.

    >>> decode({"tuple": [1, 2.5, "a"]})
    (1, 2.5, 'a')
    """
    if depth < 0:
        raise ValueError(f"a value nested more than {MAX_DEPTH} deep")
    if data is None or isinstance(data, bool | float):
        return data
    if isinstance(data, int | str):
        return encode(data)
    if isinstance(data, list):
        return [decode(item, depth - 1) for item in data]
    if not isinstance(data, dict):
        raise ValueError(f"unreadable value: {data!r:.80}")
    match data:
        case {"tuple": list(items)} if len(data) == 1:
            return tuple(decode(item, depth - 1) for item in items)
        case {"dict": dict(items)} if len(data) == 1:
            return {str(key): decode(item, depth - 1) for key, item in items.items()}
        case {"float": str(name)} if len(data) == 1 and name in _FLOATS:
            return _FLOATS[name]
        case {"array": str(text), "dtype": str(dtype), "shape": list(shape)} if len(data) == 3:
            return _decode_array(text, dtype, shape)
        case {"scalar": str(text), "dtype": str(dtype), "shape": []} if len(data) == 3:
            return _decode_array(text, dtype, [])[()]
    raise ValueError(f"unreadable value: {data!r:.80}")


def _decode_array(text: str, dtype: str, shape: list[Any]) -> Any:
    if dtype not in _DTYPES:
        raise ValueError(f"an array of type {dtype!r:.20}")
    if len(shape) > 8 or not all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape):
        raise ValueError(f"an array of shape {shape!r:.80}")
    kind = np.dtype(dtype)
    raw = base64.b64decode(text, validate=True)
    if math.prod(shape) * kind.itemsize != len(raw) or len(raw) > MAX_BYTES:
        raise ValueError(f"an array of shape {shape!r:.80} with {len(raw)} bytes")
    return np.frombuffer(raw, dtype=kind).reshape(shape).copy()


_DTYPES = {
    np.dtype(name).newbyteorder("<").str
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
}
