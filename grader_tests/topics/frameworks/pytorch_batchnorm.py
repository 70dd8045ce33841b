"""`pytorch_batchnorm`, batch norm as PyTorch's settings: reference, hidden cases, examples."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.frameworks.common import any_share, log_uniform


def pytorch_batchnorm(decay: float, epsilon: float) -> dict[str, float]:
    """Return the settings of torch.nn.BatchNorm1d, whose momentum is the new batch's share."""
    return {"momentum": 1 - decay, "eps": epsilon}


def settings(rng: Generator) -> Iterator[Call]:
    """Yield three random settings of batch norm."""
    for _ in range(3):
        yield call(any_share(rng), log_uniform(rng, -6.8, -2))


SHOWN = [call(0.8, 1e-4), call(0.3, 0.002)]

EXERCISE = exercise(
    pytorch_batchnorm,
    cases={"momentum": settings, "eps": settings},
    examples={"momentum": SHOWN, "eps": SHOWN},
)
