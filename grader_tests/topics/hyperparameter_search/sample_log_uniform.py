"""`sample_log_uniform`: reference, hidden cases and worked examples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.definition import exercise
from grader_tests.topics.hyperparameter_search.common import sample_cases, sample_examples


def sample_log_uniform(low: float, high: float, n: int, rng: Generator) -> Any:
    """Return n numbers 10**r, of shape (n,), with r uniform from log10(low) to log10(high)."""
    exponents = rng.uniform(np.log10(low), np.log10(high), n)
    return 10.0**exponents


EXERCISE = exercise(
    sample_log_uniform,
    cases=sample_cases("log"),
    examples=sample_examples("log", (0.0003, 0.5), (0.00002, 0.01)),
)
