"""What the exercises on Adam have in common: inputs and words."""

from __future__ import annotations

from typing import Any

from numpy.random import Generator

from grader_tests.engine import common_mistakes
from grader_tests.engine.common_mistakes import signed
from grader_tests.engine.exercise import UNCHANGED, Criterion

HALVES = {"beta1": 0.5, "beta2": 0.5}


def state(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """v and s in the middle of training; a mean square is never below the squared mean."""
    v = signed(rng, shape)
    return v, v**2 + rng.uniform(0.1, 2.0, shape)


def betas(rng: Generator) -> dict[str, float]:
    """Betas that differ, and that are not the usual ones."""
    return {"beta1": float(rng.uniform(0.6, 0.88)), "beta2": float(rng.uniform(0.96, 0.998))}


def whole_numbers(rng: Generator, shape: tuple[int, ...]) -> tuple[Any, Any, Any]:
    """dw, v and s for `HALVES`, as `wrong_ways.whole_numbers` draws dw and one average."""
    _, dw, v = common_mistakes.whole_numbers(rng, shape)
    return dw, v, dw + 1 + 2 * rng.integers(0, 4, shape)


UNTOUCHED = Criterion(
    UNCHANGED,
    "The arrays that are given stay as they were.",
    "Make new arrays for the results, for example `v = ...`. `v *= ...`, `w -= ...` and "
    "`v[:] = ...` write into the array that belongs to the caller.",
    1,
)

IN_PLACE = (
    "The arrays that came in are changed: `v *= ...`, `v += ...` and `w -= ...` do that, and "
    "arrays of whole numbers even refuse. Make new arrays: `v = ...`."
)
WRITTEN_OVER = (
    "The results are written into the arrays that came in, as `v[:] = ...` does, so the caller's "
    "own values are gone. Make new arrays: `v = ...`."
)
TRUNCATED = (
    "The result has the type of the input, so whole numbers lose their decimals. "
    "`np.zeros_like(dw)` of whole numbers is again an array of whole numbers: let the formula "
    "make the new array, or ask for `dtype=float`."
)
