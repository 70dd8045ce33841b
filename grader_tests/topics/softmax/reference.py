"""The functions of the softmax lesson as the course teaches them."""

from __future__ import annotations

from typing import Any

import numpy as np


def softmax(Z: Any) -> Any:
    """Powers of e over their sum, in each column; subtracting a column's maximum changes nothing
    in the quotient, and keeps the powers from overflowing."""
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def one_hot(labels: Any, C: int) -> Any:
    """A one in row `labels[i]` of column i, zeros elsewhere."""
    Y = np.zeros((C, len(labels)))
    Y[labels, np.arange(len(labels))] = 1.0
    return Y


def right_probabilities(A: Any, Y: Any) -> Any:
    """The probability that each example's true class was given."""
    return np.sum(A * Y, axis=0)


def cross_entropy(A: Any, Y: Any) -> Any:
    """Mean of -log of the true class's probability."""
    return float(np.mean(-np.log(right_probabilities(A, Y))))


def softmax_gradient(A: Any, Y: Any) -> Any:
    """dJ/dZ of the mean cross-entropy of softmax(Z)."""
    return (A - Y) / Y.shape[1]


def predict(A: Any) -> Any:
    """The most probable class of each column."""
    return A.argmax(axis=0)
