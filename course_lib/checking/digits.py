"""Recognize results that are right but for their digits: of 32 bits, or rounded to decimals."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from course_lib.cases.evidence import Evidence
from course_lib.cases.values import numbers_in
from course_lib.checking import messages
from course_lib.language import counted

NEAR = 1e-4
"""Largest difference, as a fraction of the largest element, of a result that is only imprecise."""

DECIMALS = range(1, 10)
ENOUGH = 2.2
"""How many digits of rounded numbers must be right, together: fewer may be right by chance."""


def too_few_digits(wrong: Evidence) -> str | None:
    """Return the hint for wrong results that lack nothing but digits; None for others."""
    if _is_single_precision(wrong):
        return messages.SINGLE_PRECISION
    decimals = _decimals_kept(wrong)
    return None if decimals is None else counted(messages.ROUNDED, decimals)


def are_about_digits(hints: Collection[str]) -> bool:
    """Return whether these are hints of `too_few_digits`: the formula is right in every line."""
    rounded = (counted(messages.ROUNDED, decimals) for decimals in DECIMALS)
    return bool(hints) and {messages.SINGLE_PRECISION, *rounded}.issuperset(hints)


def _decimals_kept(wrong: Evidence) -> int | None:
    """Return to how many decimals every wrong number is rounded, or cut off; None if it is not."""
    numbers = _numbers(wrong, only_returned=True)
    if numbers is None:
        return None
    want, have = (np.concatenate([one.ravel() for one in side]) for side in numbers)
    with np.errstate(all="ignore"):
        differ = ~np.isclose(have, want, rtol=1e-9, atol=1e-12, equal_nan=True)
        want, have = want[differ], have[differ]
        for decimals in DECIMALS:
            unit = 10.0**-decimals
            if (np.abs(have - np.round(have, decimals)) < 1e-6 * unit).all():
                right = np.log10(np.abs(np.unique(want)) / unit)
                near = bool((np.abs(have - want) <= unit).all())
                return decimals if near and right[right > 0].sum() >= ENOUGH else None
    return None


def _is_single_precision(wrong: Evidence) -> bool:
    """Return whether every wrong result is nearly right, and has numbers of 32 bits only."""
    numbers = _numbers(wrong)
    if numbers is None:
        return False
    wanted, got = numbers
    with np.errstate(all="ignore"):
        return (
            all(map(_is_near, wanted, got))
            and all(map(_has_32_bits, got))
            and not all(map(_has_32_bits, wanted))
        )


def _numbers(wrong: Evidence, only_returned: bool = False) -> tuple[list[Any], list[Any]] | None:
    """Return the numbers that are expected, and those that came; None if their forms differ.

    With `only_returned`, calls that raised count for nothing.
    """
    pairs = [
        (want.value, got.value)
        for expected, actual in zip(wrong.expected, wrong.actual, strict=True)
        for want, got in zip(expected, actual, strict=False)
        if not only_returned or got.error is None
    ]
    wanted, got = (_floats([pair[side] for pair in pairs]) for side in (0, 1))
    if not got or [one.shape for one in wanted] != [one.shape for one in got]:
        return None
    return wanted, got


def _is_near(want: Any, got: Any) -> bool:
    finite = want.size > 0 and bool(np.isfinite(want).all() and np.isfinite(got).all())
    return finite and bool(np.abs(got - want).max() <= NEAR * np.abs(want).max())


def _has_32_bits(values: Any) -> bool:
    return bool((values.astype(np.float32).astype(np.float64) == values).all())


def _floats(values: Any) -> list[Any]:
    return [one.astype(np.float64) for one in numbers_in(values) if one.dtype.kind != "b"]
