"""Recognize results that were computed with 32 bits, as PyTorch does, and then made floats."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_lib.cases.evidence import Evidence
from course_lib.cases.values import numbers_in

NEAR = 1e-4
"""Largest difference, as a fraction of the largest element, of a result that is only imprecise."""


def is_single_precision(wrong: Evidence) -> bool:
    """Return whether every wrong result is nearly right, and has numbers of 32 bits only."""
    pairs = [
        (want.value, got.value)
        for expected, actual in zip(wrong.expected, wrong.actual, strict=True)
        for want, got in zip(expected, actual, strict=False)
    ]
    wanted, got = (_floats([pair[side] for pair in pairs]) for side in (0, 1))
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


def _floats(values: Any) -> list[Any]:
    return [one.astype(np.float64) for one in numbers_in(values) if one.dtype.kind != "b"]
