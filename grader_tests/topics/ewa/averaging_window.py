"""`averaging_window`, how many days count in an average: reference and hidden cases."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise


def averaging_window(beta: float) -> float:
    """Return 1 / (1 - beta)."""
    return 1 / (1 - beta)


def window_cases(rng: Generator) -> Iterator[Call]:
    """Yield betas for which the number of days is a power of two, so that `1 - beta` is exact."""
    for n in rng.choice([4, 8, 16, 32, 64, 128], size=3, replace=False):
        yield call(1 - 1 / int(n))


def fraction_cases(rng: Generator) -> Iterator[Call]:
    """Yield decimals above and below the half, so that rounding and cutting differ."""
    for low, high in ((0.1, 0.4), (0.6, 0.9), (0.1, 0.4), (0.6, 0.9)):
        days = rng.integers(2, 200) + rng.uniform(low, high)
        yield call(float(1 - 1 / days))


EXERCISE = exercise(
    averaging_window,
    cases={"window": window_cases, "fraction": fraction_cases},
    examples={"window": [call(0.75)], "fraction": [call(0.7), call(0.85)]},
)
