"""An output layer's gradient is that of its cost, and wrong shapes are reported immediately."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_lib import Network, SigmoidOutput, SoftmaxOutput, train
from course_lib.errors import TrainingFailed


def softmax(Z: Any) -> Any:
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def cross_entropy(A: Any, Y: Any) -> Any:
    return -np.log(A[Y == 1]).sum() / Y.shape[1]


def softmax_gradient(A: Any, Y: Any) -> Any:
    return (A - Y) / Y.shape[1]


SOFTMAX = SoftmaxOutput(softmax, cross_entropy, softmax_gradient)
SIZES = (4, 5, 3)
RNG = np.random.default_rng(2)
START = Network(SIZES).initial_parameters(RNG)
X, LABELS = RNG.normal(size=(4, 9)), RNG.integers(0, 3, 9)
Y = np.eye(3)[LABELS].T


@pytest.mark.parametrize("sizes", [(4, 3), SIZES, (4, 6, 5, 3)])
def test_gradients_through_softmax_agree_with_central_differences(sizes: tuple[int, ...]) -> None:
    network = Network(sizes, output=SOFTMAX)
    parameters = network.initial_parameters(np.random.default_rng(5))
    cost, gradients = network.cost_and_gradients(parameters, X, Y)
    assert cost == network.cost(parameters, X, Y)
    h = 1e-5
    for name, array in parameters.items():
        for index in np.ndindex(array.shape):
            shift = np.zeros_like(array)
            shift[index] = h
            higher = network.cost({**parameters, name: array + shift}, X, Y)
            lower = network.cost({**parameters, name: array - shift}, X, Y)
            assert gradients[name][index] == pytest.approx((higher - lower) / (2 * h), abs=1e-9)


def test_the_answers_are_the_probabilities_of_the_classes() -> None:
    A = Network(SIZES, output=SOFTMAX).forward(START, X)
    assert A.shape == (3, 9)
    np.testing.assert_allclose(A.sum(axis=0), 1)


def test_accuracy_counts_where_the_most_probable_class_is_right() -> None:
    network = Network((3, 3), output=SOFTMAX)
    parameters = {"W1": np.eye(3), "b1": np.zeros((3, 1))}
    logits = np.array([[5.0, 1.0, 0.0, 0.4], [0.0, 2.0, 1.0, 0.3], [1.0, 0.0, 0.5, 0.3]])
    Y = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    assert network.accuracy(parameters, logits, Y) == 0.75


def test_two_classes_of_softmax_are_one_sigmoid_of_the_difference() -> None:
    Z, Y = np.array([[1.5, -2.0, 0.0], [0.5, 1.0, 3.0]]), np.array([[1.0, 0, 1], [0, 1, 0]])
    difference, sigmoid = Z[:1] - Z[1:], SigmoidOutput()
    np.testing.assert_allclose(SOFTMAX.activate(Z)[:1], sigmoid.activate(difference))
    assert SOFTMAX.cost(Z, Y) == pytest.approx(sigmoid.cost(difference, Y[:1]))
    np.testing.assert_allclose(SOFTMAX.gradient(Z, Y)[:1], sigmoid.gradient(difference, Y[:1]))


def descend(w: Any, dw: Any, rate: float) -> Any:
    return w - rate * dw


def trained(output: SoftmaxOutput, Y: Any = Y) -> Any:
    network = Network(SIZES, output=output)
    return train(network, START, X, Y, step=descend, epochs=40, batch_size=4, rate=0.5)


def test_a_network_with_classes_trains() -> None:
    run = trained(SOFTMAX)
    assert run.epoch_costs[-1] < 0.2 * run.epoch_costs[0]
    assert Network(SIZES, output=SOFTMAX).accuracy(run.parameters, X, Y) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"softmax": lambda Z: None}, "it returned None"),
        ({"softmax": lambda Z: Z.T}, r"array of shape \(3, \d\) here; .* shape \(\d, 3\)"),
        ({"cross_entropy": lambda A, Y: (A * Y).sum(axis=0)}, "one number"),
        ({"cross_entropy": lambda A, Y: None}, "one number here; it returned None"),
        ({"softmax_gradient": lambda A, Y: 0.0}, "it returned a float"),
    ],
)
def test_a_function_of_the_wrong_form_is_named_in_one_sentence(
    wrong: dict[str, Any], sentence: str
) -> None:
    parts = {
        "softmax": softmax,
        "cross_entropy": cross_entropy,
        "softmax_gradient": softmax_gradient,
    }
    with pytest.raises(TrainingFailed, match=sentence) as caught:
        trained(SoftmaxOutput(**parts | wrong))
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_labels_in_place_of_one_hot_columns_are_noticed() -> None:
    with pytest.raises(TrainingFailed, match=r"Y has 1 rows, .* 3 units"):
        trained(SOFTMAX, Y=LABELS[None].astype(float))


def test_an_unwritten_function_stays_an_unwritten_function() -> None:
    def unwritten(Z: Any) -> Any:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        trained(SoftmaxOutput(unwritten, cross_entropy, softmax_gradient))
