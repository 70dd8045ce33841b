"""`pytorch_sgd`, momentum as PyTorch's settings: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.frameworks.common import any_share, log_uniform


def pytorch_sgd(learning_rate: float, beta: float) -> dict[str, float]:
    """Return the settings of torch.optim.SGD, whose average lacks the factor 1 - beta."""
    return {"lr": learning_rate * (1 - beta), "momentum": beta}


def settings(rng: Generator) -> Iterator[Call]:
    """Yield three random settings of momentum."""
    for _ in range(3):
        yield call(log_uniform(rng, -3, -0.5), any_share(rng))


SHOWN = [call(0.2, 0.75), call(0.04, 0.3)]

EXERCISE = exercise(
    pytorch_sgd,
    cases={"lr": settings, "momentum": settings},
    examples={"lr": SHOWN, "momentum": SHOWN},
)
