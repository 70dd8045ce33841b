"""Networks that normalize with a student's functions: gradients, statistics, messages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradient_check import assert_gradients_agree_with_central_differences

from course_lib import Network, Normalization, train
from course_lib.errors import TrainingFailed


def forward(Z: Any, gamma: Any, beta: Any, epsilon: float) -> Any:
    mu, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    return inference(Z, gamma, beta, mu, var, epsilon), mu, var


def backward(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    root = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_norm = (Z - Z.mean(axis=1, keepdims=True)) / root
    dgamma, dbeta = (dZ.sum(axis=1, keepdims=True) for dZ in (dZ_tilde * Z_norm, dZ_tilde))
    m = Z.shape[1]
    return gamma / root * (dZ_tilde - dbeta / m - Z_norm * dgamma / m), dgamma, dbeta


def update_running(running: Any, batch: Any, decay: float) -> Any:
    return decay * running + (1 - decay) * batch


def inference(Z: Any, gamma: Any, beta: Any, mu: Any, var: Any, epsilon: float) -> Any:
    return gamma * (Z - mu) / np.sqrt(var + epsilon) + beta


NORMALIZATION = Normalization(forward, backward, update_running, inference, epsilon=0.01, decay=0.8)
SIZES = (5, 4, 3, 1)
NETWORK = Network(SIZES, normalization=NORMALIZATION)


def example(m: int = 7) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    parameters = {
        name: array + 0.1 * rng.normal(size=array.shape)
        for name, array in NETWORK.initial_parameters(rng).items()
    }
    return parameters, rng.normal(size=(5, m)), rng.integers(0, 2, (1, m)) * 1.0


def still(w: Any, dw: Any) -> Any:
    return w


def test_hidden_layers_have_gamma_and_beta_in_place_of_b() -> None:
    parameters = NETWORK.initial_parameters(np.random.default_rng(0))
    names = ["W1", "gamma1", "beta1", "W2", "gamma2", "beta2", "W3", "b3"]
    assert list(parameters) == names
    assert parameters["gamma2"].tolist() == [[1.0]] * 3
    assert parameters["beta1"].tolist() == [[0.0]] * 4
    plain = Network(SIZES).initial_parameters(np.random.default_rng(0))
    assert all(np.array_equal(parameters[name], plain[name]) for name in ("W1", "W2", "W3"))


def test_gradients_agree_with_central_differences() -> None:
    parameters, X, Y = example()
    assert_gradients_agree_with_central_differences(NETWORK, parameters, X, Y)


def test_the_statistics_of_a_batch_are_those_of_each_layers_products() -> None:
    parameters, X, Y = example()
    _, _, statistics = NETWORK.learn(parameters, X, Y)
    assert list(statistics) == ["mu1", "var1", "mu2", "var2"]
    Z = parameters["W2"] @ NETWORK.activations(parameters, X)[1]
    np.testing.assert_allclose(statistics["mu2"], Z.mean(axis=1, keepdims=True))
    np.testing.assert_allclose(statistics["var2"], Z.var(axis=1, keepdims=True))


def test_by_running_statistics_an_example_does_not_depend_on_its_neighbours() -> None:
    parameters, X, Y = example()
    running = NETWORK.learn(parameters, X, Y)[2]
    together = NETWORK.forward(parameters, X, running)
    alone = [NETWORK.forward(parameters, X[:, i : i + 1], running) for i in range(7)]
    np.testing.assert_allclose(np.hstack(alone), together, rtol=1e-13)
    np.testing.assert_allclose(NETWORK.forward(parameters, X), together, rtol=1e-13)
    assert NETWORK.cost(parameters, X, Y, running) == pytest.approx(
        NETWORK.cost(parameters, X, Y), rel=1e-13
    )


def test_training_keeps_running_statistics_from_zeros_and_ones() -> None:
    parameters, X, Y = example()
    run = train(NETWORK, parameters, X, Y, step=still, epochs=2, batch_size=7)
    of_batch = NETWORK.learn(parameters, X, Y)[2]
    for name, value in run.running.items():
        start = 0.0 if name.startswith("mu") else 1.0
        np.testing.assert_allclose(value, 0.64 * start + 0.36 * of_batch[name], rtol=1e-13)
    assert run.epoch_costs[-1] == pytest.approx(
        NETWORK.cost(parameters, X, Y, run.running), rel=1e-13
    )
    np.testing.assert_allclose(run.costs, [NETWORK.cost(parameters, X, Y)] * 2, rtol=1e-13)
    assert set(run.parameters) == set(parameters)


def test_a_network_that_does_not_normalize_keeps_no_statistics() -> None:
    plain = Network(SIZES)
    parameters = plain.initial_parameters(np.random.default_rng(0))
    _, X, Y = example()
    assert train(plain, parameters, X, Y, step=still, epochs=1, batch_size=7).running == {}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"forward": lambda *a: None}, r"return \(Z_tilde, mu, var\).*it returned None"),
        ({"forward": lambda Z, g, b, e: (Z, Z.mean(axis=1), g)}, r"shape \(4,\)"),
        ({"backward": lambda dZ, Z, g, e: dZ}, r"return \(dZ, dgamma, dbeta\)"),
        ({"update_running": lambda running, batch, decay: 0.5}, "return running.* a float"),
        ({"inference": lambda Z, *rest: Z[0]}, "return Z_tilde"),
        ({"update_running": None}, "update_running=..."),
        ({"inference": None}, "inference=..."),
    ],
)
def test_functions_of_another_form_are_explained_in_one_line(wrong: Any, sentence: str) -> None:
    parts = {"forward": forward, "backward": backward, "update_running": update_running}
    network = Network(
        SIZES, normalization=Normalization(**{**parts, "inference": inference, **wrong})
    )
    parameters, X, Y = example()
    with pytest.raises(TrainingFailed, match=sentence) as caught:
        train(network, parameters, X, Y, step=still, epochs=1, batch_size=7)
    assert caught.value._render_traceback_() == [str(caught.value)]
