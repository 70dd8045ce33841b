"""Plain values, which a grader and a student's function may exchange, and their JSON form.

Plain values are None, bool, int, float, str, numeric arrays, and lists, tuples and dicts with
string keys of plain values. What is derived from them, such as an `OrderedDict` or a named tuple,
counts as what it is derived from. Anything else raises a `ValueError` that names the type.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_DEPTH = 6
MAX_BYTES = 16_000_000
MAX_INT_BITS = 256
MAX_ITEMS = 120_000
"""Parts of a value: the elements of its lists and dicts, and what arrays and scalars add."""
ARRAY_PARTS, SCALAR_PARTS = 10, 3
"""What an array and a NumPy scalar add: it takes so much longer to carry one than a float."""
MAX_ELEMENTS = 1_000_000
"""Elements of all arrays in a value; an empty dimension counts as one, so that the others count."""
ALL_ITEMS, ALL_ELEMENTS = 400_000, 3_000_000
"""The same for all values that one function returns: eight times what a right one needs, and three
times what the most wasteful known mistake does."""

_OF_NUMPY = (np.ndarray, np.generic)
_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class Size:
    """The size of a value so far: what is small on the wire can be large in memory.

    It counts for the size that it is within, too.
    """

    def __init__(self, within: Size | None = None) -> None:
        self.items = self.elements = 0
        self.most_items, self.most_elements = MAX_ITEMS, MAX_ELEMENTS
        self._within = within

    @classmethod
    def of_all(cls) -> Size:
        """Return the size of all values of a function, none of which is there yet."""
        size = cls()
        size.most_items, size.most_elements = ALL_ITEMS, ALL_ELEMENTS
        return size

    def add(self, items: int, shape: Sequence[int] = ()) -> None:
        """Count items, and an array of this shape; raise `ValueError` if they are too many."""
        elements = 1 if shape else 0
        for n in shape:
            elements *= n or 1
        size: Size | None = self
        while size is not None:
            size.items += items
            size.elements += elements
            if size.items > size.most_items or size.elements > size.most_elements:
                raise ValueError("a value of too many parts")
            size = size._within


_UNDERIVED: Mapping[type, Callable[[Any], Any]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
}
"""How to copy what is derived from a type into the type itself, asking none of its own methods."""


def underived(value: Any) -> Any:
    """Return what is derived from a plain type as that type, and anything else as it is.

    >>> from collections import OrderedDict
    >>> underived(OrderedDict(a=1))
    {'a': 1}
    """
    kind = type(value)
    if kind in _UNDERIVED or kind is bool:
        return value
    if issubclass(kind, np.generic) and not issubclass(kind, str):
        return value
    base = next((base for base in _UNDERIVED if issubclass(kind, base)), None)
    return value if base is None else _UNDERIVED[base](value)


def encode(value: Any, within: Size | None = None) -> Any:
    """Return the JSON form of `value`, by its actual type, whatever the object claims to be.

    >>> encode((1, 2.5, "a"))
    {'tuple': [1, 2.5, 'a']}
    """
    if type(value) is float and math.isfinite(value):  # most values are
        return value
    return _encode(value, MAX_DEPTH, Size(within))


def _encode(value: Any, depth: int, size: Size) -> Any:
    if depth < 0:
        raise ValueError(f"a value nested more than {MAX_DEPTH} deep")
    kind = type(value)
    if kind is np.ndarray:
        return _encode_array(value, size)
    if kind not in _UNDERIVED:
        value = underived(value)
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
    if issubclass(kind, _OF_NUMPY):
        return _encode_array(value, size)
    if kind in (list, tuple):
        size.add(len(value))
        items = [_encode(item, depth - 1, size) for item in value]
        return items if kind is list else {"tuple": items}
    if kind is dict:
        size.add(len(value))
        named = {underived(key): item for key, item in value.items()}
        if not all(type(key) is str for key in named):
            raise ValueError("a dict with keys that are not text")
        return {"dict": {key: _encode(item, depth - 1, size) for key, item in named.items()}}
    raise ValueError(f"a value of type {kind.__name__}")


def numbers_in(value: Any) -> Iterator[NDArray[Any]]:
    """Yield the arrays and numbers in a value, as arrays in their order; booleans are numbers."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, int | float | np.ndarray | np.generic):
        array = np.asarray(value)
        if array.dtype.kind in "iufb":
            yield array


def plain(value: Any) -> Any:
    """Return a copy of `value`, equal to `decode(encode(value))` but faster.

    >>> plain((1, 2.5, "a"))
    (1, 2.5, 'a')
    """
    return _plain(value, MAX_DEPTH, Size())


