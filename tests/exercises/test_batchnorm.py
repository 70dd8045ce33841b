"""Batch norm's references agree with PyTorch and with finite differences; double mistakes fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from judging import judged

from course_lib.checking.checker import run_check
from course_lib.data.loaders import load_digits
from course_lib.nn.adagrad import adagrad_step
from course_lib.nn.network import Network
from course_lib.nn.normalization import Normalization
from course_lib.nn.training import train
from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.registry import find
from grader_tests.engine.variants import compiled_when_called, edited, reference_code
from grader_tests.topics.batchnorm.batchnorm_backward import batchnorm_backward
from grader_tests.topics.batchnorm.batchnorm_forward import batchnorm_forward
from grader_tests.topics.batchnorm.batchnorm_inference import batchnorm_inference
from grader_tests.topics.batchnorm.common import mean, variance
from grader_tests.topics.batchnorm.dropout import dropout
from grader_tests.topics.batchnorm.identity_parameters import identity_parameters
from grader_tests.topics.batchnorm.update_running import update_running

if TYPE_CHECKING:
    import torch


def exercise(name: str) -> Exercise:
    found = find(name)
    assert isinstance(found, Exercise)
    return found


BATCHNORM_FORWARD = exercise("batchnorm_forward")
IDENTITY_PARAMETERS = exercise("identity_parameters")
BATCHNORM_BACKWARD = exercise("batchnorm_backward")
UPDATE_RUNNING = exercise("update_running")
BATCHNORM_INFERENCE = exercise("batchnorm_inference")


def with_mistakes(exercise: Exercise, *names: str) -> Function:
    """Return the reference with several known mistakes in it at once."""
    edits = {mistake.name: mistake.edit for mistake in exercise.mistakes}
    code = edited(reference_code(exercise.reference), "\n".join(edits[name] for name in names))
    return compiled_when_called(exercise.reference, lambda: code, " and ".join(names))


def total(Z: Any) -> Any:
    return Z.sum(axis=1, keepdims=True)


def example(n: int = 5, m: int = 8) -> tuple[Any, ...]:
    rng = np.random.default_rng(2)
    Z = rng.normal(3.0, 2.0, (n, m))
    return rng.normal(size=(n, m)), Z, rng.normal(size=(n, 1)), rng.normal(size=(n, 1))


def numbers(tensor: torch.Tensor | None) -> np.ndarray:
    assert tensor is not None
    return tensor.numpy()


@pytest.mark.needs("torch")
@pytest.mark.parametrize("scale", [1.0, 1e-3])
def test_forward_backward_and_running_statistics_agree_with_pytorch(scale: float) -> None:
    import torch

    n, m, decay, epsilon = 6, 10, 0.85, 1e-5
    rng = np.random.default_rng(5)
    layer = torch.nn.BatchNorm1d(n, eps=epsilon, momentum=1 - decay, dtype=torch.float64)
    running_mu, running_var = np.zeros((n, 1)), np.ones((n, 1))
    for _ in range(100):
        dZ_tilde, Z = rng.normal(size=(n, m)), rng.normal(2.0, scale, (n, m))
        gamma, beta = rng.normal(size=(n, 1)), rng.normal(size=(n, 1))
        layer.weight.data, layer.bias.data = torch.tensor(gamma[:, 0]), torch.tensor(beta[:, 0])
        layer.zero_grad()
        theirs = torch.tensor(Z.T.copy(), requires_grad=True)
        result = layer(theirs)
        result.backward(torch.tensor(dZ_tilde.T.copy()))

        Z_tilde, mu, var = batchnorm_forward(Z, gamma, beta, epsilon)
        dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, gamma, epsilon)
        np.testing.assert_allclose(result.detach().numpy().T, Z_tilde, rtol=0, atol=1e-10)
        np.testing.assert_allclose(numbers(theirs.grad).T, dZ, rtol=1e-9, atol=1e-10)
        np.testing.assert_allclose(numbers(layer.weight.grad)[:, None], dgamma, rtol=0, atol=1e-10)
        np.testing.assert_allclose(numbers(layer.bias.grad)[:, None], dbeta, rtol=0, atol=1e-10)

        running_mu = update_running(running_mu, mu, decay)
        running_var = update_running(running_var, var * m / (m - 1), decay)
        np.testing.assert_allclose(numbers(layer.running_mean)[:, None], running_mu, atol=1e-10)
        np.testing.assert_allclose(numbers(layer.running_var)[:, None], running_var, atol=1e-10)
    layer.eval()
    ours = batchnorm_inference(Z, gamma, beta, running_mu, running_var, epsilon)
    theirs = layer(torch.tensor(Z.T.copy())).detach().numpy().T
    np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-10)


def test_the_backward_pass_agrees_with_central_differences() -> None:
    dZ_tilde, Z, gamma, beta = example()
    epsilon, h = 0.3, 1e-5

    def slopes(arguments: dict[str, Any], name: str) -> Any:
        numbers = np.zeros_like(arguments[name])
        for index in np.ndindex(numbers.shape):
            shift = np.zeros_like(numbers)
            shift[index] = h
            costs = [
                np.sum(dZ_tilde * batchnorm_forward(**moved, epsilon=epsilon)[0])
                for moved in (
                    {**arguments, name: arguments[name] + shift},
                    {**arguments, name: arguments[name] - shift},
                )
            ]
            numbers[index] = (costs[0] - costs[1]) / (2 * h)
        return numbers

    arguments = {"Z": Z, "gamma": gamma, "beta": beta}
    for name, ours in zip(arguments, batchnorm_backward(dZ_tilde, Z, gamma, epsilon), strict=True):
        np.testing.assert_allclose(ours, slopes(arguments, name), rtol=0, atol=1e-9)


def test_the_backward_pass_agrees_with_the_notes_longer_form() -> None:
    d, Z, gamma, _ = example()
    epsilon, m = 0.3, Z.shape[1]
    d_norm, centred, var = gamma * d, Z - mean(Z), variance(Z)
    d_var = total(d_norm * centred) * -0.5 * (var + epsilon) ** -1.5
    d_mu = total(-d_norm / np.sqrt(var + epsilon)) + d_var * total(-2 * centred) / m
    dZ = d_norm / np.sqrt(var + epsilon) + d_var * 2 * centred / m + d_mu / m
    np.testing.assert_allclose(batchnorm_backward(d, Z, gamma, epsilon)[0], dZ, atol=1e-13)


def test_the_identity_parameters_give_back_what_came() -> None:
    _, Z, _, _ = example()
    for epsilon in (1e-12, 0.5, 100.0):
        gamma, beta = identity_parameters(Z, epsilon)
        Z_tilde = batchnorm_forward(Z, gamma, beta, epsilon)[0]
        np.testing.assert_allclose(Z_tilde, Z, rtol=1e-13)


def passed(verdict: Any) -> set[str]:
    return {row.key for row in verdict.rows if row.passed}


@pytest.mark.parametrize("name", ["mean_dropped", "variance_dropped", "statistics_constant"])
def test_a_dropped_path_and_a_misplaced_epsilon_are_both_refused(name: str) -> None:
    both = with_mistakes(BATCHNORM_BACKWARD, name, "epsilon_outside")
    verdict = judged(BATCHNORM_BACKWARD, both, 3)
    assert {"direct", "dbeta"} <= passed(verdict)
    assert not {"epsilon", "dgamma"} & passed(verdict)
    assert name in verdict.mistakes
    assert not run_check("batchnorm_backward", {"batchnorm_backward": both}).passed


STATISTICS = """
def batchnorm_backward(dZ_tilde, Z, gamma, epsilon):
    m = Z.shape[1]
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    root = np.sqrt(var + epsilon)
    Z_norm = (Z - mu) / root
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
"""
FACTORINGS = {
    "one fraction": """
    dZ = gamma * (m * dZ_tilde - dbeta - Z_norm * dgamma) / (m * root)
    return dZ, dgamma, dbeta
