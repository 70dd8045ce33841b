"""What the exercises on momentum have in common: inputs and words."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

from grader_tests.exercise import UNCHANGED, Aspect


def settings(rng: Generator) -> dict[str, float]:
    """A learning rate, and a beta that is not the usual one and not near a half."""
    return {
        "learning_rate": float(rng.uniform(0.05, 0.5)),
        "beta": float(rng.uniform(0.65, 0.88)),
    }


def whole_numbers(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any]:
    """w, dw and v for a beta of 1/2: each dw is its own square, and no mean with it is whole.

    There is a 0 and a 1 in dw, all w are negative and all v are positive.
    """
    dw = rng.integers(0, 2, shape)
    dw.flat[:2] = rng.permutation(2)
    return rng.integers(-9, 0, shape), dw, dw + 1 + 2 * rng.integers(0, 4, shape)


UNTOUCHED = Aspect(
    UNCHANGED,
    "The arrays that are given stay as they were.",
    "Make new arrays for the results: `v = ...` and `w = ...`. `v *= ...`, `w -= ...` and "
    "`v[:] = ...` write into the array that belongs to the caller.",
    1,
)
INTEGERS_TITLE = "Arrays of whole numbers give right results too, with their decimals."
INTEGERS_HINT = (
    "Try the example with whole numbers by hand. If only the decimals are missing, some array of "
    "yours has the type of the input: let the formula make the new array."
)
TRUNCATED = (
    "The result has the type of the input, so whole numbers lose their decimals. "
    "`np.zeros_like(w)` of whole numbers is again an array of whole numbers: let the formula "
    "make the new array, or ask for `dtype=float`."
)
NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."
