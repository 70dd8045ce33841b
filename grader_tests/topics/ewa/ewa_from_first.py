"""`ewa_from_first`, the running average that starts from the first value: its reference."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.definition import exercise
from grader_tests.topics.ewa.common import CASES, EXAMPLES


def ewa_from_first(theta: Any, beta: float) -> Any:
    """Return S_1, ..., S_T: S_1 = theta_1 and S_t = beta * S_(t-1) + (1 - beta) * theta_t."""
    averages = np.zeros(len(theta))
    averages[0] = theta[0]
    for i in range(1, len(theta)):
        averages[i] = beta * averages[i - 1] + (1 - beta) * theta[i]
    return averages


EXERCISE = exercise(ewa_from_first, cases=CASES, examples=EXAMPLES)
