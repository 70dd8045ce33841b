"""Show two results that are not the same so that they do not look the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from course_lib.checking import messages

Difference = tuple[str, Any, Any]
"""Where two results differ, written as an index, and what each of them has there."""


def shown_apart(expected: Any, actual: Any, show: Callable[[Any], str]) -> tuple[str, str]:
    """Return both results as texts that differ, with more than `show` says only where it must.

    >>> shown_apart(np.float64(1), np.float32(1), str)
    ('1.0 (float64)', '1.0 (float32)')
    >>> shown_apart(0.1 + 0.2, 0.3, "{:.3f}".format)
    ('0.300, where it is 0.30000000000000004', '0.300, where it is 0.3')
    """
    texts = show(expected), show(actual)
    if texts[0] != texts[1]:
        return texts
    kinds = kind_of(expected), kind_of(actual)
    if kinds[0] != kinds[1]:
        return (
            messages.OF_KIND.format(value=texts[0], kind=kinds[0]),
            messages.OF_KIND.format(value=texts[1], kind=kinds[1]),
        )
    return _shown_where_they_differ(expected, actual, texts)


def _parts(kind: str, values: Iterable[Any]) -> str:
    return str(messages.KIND_OF_PARTS.format(kind=kind, parts=", ".join(map(kind_of, values))))


def kind_of(value: Any) -> str:
    """Return what a result is, with the types of all that is in it.

    >>> kind_of((np.zeros((2, 1)), [1, 2.0]))
    'tuple of (array of float64 and shape (2, 1), list of (int, float))'
    """
    if isinstance(value, np.ndarray):
        return messages.KIND_OF_ARRAY.format(type=value.dtype, shape=value.shape)
    if isinstance(value, Mapping):
        return _parts("dict", value.values())
    if isinstance(value, tuple | list):
        return _parts(type(value).__name__, value)
    return type(value).__name__


def _shown_where_they_differ(expected: Any, actual: Any, texts: tuple[str, str]) -> tuple[str, str]:
    differences = list(_differences(expected, actual))
    if not differences:
        return texts
    where, *numbers = max(differences, key=_size)
    form = messages.WHERE if where else messages.WHERE_IT_IS
    shown = [
        form.format(value=text, where=where, number=_in_full(number))
        for text, number in zip(texts, numbers, strict=True)
    ]
    return shown[0], shown[1]


def _differences(expected: Any, actual: Any, where: str = "") -> Iterator[Difference]:
    """Yield the differences between two results of the same kind."""
    if isinstance(expected, Mapping):
        for key in expected:
            if key in actual:
                yield from _differences(expected[key], actual[key], f"{where}[{key!r}]")
    elif isinstance(expected, tuple | list):
        for i, (want, got) in enumerate(zip(expected, actual, strict=False)):
            yield from _differences(want, got, f"{where}[{i}]")
    elif isinstance(expected, np.ndarray) and expected.ndim:
        for index in np.argwhere(~_equal(expected, actual)):
            at = tuple(int(i) for i in index)
            yield f"{where}[{', '.join(map(str, at))}]", expected[at], actual[at]
    elif not np.all(_equal(expected, actual)):
        yield where, expected, actual


def _equal(expected: Any, actual: Any) -> Any:
    """Compare element by element; nan, which is not equal to itself, counts as equal to nan."""
    both_nan = (expected != expected) & (actual != actual)
    return (expected == actual) | both_nan


def _size(difference: Difference) -> float:
    _, want, got = difference
    try:
        return abs(float(want) - float(got))
    except (TypeError, ValueError):
        return 0.0


def _in_full(value: Any) -> str:
    return repr(value.item() if isinstance(value, np.generic | np.ndarray) else value)