""",
    "the notes' longer form": """
    dvar = np.sum(dZ_norm * (Z - mu), axis=1, keepdims=True) * -0.5 / root**3
    centring = np.mean(-2 * (Z - mu), axis=1, keepdims=True)
    dmu = np.sum(-dZ_norm / root, axis=1, keepdims=True) + dvar * centring
    dZ = dZ_norm / root + dvar * 2 * (Z - mu) / m + dmu / m
    return dZ, dgamma, dbeta
""",
    "three terms": """
    products = np.sum(dZ_norm * (Z - mu), axis=1, keepdims=True)
    dZ = dZ_norm / root - np.sum(dZ_norm, axis=1, keepdims=True) / (root * m)
    dZ -= (Z - mu) / root**3 * products / m
    return dZ, dgamma, dbeta
""",
    "divided first": """
    d = dZ_norm / root
    products = np.mean(d * Z_norm, axis=1, keepdims=True)
    dZ = d - np.mean(d, axis=1, keepdims=True) - Z_norm * products
    return dZ, dgamma, dbeta
""",
}


@pytest.mark.parametrize("factoring", FACTORINGS)
@pytest.mark.parametrize(
    "name", ["unbiased_variance", "no_root", "epsilon_outside", "epsilon_forgotten"]
)
def test_a_mistake_in_the_statistics_is_named_in_every_factoring(name: str, factoring: str) -> None:
    edit = next(mistake.edit for mistake in BATCHNORM_BACKWARD.mistakes if mistake.name == name)
    namespace: dict[str, Any] = {"np": np}
    exec(edited(STATISTICS + FACTORINGS[factoring], edit), namespace)
    wrong = namespace["batchnorm_backward"]
    with np.errstate(all="ignore"):
        assert judged(BATCHNORM_BACKWARD, wrong, 3).mistakes == (name,)
        assert run_check("batchnorm_backward", {"batchnorm_backward": wrong}).mistakes == (name,)


def test_two_mistakes_on_the_way_forward_are_both_named() -> None:
    both = with_mistakes(BATCHNORM_FORWARD, "unbiased_variance", "shift_first")
    verdict = judged(BATCHNORM_FORWARD, both, 3)
    assert set(verdict.mistakes) == {"unbiased_variance", "shift_first"}
    assert not {"variance", "scale_shift"} & passed(verdict)
    assert not run_check("batchnorm_forward", {"batchnorm_forward": both}).passed


def own_forward(Z: Any, gamma: Any, beta: Any, epsilon: float) -> Any:
    m = Z.shape[1]
    mu = (Z.sum(1) / m).reshape(-1, 1)
    var = ((Z**2).sum(1) / m).reshape(-1, 1) - mu**2
    scale = gamma * (var + epsilon) ** -0.5
    return [scale * Z + (beta - scale * mu), mu, var]


def own_backward(dZ_tilde: Any, Z: Any, gamma: Any, epsilon: float) -> Any:
    dZ, dgamma, dbeta = np.zeros(Z.shape), np.zeros(gamma.shape), np.zeros(gamma.shape)
    m = Z.shape[1]
    for unit, row in enumerate(Z):
        root = np.sqrt(np.mean((row - row.mean()) ** 2) + epsilon)
        jacobian = np.eye(m) - 1 / m - np.outer(row - row.mean(), row - row.mean()) / root**2 / m
        dZ[unit] = gamma[unit] / root * (jacobian @ dZ_tilde[unit])
        dgamma[unit] = dZ_tilde[unit] @ (row - row.mean()) / root
        dbeta[unit] = dZ_tilde[unit].sum()
    return dZ, dgamma, dbeta


@pytest.mark.parametrize(
    ("exercise", "function"),
    [
        (BATCHNORM_FORWARD, own_forward),
        (BATCHNORM_BACKWARD, own_backward),
        (IDENTITY_PARAMETERS, lambda Z, epsilon: [np.sqrt(variance(Z) + epsilon), mean(Z)]),
        (UPDATE_RUNNING, lambda running, batch, decay: running + (1 - decay) * (batch - running)),
        (
            BATCHNORM_INFERENCE,
            lambda Z, gamma, beta, mu, var, epsilon: (
                Z * gamma / np.sqrt(var + epsilon) + (beta - mu * gamma / np.sqrt(var + epsilon))
            ),
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_another_way_to_write_the_same_gets_full_marks(exercise: Exercise, function: Any) -> None:
    for seed in range(12):
        verdict = judged(exercise, function, seed)
        assert verdict.points == exercise.points, verdict.text()
    assert run_check(exercise.name, {exercise.name: function}).passed


NORMALIZATION = Normalization(
    batchnorm_forward, batchnorm_backward, update_running, batchnorm_inference
)


def test_the_lesson_says_rightly_what_plain_gradient_descent_does_with_small_weights() -> None:
    X, labels = load_digits()
    X, Y = X[:, :1280], (labels[None, :1280] % 2 == 0).astype(float)
    sizes = (64, 32, 32, 32, 32, 1)
    costs = []
    for network in (Network(sizes), Network(sizes, normalization=NORMALIZATION)):
        start = network.initial_parameters(np.random.default_rng(0), scale=0.1)
        run = train(
            network,
            start,
            X,
            Y,
            step=lambda w, dw, rate: w - rate * dw,
            epochs=5,
            batch_size=64,
            rate=0.3,
        )
        costs.append(run.epoch_costs[-1])
    assert costs[0] == pytest.approx(np.log(2), abs=0.01)
    assert costs[1] < 0.2


def test_the_lesson_says_rightly_what_example_three_gets() -> None:
    Z = np.array([[1.0, 5.0, 1.0, 5.0]])
    dZ_tilde = np.array([[1.0, 0.0, 0.0, 0.0]])
    dZ, dgamma, dbeta = batchnorm_backward(dZ_tilde, Z, np.array([[3.0]]), 1e-12)
    np.testing.assert_allclose(dZ, [[0.75, 0.0, -0.75, 0.0]], atol=1e-10)
    np.testing.assert_allclose([dgamma, dbeta], [[[-1.0]], [[1.0]]])


def test_the_lesson_says_rightly_when_batch_statistics_fail_at_inference() -> None:
    X, labels = load_digits()
    Y = (labels[None] % 2 == 0).astype(float)
    network = Network((64, 32, 32, 32, 32, 1), normalization=NORMALIZATION)
    start = network.initial_parameters(np.random.default_rng(0))
    run = train(
        network,
        start,
        X[:, :1280],
        Y[:, :1280],
        step=adagrad_step,
        epochs=10,
        batch_size=64,
        learning_rate=0.1,
    )
    X, Y, labels = X[:, 1280:], Y[:, 1280:], labels[1280:]
    alone = {float(network.forward(run.parameters, X[:, [i]])[0, 0]) for i in range(5)}
    assert np.ptp(list(alone)) < 1e-12
    kinds = [labels == digit for digit in range(10)]
    of_one_kind = [network.accuracy(run.parameters, X[:, kind], Y[:, kind]) for kind in kinds]
    assert np.mean(of_one_kind) < 0.6
    assert network.accuracy(run.parameters, X[:, :64], Y[:, :64]) > 0.9
    assert network.accuracy(run.parameters, X, Y, run.running) > 0.93


@pytest.mark.needs("torch")
@pytest.mark.parametrize("keep", [0.3, 0.8])
def test_dropout_and_its_backward_pass_agree_with_pytorch(keep: float) -> None:
    """PyTorch draws itself; where it dropped a value, the draw must have been high."""
    import torch

    dA_tilde, A = example(30, 50)[:2]
    torch.manual_seed(0)
    theirs = torch.tensor(A, requires_grad=True)
    result = torch.nn.functional.dropout(theirs, p=1 - keep, training=True)
    result.backward(torch.tensor(dA_tilde))
    draws = np.where(result.detach().numpy() == 0, 0.999, 0.001)
    np.testing.assert_allclose(dropout(A, draws, keep, True), result.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(dropout(dA_tilde, draws, keep, True), numbers(theirs.grad))
    np.testing.assert_array_equal(dropout(A, draws, keep, False), A)


def test_dropout_keeps_the_mean() -> None:
    A = np.full((1, 200_000), 4.0)
    draws = np.random.default_rng(0).random(A.shape)
    assert dropout(A, draws, 0.25, True).mean() == pytest.approx(4.0, rel=0.02)
