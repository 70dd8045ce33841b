"""The variance that PyTorch's batch norm remembers (`unbiased_running_var`): cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise
from grader_tests.topics.frameworks.variance_mistakes import MISTAKES, unbiased_running_var


def factor_cases(rng: Generator) -> Iterator[Case]:
    """The smallest batch, where the factor is 2, an ordinary one and a big one."""
    for units, m in ((3, 2), (7, int(rng.integers(3, 40))), (400, int(rng.integers(50, 300)))):
        yield Case("factor", (call(rng.uniform(0.5, 4.0, (units, 1)), m),))


def one_cases(rng: Generator) -> Iterator[Case]:
    """A batch of one example, whose biased variance is 0."""
    for units in (2, int(rng.integers(3, 9))):
        yield Case("one", (call(np.zeros((units, 1)), 1),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """m - 1 = 3 or 7 divides none of the products."""
    for units, m in ((3, 4), (5, 8)):
        yield Case("integers", (call(rng.choice([1, 2, 4, 5, 11], (units, 1)), m),))


UNBIASED_RUNNING_VAR = Exercise(
    "unbiased_running_var",
    unbiased_running_var,
    criteria=(
        Criterion(
            "factor",
            "The sum of squares is divided by `m - 1` in place of `m`.",
            "`var` has been divided by `m`. First undo that, then divide by `m - 1`. For a batch "
            "of two the result is twice as large.",
            2,
            factor_cases,
        ),
        Criterion(
            "integers",
            "Whole numbers go in, and the result still has decimals.",
            "Divide with one slash, `/`, and let the formula make the new array.",
            1,
            integer_cases,
        ),
        Criterion(
            "one",
            "A batch of one example raises ValueError, as it does in PyTorch.",
            "Before you divide, test whether `m` is less than 2, and if so write "
            "`raise ValueError(...)` with a sentence of yours in the brackets.",
            1,
            one_cases,
        ),
        Criterion(
            UNCHANGED,
            "The array that is given stays as it was.",
            "Make a new array for the result: `var * ...`. `var *= ...` and `var[:] = ...` write "
            "into the array that belongs to the caller.",
            1,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("factor", (call(np.array([[2.0], [3.0], [0.5]]), 5),)),
        Case("factor", (call(np.array([[1.0], [4.0]]), 2),)),
        Case("integers", (call(np.array([[2], [5]]), 4),)),
        Case("one", (call(np.array([[0.0], [0.0]]), 1),)),
    ),
)
