"""`ewa`, the running average that starts from zero: its reference."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader_tests.engine.definition import exercise
from grader_tests.topics.ewa.common import CASES, EXAMPLES


def ewa(theta: Any, beta: float) -> Any:
    """Return v_1, ..., v_T: v_0 = 0 and v_t = beta * v_(t-1) + (1 - beta) * theta_t."""
    v = np.zeros(len(theta))
    average = 0.0
    for i in range(len(theta)):
        average = beta * average + (1 - beta) * theta[i]
        v[i] = average
    return v


EXERCISE = exercise(ewa, cases=CASES, examples=EXAMPLES)