def _plain(value: Any, depth: int, size: Size) -> Any:
    kind = type(value)
    if kind is float or kind is np.float64:  # most values are; nothing about one can be refused
        return value
    if kind not in _UNDERIVED and kind is not np.ndarray:
        value = underived(value)
        kind = type(value)
    if kind is np.ndarray or issubclass(kind, _OF_NUMPY):
        array = np.array(_plain_array(value, size))
        return array[()] if issubclass(kind, np.generic) else array
    if (kind is list or kind is tuple) and depth > 0:
        size.add(len(value))
        return kind([v if type(v) is float else _plain(v, depth - 1, size) for v in value])
    if kind is dict and depth > 0:
        named = {underived(key): item for key, item in value.items()}
        if all(type(key) is str for key in named):
            size.add(len(named))
            return {
                key: v if type(v) is float else _plain(v, depth - 1, size)
                for key, v in named.items()
            }
    _encode(value, depth, size)  # raises unless the value is plain
    return value


def _plain_array(value: Any, size: Size) -> Any:
    """Return the numbers of an array or scalar, whatever its class claims; refuse the rest."""
    scalar = isinstance(value, np.generic)
    if type(value) is np.ndarray:
        array = value
    else:
        array = np.asarray(value) if scalar else np.ndarray.view(value, np.ndarray)
    kind = array.dtype
    if kind.kind not in "biuf" or kind.itemsize > 8:
        raise ValueError(f"an array of type {kind}")
    if array.size * kind.itemsize > MAX_BYTES:
        raise ValueError(f"an array of shape {array.shape}, which is too big")
    size.add(SCALAR_PARTS if scalar else ARRAY_PARTS, array.shape)
    if kind.str[0] == ">" or not array.flags.c_contiguous:
        array = array.astype(kind.str.replace(">", "<"), order="C", copy=False)
    return array


def _encode_array(value: Any, size: Size) -> dict[str, Any]:
    array = _plain_array(value, size)
    kind = "scalar" if isinstance(value, np.generic) else "array"
    return {
        kind: base64.b64encode(array.tobytes()).decode("ascii"),
        "dtype": array.dtype.str,
        "shape": list(array.shape),
    }


def decode(data: Any, within: Size | None = None) -> Any:
    """Return the value whose JSON form is `data`; raise `ValueError` if it is not from `encode`.

    >>> decode({"tuple": [1, 2.5, "a"]})
    (1, 2.5, 'a')
    """
    return _decode(data, MAX_DEPTH, Size(within))


def _decode(data: Any, depth: int, size: Size) -> Any:
    if depth < 0:
        raise ValueError(f"a value nested more than {MAX_DEPTH} deep")
    if data is None or isinstance(data, (bool, float)):
        return data
    if isinstance(data, (int, str)):
        return _encode(data, 0, size)
    if isinstance(data, list):
        size.add(len(data))
        return [_decode(item, depth - 1, size) for item in data]
    if not isinstance(data, dict):
        raise ValueError(f"unreadable value: {data!r:.80}")
    if len(data) == 3:  # not by patterns, which take several times longer
        shape, dtype = data.get("shape"), data.get("dtype")
        if isinstance(shape, list) and isinstance(dtype, str):
            if isinstance(text := data.get("array"), str):
                size.add(ARRAY_PARTS)
                return _decode_array(text, dtype, shape, size)
            if isinstance(text := data.get("scalar"), str) and not shape:
                size.add(SCALAR_PARTS)
                return _decode_array(text, dtype, [], size)[()]
    elif len(data) == 1:
        [(kind, inner)] = data.items()
        if kind == "tuple" and isinstance(inner, list):
            size.add(len(inner))
            return tuple([_decode(item, depth - 1, size) for item in inner])
        if kind == "dict" and isinstance(inner, dict):
            size.add(len(inner))
            return {str(key): _decode(item, depth - 1, size) for key, item in inner.items()}
        if kind == "float" and isinstance(inner, str) and inner in _FLOATS:
            return _FLOATS[inner]
    raise ValueError(f"unreadable value: {data!r:.80}")


def _decode_array(text: str, dtype: str, shape: list[Any], size: Size) -> Any:
    if dtype not in _DTYPES:
        raise ValueError(f"an array of type {dtype!r:.20}")
    if len(shape) > 8 or not all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape):
        raise ValueError(f"an array of shape {shape!r:.80}")
    size.add(0, shape)
    kind = _DTYPES[dtype]
    raw = base64.b64decode(text, validate=True)
    if math.prod(shape) * kind.itemsize != len(raw) or len(raw) > MAX_BYTES:
        raise ValueError(f"an array of shape {shape!r:.80} with {len(raw)} bytes")
    return np.frombuffer(raw, dtype=kind).reshape(shape).copy()


_DTYPES = {
    np.dtype("<" + name).str: np.dtype("<" + name)  # the machine's own where it is little-endian
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
}
