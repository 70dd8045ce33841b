"""`unbiased_running_var`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import ByProperties, Calls, exercise


def unbiased_running_var(var: Any, m: int) -> Any:
    """Return var * m / (m - 1), of shape (n, 1). Raises ValueError if m is less than 2."""
    if m < 2:
        raise ValueError("one example has no variance")
    return var * m / (m - 1)


def factor_cases(rng: Generator) -> Iterator[Call]:
    """Yield the smallest batch, where the factor is 2, an ordinary one and a big one."""
    for units, m in ((3, 2), (7, int(rng.integers(3, 40))), (400, int(rng.integers(50, 300)))):
        yield call(rng.uniform(0.5, 4.0, (units, 1)), m)


def integer_cases(rng: Generator) -> Iterator[Call]:
    """Yield integers of which no product with m is divisible by m - 1 (3 or 7)."""
    for units, m in ((3, 4), (5, 8)):
        yield call(rng.choice([1, 2, 4, 5, 11], (units, 1)), m)


def one_cases(rng: Generator) -> Iterator[Calls]:
    """Yield batches of one example, whose biased variance is 0, an empty one, and a larger one."""
    for units in (2, int(rng.integers(3, 9))):
        yield call(np.zeros((units, 1)), 1)
    yield call(np.zeros((3, 1)), 0)
    yield answered(rng.uniform(0.5, 4.0, (4, 1)), int(rng.integers(3, 40)))


def answered(var: Any, m: int) -> ByProperties:
    """Return a call for which any result will do, as long as there is one."""
    return ByProperties(call(var, m), "gives_a_result")


EXERCISE = exercise(
    unbiased_running_var,
    cases={"factor": factor_cases, "integers": integer_cases, "one": one_cases},
    examples={
        "factor": [
            call(np.array([[2.0], [3.0], [0.5]]), 5),
            call(np.array([[1.0], [4.0]]), 2),
        ],
        "integers": [call(np.array([[2], [5]]), 4)],
        "one": [
            call(np.array([[0.0], [0.0]]), 1),
            call(np.array([[0.0], [0.0]]), 0),
            answered(np.array([[2.0], [3.0]]), 4),
        ],
    },
)
