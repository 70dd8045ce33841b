"""What the exercises on softmax have in common: labels, probabilities, one-hot columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

SHAPES = ((3, 5), (4, 2), (10, 300))
"""Classes and examples; none square, the last one big."""


def labels_of(rng: Generator, C: int, m: int) -> Any:
    """Return labels in a random order, the last class among them, (m,)."""
    labels = rng.integers(0, C, m)
    labels[rng.integers(m)] = C - 1
    return labels


def columns_of(labels: Any, C: int) -> Any:
    """Return the labels as columns with a single 1, (C, m)."""
    return np.eye(C)[:, labels]


def probabilities(rng: Generator, C: int, m: int) -> Any:
    """Return columns that add up to 1, each entry at least a fifth of an equal share, (C, m)."""
    shares = rng.uniform(0.2, 1.0, (C, m))
    return shares / shares.sum(axis=0)


def answers(rng: Generator, C: int, m: int) -> tuple[Any, Any]:
    """Return probabilities A, and the right answers Y, (C, m)."""
    return probabilities(rng, C, m), columns_of(labels_of(rng, C, m), C)
