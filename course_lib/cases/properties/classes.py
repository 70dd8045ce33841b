"""Properties of single results: integers, numbers of any type, and unbounded costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

CLIP = 1e-12
"""The largest value that may replace a probability of zero before taking its logarithm."""


def an_integer(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return whether each value is one integer of any size, of Python or NumPy.

    >>> an_integer([None], [np.int32(3)]), an_integer([None], [3.0])
    ({'an integer': True}, {'an integer': False})
    """
    found = [np.asarray(value) for value in values]
    return {"an integer": all(one.shape == () and one.dtype.kind in "iu" for one in found)}


def numbers_of_any_type(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return the numbers of the only call's array, whether they are floats, integers or bools.

    >>> numbers_of_any_type([None], [np.array([True, False])])
    {'numbers': array([1., 0.])}
    """
    [value] = values
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        raise TypeError("not an array of numbers")
    return {"numbers": value.astype(np.float64)}


NO_LIMIT = "infinite, or as large as -log(1e-12)"


def cost_of_the_impossible(calls: Sequence[Any], values: Sequence[Any]) -> dict[str, Any]:
    """Return how a cross-entropy treats true answers with probability zero.

    >>> from course_lib.cases.case import call
    >>> A, Y = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
    >>> cost_of_the_impossible([call(A, Y)], [0.0])
    {'cost': 'nothing'}
    """
    facts = {}
    for planned, J in zip(calls, values, strict=True):
        A, Y = planned.args
        m = Y.shape[1]
        right = np.sum(A * Y, axis=0)
        least = -np.log(np.maximum(right, CLIP)).sum() / m
        finite = -np.log(right[right > 0]).sum() / m
        if isinstance(J, bool) or np.shape(J) != ():
            raise TypeError("not a number")
        facts["cost"] = _size(float(J), least, finite)
    return facts


def _size(cost: float, least: float, finite: float) -> str:
    if np.isnan(cost):
        return "nan"
    if cost < 0:
        return "below zero"
    if cost >= least * (1 - 1e-9):
        return NO_LIMIT
    return "nothing" if cost <= finite + 1e-6 else "too little"
