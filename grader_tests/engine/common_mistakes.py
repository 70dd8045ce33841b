"""What exercises of several topics share: inputs, wrong ways to return right results, words."""

from __future__ import annotations

from functools import wraps
from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.exercise import Function

SHAPES = ((5,), (3, 2), (50, 40))
"""None square, so that a transposed result shows; the last one big."""


def signed(rng: Generator, shape: tuple[int, ...]) -> Any:
    """Gradients of either sign, none of them near zero."""
    return rng.uniform(0.5, 3.0, shape) * rng.choice([-1.0, 1.0], shape)


def whole_numbers(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any]:
    """w, dw and an average for a beta of 1/2: dw is its own square, no mean with it is whole.

    There is a 0 and a 1 in dw, all w are negative and all averages are positive. The largest of
    them belongs to a dw of 1, so an average over the whole array cannot take its place.
    """
    w, dw, half = rng.integers(-9, 0, shape), rng.integers(0, 2, shape), rng.integers(0, 4, shape)
    one = int(rng.integers(2))
    dw.flat[one], dw.flat[1 - one] = 1, 0
    half.flat[one] = 4
    return w, dw, dw + 1 + 2 * half


def without_warnings(function: Function) -> Function:
    """`function` without warnings: wrong formulas divide by zero and take roots of less."""

    @wraps(function)
    def wrong(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return wrong


def reversed_results(function: Function) -> Function:
    """`function` with its results in the opposite order."""
    return lambda *args, **kwargs: function(*args, **kwargs)[::-1]


def cast_to_input_dtype(function: Function) -> Function:
    """`function` with its results in the type that its first argument has."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        return tuple(value.astype(args[0].dtype) for value in function(*args, **kwargs))

    return without_warnings(wrong)


def in_place(function: Function, *positions: int) -> Function:
    """`function` with each of its results written over the argument at its position."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        results = function(*args, **kwargs)
        for position, result in zip(positions, results, strict=True):
            args[position][...] = result
        return tuple(args[position] for position in positions)

    return without_warnings(wrong)


def augmented(function: Function, *positions: int) -> Function:
    """The same with `+=` and its like, which whole-number arrays refuse."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        results = function(*args, **kwargs)
        for position, result in zip(positions, results, strict=True):
            old = args[position]
            old += result - old
        return tuple(args[position] for position in positions)

    return without_warnings(wrong)


def returns_none(*args: Any, **kwargs: Any) -> None:
    """A function that forgot its `return`."""


INTEGERS_TITLE = "Arrays of whole numbers give right results too, with their decimals."
INTEGERS_HINT = (
    "Try the example with whole numbers by hand. If only the decimals are missing, some array of "
    "yours has the type of the input: let the formula make the new array."
)
NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."
