"""What the exercises on momentum have in common: inputs and words."""

from __future__ import annotations

from numpy.random import Generator

from grader_tests.engine.exercise import UNCHANGED, Criterion


def settings(rng: Generator) -> dict[str, float]:
    """A learning rate, and a beta that is not the usual one and not near a half."""
    return {
        "learning_rate": float(rng.uniform(0.05, 0.5)),
        "beta": float(rng.uniform(0.65, 0.88)),
    }


UNTOUCHED = Criterion(
    UNCHANGED,
    "The arrays that are given stay as they were.",
    "Make new arrays for the results: `v = ...` and `w = ...`. `v *= ...`, `w -= ...` and "
    "`v[:] = ...` write into the array that belongs to the caller.",
    1,
)
TRUNCATED = (
    "The result has the type of the input, so whole numbers lose their decimals. "
    "`np.zeros_like(w)` of whole numbers is again an array of whole numbers: let the formula "
    "make the new array, or ask for `dtype=float`."
)
