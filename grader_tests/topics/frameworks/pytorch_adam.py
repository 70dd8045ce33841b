"""`pytorch_adam`, Adam as PyTorch's settings: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.frameworks.common import log_uniform


def pytorch_adam(
    learning_rate: float, beta1: float, beta2: float, epsilon: float
) -> dict[str, Any]:
    """Return the settings of torch.optim.Adam: the same algorithm, under other names."""
    return {"lr": learning_rate, "betas": (beta1, beta2), "eps": epsilon}


def settings(rng: Generator) -> Iterator[Call]:
    """Yield three random settings of Adam."""
    for _ in range(3):
        beta1, beta2 = float(rng.uniform(0.6, 0.88)), float(rng.uniform(0.96, 0.998))
        yield call(log_uniform(rng, -4, -1), beta1, beta2, log_uniform(rng, -7.5, -3))


SHOWN = [call(0.02, 0.8, 0.95, 1e-6), call(0.003, 0.7, 0.99, 1e-4)]

EXERCISE = exercise(
    pytorch_adam,
    cases={"lr": settings, "betas": settings, "eps": settings},
    examples={"lr": SHOWN, "betas": SHOWN, "eps": SHOWN},
)
