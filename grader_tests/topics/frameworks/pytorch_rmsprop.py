"""`pytorch_rmsprop`, RMSProp as PyTorch's settings: reference, hidden cases, worked examples."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise
from grader_tests.topics.frameworks.common import any_share, log_uniform


def pytorch_rmsprop(learning_rate: float, beta: float, epsilon: float) -> dict[str, float]:
    """Return the settings of torch.optim.RMSprop, where eps is beside the root."""
    return {"lr": learning_rate, "alpha": beta, "eps": np.sqrt(epsilon)}


def settings(rng: Generator) -> Iterator[Call]:
    """Yield three random settings of RMSProp."""
    for _ in range(3):
        yield call(log_uniform(rng, -4, -1), any_share(rng), log_uniform(rng, -12, -4))


SHOWN = [call(0.05, 0.8, 1e-6), call(0.002, 0.3, 1e-4)]

EXERCISE = exercise(
    pytorch_rmsprop,
    cases={"lr": settings, "alpha": settings, "eps": settings},
    examples={"lr": SHOWN, "alpha": SHOWN, "eps": SHOWN},
)
