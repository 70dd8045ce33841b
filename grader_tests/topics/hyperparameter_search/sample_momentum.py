"""`sample_momentum`: reference, hidden cases and worked examples."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.definition import exercise
from grader_tests.topics.hyperparameter_search.common import sample_cases, sample_examples


def sample_momentum(low: float, high: float, n: int, rng: Generator) -> Any:
    """Return n numbers 1 - 10**r, with r uniform from log10(1 - high) to log10(1 - low)."""
    exponents = rng.uniform(np.log10(1 - high), np.log10(1 - low), n)
    return 1 - 10.0**exponents


EXERCISE = exercise(
    sample_momentum,
    cases=sample_cases("one_minus_log"),
    examples=sample_examples("one_minus_log", (0.1, 0.999), (0.05, 0.995)),
)
