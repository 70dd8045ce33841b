"""Recognize results that were computed with 32 bits, as PyTorch does, and then made floats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from course_lib.cases.evidence import Evidence

NEAR = 1e-4
"""Largest difference, as a fraction of the largest element, of a result that is only imprecise."""


def is_single_precision(wrong: Evidence) -> bool:
    """Return whether every wrong result is nearly right, and has numbers of 32 bits only."""
    pairs = [
        (want.value, got.value)
        for expected, actual in zip(wrong.expected, wrong.actual, strict=True)
        for want, got in zip(expected, actual, strict=False)
    ]
    wanted = [*_numbers([want for want, _ in pairs])]
    got = [*_numbers([got for _, got in pairs])]
    if not got or [one.shape for one in wanted] != [one.shape for one in got]:
        return False
    with np.errstate(all="ignore"):
        return (
            all(map(_is_near, wanted, got))
            and all(map(_has_32_bits, got))
            and not all(map(_has_32_bits, wanted))
        )


def _is_near(want: Any, got: Any) -> bool:
    finite = want.size > 0 and bool(np.isfinite(want).all() and np.isfinite(got).all())
    return finite and bool(np.abs(got - want).max() <= NEAR * np.abs(want).max())


def _has_32_bits(values: Any) -> bool:
    return bool((values.astype(np.float32).astype(np.float64) == values).all())


def _numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _numbers(item)
    elif isinstance(value, np.ndarray | np.generic | float | int):
        array = np.asarray(value)
        if array.dtype.kind in "iuf":
            yield array.astype(np.float64)
