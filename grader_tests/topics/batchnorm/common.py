"""What the exercises on batch normalization have in common: inputs, statistics, words.

Z is (n, m): a row is one unit on all m examples of the batch, a column one example.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.common_mistakes import without_warnings
from grader_tests.engine.exercise import UNCHANGED, Criterion, Function

SHAPES = ((4, 6), (8, 4), (30, 64))
"""None square, and all of even numbers, for `balanced`; the last one big."""

WIDE = ((4, 100), (30, 64))
"""With so many examples that dividing by m - 1 hardly differs from dividing by m."""

NEGLIGIBLE = 1e-10
"""An epsilon that no comparison sees beside variances of ordinary size."""

HIDES_VARIANCE = 1e-9
"""Values of this size have a variance that no comparison sees beside an epsilon of 1."""


def mean(Z: Any) -> Any:
    """Each row's mean, (n, 1)."""
    return Z.mean(axis=1, keepdims=True)


def variance(Z: Any) -> Any:
    """Each row's variance over the m examples, (n, 1)."""
    return Z.var(axis=1, keepdims=True)


def total(Z: Any) -> Any:
    """Each row's sum, (n, 1)."""
    return Z.sum(axis=1, keepdims=True)


def batch(rng: Generator, shape: tuple[int, int]) -> Any:
    """Ordinary values: every row has a mean far from 0 and a spread of its own."""
    n = shape[0]
    means = rng.uniform(1.0, 4.0, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))
    return means + rng.uniform(1.5, 4.0, (n, 1)) * standard(rng.normal(size=shape))


def standard(Z: Any) -> Any:
    """Each row with mean 0 and variance 1."""
    return (Z - mean(Z)) / np.sqrt(variance(Z))


def balanced(rng: Generator, shape: tuple[int, int]) -> Any:
    """1 and -1, as often in each row and each column: whatever the axis, mean 0 and variance 1."""
    quarter = rng.choice([-1.0, 1.0], (shape[0] // 2, shape[1] // 2))
    return np.block([[quarter, -quarter], [-quarter, quarter]])


def nearly_constant(rng: Generator, shape: tuple[int, int], epsilon: float) -> Any:
    """Rows whose variance is a few millionths of epsilon.

    Whether it is added shows, and whether it was divided by m or by m - 1 does not.
    """
    return np.sqrt(3e-6 * epsilon) * balanced(rng, shape)


def any_epsilon(rng: Generator) -> float:
    """An epsilon that is none of the usual ones."""
    return float(10 ** rng.uniform(-6, -4))


def whole_numbers(rng: Generator, shape: tuple[int, int]) -> Any:
    """Rows of m different whole numbers with a variance that is no square."""
    steps = 3 * rng.permuted(np.tile(np.arange(shape[1]), (shape[0], 1)), axis=1)
    return steps + rng.integers(1, 9, (shape[0], 1))


def factors(rng: Generator, n: int) -> Any:
    """gamma: of either sign, none near 0 or 1, (n, 1)."""
    return rng.uniform(1.5, 3.0, (n, 1)) * rng.choice([-1.0, 1.0], (n, 1))


def plain_parameters(n: int) -> tuple[Any, Any]:
    """gamma = 1 and beta = 0, which change nothing."""
    return np.ones((n, 1)), np.zeros((n, 1))


def flat(function: Function, *items: int) -> Function:
    """`function` with some of its results, (n, 1), as (n,)."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        results = function(*args, **kwargs)
        return tuple(one.ravel() if i in items else one for i, one in enumerate(results))

    return without_warnings(wrong)


def works_on_its_first_argument(function: Function) -> Function:
    """`function` after it has taken the mean from its first argument with `-=`."""

    def wrong(Z: Any, *args: Any, **kwargs: Any) -> Any:
        result = function(Z.copy(), *args, **kwargs)
        Z -= mean(Z)
        return result

    return wrong


UNTOUCHED = Criterion(
    UNCHANGED,
    "The arrays that are given stay as they were.",
    "Make new arrays for the results. `-=`, `*=`, `/=` and a name with `[:]` before the equals "
    "sign write into the array that belongs to the caller.",
    1,
)
INTEGERS_TITLE = "Arrays of whole numbers give right results too, with their decimals."
INTEGERS_HINT = (
    "Try the example with whole numbers by hand. If only the decimals are missing, some array of "
    "yours has the type of the input: let the formula make the new array."
)

IN_PLACE = (
    "An array that came in is changed: `-=`, `*=` and `/=` do that, and arrays of whole numbers "
    "even refuse. Make a new array, with a name of its own: `centred = ...`."
)
WRITTEN_OVER = (
    "The result is written into an array that came in, as `Z[:] = ...` does, so the caller's own "
    "values are gone. Make a new array with a name of its own."
)
TRUNCATED = (
    "The result has the type of the input, so whole numbers lose their decimals. "
    "`np.zeros_like(Z)` of whole numbers is again an array of whole numbers: let the formula "
    "make the new array, or ask for `dtype=float`."
)
NO_RETURN = "The function returns nothing (`None`): its last line has to be a `return`."
