"""The network's backpropagation agrees with finite differences, and its cost never overflows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradient_check import assert_gradients_agree_with_central_differences

from course_lib.nn.network import Network


def example(
    sizes: tuple[int, ...], m: int = 7
) -> tuple[Network, dict[str, Any], np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    network = Network(sizes)
    parameters = network.initial_parameters(rng)
    parameters = {
        name: array + 0.1 * rng.normal(size=array.shape) for name, array in parameters.items()
    }
    return network, parameters, rng.normal(size=(sizes[0], m)), rng.integers(0, 2, (1, m)) * 1.0


@pytest.mark.parametrize("sizes", [(4, 1), (4, 3, 1), (5, 4, 3, 1)])
def test_gradients_agree_with_central_differences(sizes: tuple[int, ...]) -> None:
    network, parameters, X, Y = example(sizes)
    assert_gradients_agree_with_central_differences(network, parameters, X, Y)


def test_the_cost_is_the_mean_cross_entropy() -> None:
    network, parameters, X, Y = example((4, 3, 1))
    A = network.forward(parameters, X)
    right = np.where(Y == 1, A, 1 - A)
    assert network.cost(parameters, X, Y) == pytest.approx(-np.log(right).mean(), rel=1e-12)


def test_huge_logits_give_a_finite_cost_without_warnings() -> None:
    network = Network((1, 1))
    parameters = {"W1": np.array([[1e4]]), "b1": np.zeros((1, 1))}
    X, Y = np.array([[1.0, -1.0]]), np.array([[1.0, 1.0]])
    with np.errstate(all="raise", under="ignore"):
        assert network.cost(parameters, X, Y) == pytest.approx(5000.0)
        assert network.forward(parameters, X).tolist() == [[1.0, 0.0]]


def test_the_start_comes_from_the_generator_alone_and_keeps_signals_their_size() -> None:
    network = Network((400, 300, 1))
    one, same, other = (
        network.initial_parameters(np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert all(np.array_equal(one[name], same[name]) for name in one)
    assert not np.array_equal(one["W1"], other["W1"])
    assert one["W1"].std() == pytest.approx(1 / 20, rel=0.02)
    assert not one["b1"].any()
    small = network.initial_parameters(np.random.default_rng(1), scale=0.1)
    np.testing.assert_allclose(small["W1"], 0.1 * one["W1"])


def test_accuracy_counts_the_right_answers() -> None:
    network = Network((1, 1))
    parameters = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
    X, Y = np.array([[3.0, -2.0, 1.0, -1.0]]), np.array([[1.0, 0.0, 0.0, 1.0]])
    assert network.accuracy(parameters, X, Y) == 0.5
