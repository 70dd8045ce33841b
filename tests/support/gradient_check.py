"""Compare a network's gradients with the slopes of its cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_lib.nn.network import Network


def assert_gradients_agree_with_central_differences(
    network: Network, parameters: dict[str, Any], X: Any, Y: Any
) -> None:
    """Compares every single gradient with the slope of the cost around its parameter."""
    cost, gradients = network.cost_and_gradients(parameters, X, Y)
    assert cost == pytest.approx(network.cost(parameters, X, Y), rel=1e-14)
    assert set(gradients) == set(parameters)
    h = 1e-5
    for name, array in parameters.items():
        assert gradients[name].shape == array.shape
        for index in np.ndindex(array.shape):
            shift = np.zeros_like(array)
            shift[index] = h
            higher = network.cost({**parameters, name: array + shift}, X, Y)
            lower = network.cost({**parameters, name: array - shift}, X, Y)
            assert gradients[name][index] == pytest.approx((higher - lower) / (2 * h), abs=1e-9)
