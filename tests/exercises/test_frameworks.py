"""Each translation is verified: PyTorch's runs and the course's own agree step by step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from judging import judged
from running import run

from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Function
from grader_tests.topics.adam.adam_step import adam_step
from grader_tests.topics.frameworks.backward import (
    Recorder,
    backward,
    network_cases,
    shared_cases,
    tanh_cases,
    tree_cases,
)
from grader_tests.topics.frameworks.pytorch_adam import EXERCISE as PYTORCH_ADAM
from grader_tests.topics.frameworks.pytorch_adam import pytorch_adam
from grader_tests.topics.frameworks.pytorch_batchnorm import EXERCISE as PYTORCH_BATCHNORM
from grader_tests.topics.frameworks.pytorch_batchnorm import pytorch_batchnorm
from grader_tests.topics.frameworks.pytorch_rmsprop import EXERCISE as PYTORCH_RMSPROP
from grader_tests.topics.frameworks.pytorch_rmsprop import pytorch_rmsprop
from grader_tests.topics.frameworks.pytorch_sgd import EXERCISE as PYTORCH_SGD
from grader_tests.topics.frameworks.pytorch_sgd import pytorch_sgd
from grader_tests.topics.frameworks.rank_frameworks import EXERCISE as RANK_FRAMEWORKS
from grader_tests.topics.frameworks.rank_frameworks import rank_frameworks
from grader_tests.topics.frameworks.to_rows import EXERCISE as TO_ROWS
from grader_tests.topics.frameworks.to_rows import to_rows
from grader_tests.topics.frameworks.unbiased_running_var import EXERCISE as UNBIASED_RUNNING_VAR
from grader_tests.topics.frameworks.unbiased_running_var import unbiased_running_var

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks/frameworks/frameworks.ipynb"


def momentum(w: Any, dw: Any, v: Any, learning_rate: float, beta: float) -> Any:
    v = beta * v + (1 - beta) * dw
    return w - learning_rate * v, v


def rmsprop(w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float) -> Any:
    s = beta * s + (1 - beta) * dw**2
    return w - learning_rate * dw / np.sqrt(s + epsilon), s


def gradients(seed: int = 0, steps: int = 300) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(3, 4)) * 10 ** rng.uniform(-6, 1, (3, 4)) for _ in range(steps)]


def in_pytorch(optimizer: str, settings: dict[str, Any], of_steps: list[Any]) -> list[Any]:
    """The weights, from ones, after each of PyTorch's steps with these gradients."""
    import torch

    w = torch.ones((3, 4), dtype=torch.float64, requires_grad=True)
    steps, path = getattr(torch.optim, optimizer)([w], **settings), []
    for dw in of_steps:
        w.grad = torch.tensor(dw)
        steps.step()
        path.append(w.detach().numpy().copy())
    return path


def in_numpy(step: Function, settings: dict[str, float], of_steps: list[Any]) -> list[Any]:
    """The same with a step that has one state."""
    w, state, path = np.ones((3, 4)), np.zeros((3, 4)), []
    for dw in of_steps:
        w, state = step(w, dw, state, **settings)
        path.append(w)
    return path


def apart(ours: list[Any], theirs: list[Any]) -> list[float]:
    return [float(np.abs(one - other).max()) for one, other in zip(ours, theirs, strict=True)]


@pytest.mark.needs("torch")
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_momentum_takes_the_same_steps(beta: float) -> None:
    settings = {"learning_rate": 0.1, "beta": beta}
    ours = in_numpy(momentum, settings, gradients())
    assert max(apart(ours, in_pytorch("SGD", pytorch_sgd(**settings), gradients()))) < 1e-10


@pytest.mark.needs("torch")
def test_with_dampening_the_first_step_is_too_long_and_the_runs_stay_apart() -> None:
    settings = {"learning_rate": 0.1, "beta": 0.9}
    dampened = {"lr": 0.1, "momentum": 0.9, "dampening": 0.9}
    ours = in_numpy(momentum, settings, gradients())
    theirs = in_pytorch("SGD", dampened, gradients())
    np.testing.assert_allclose(1 - theirs[0], 10 * (1 - ours[0]))
    assert apart(ours, theirs)[0] < min(apart(ours, theirs)[1:])


@pytest.mark.needs("torch")
@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
def test_rmsprop_takes_the_same_steps_without_epsilon(beta: float) -> None:
    settings = {"learning_rate": 0.01, "beta": beta, "epsilon": 0.0}
    ours = in_numpy(rmsprop, settings, gradients())
    assert max(apart(ours, in_pytorch("RMSprop", pytorch_rmsprop(**settings), gradients()))) < 1e-10


@pytest.mark.needs("torch")
@pytest.mark.parametrize("size", [1e-12, 1e4])
def test_with_epsilon_rmsprop_agrees_where_gradients_are_tiny_or_large(size: float) -> None:
    """Steps are at most some 1e-8 long where gradients are tiny: what counts is their ratio."""
    settings = {"learning_rate": 0.01, "beta": 0.9, "epsilon": 1e-8}
    of_steps = [size * np.sign(dw) for dw in gradients(steps=50)]
    ours = in_numpy(rmsprop, settings, of_steps)
    theirs = in_pytorch("RMSprop", pytorch_rmsprop(**settings), of_steps)
    moved = max(float(np.abs(w - 1).max()) for w in ours)
    assert max(apart(ours, theirs)) < 1e-5 * moved


@pytest.mark.needs("torch")
def test_adam_takes_the_same_steps() -> None:
    settings = {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4}
    w, v, s = np.ones((3, 4)), np.zeros((3, 4)), np.zeros((3, 4))
    ours = []
    for t, dw in enumerate(gradients(), start=1):
        w, v, s = adam_step(w, dw, v, s, t, **settings)
        ours.append(w)
    assert max(apart(ours, in_pytorch("Adam", pytorch_adam(**settings), gradients()))) < 1e-10


@pytest.mark.needs("torch")
def test_batch_norm_keeps_the_same_running_values_and_gives_the_same_outputs() -> None:
    import torch

    rng, decay, epsilon = np.random.default_rng(1), 0.8, 1e-3
    settings: Any = pytorch_batchnorm(decay, epsilon)
    layer = torch.nn.BatchNorm1d(5, dtype=torch.float64, **settings)
    assert layer.running_mean is not None
    assert layer.running_var is not None
    mean, var = np.zeros((5, 1)), np.ones((5, 1))
    for m in (2, 7, 64, 3, 9):
        Z = rng.normal(2.0, 3.0, (5, m))
        mu, sigma2 = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
        mean = decay * mean + (1 - decay) * mu
        var = decay * var + (1 - decay) * unbiased_running_var(sigma2, m)
        theirs = layer(torch.tensor(to_rows(Z))).detach().numpy()
        normalized = (Z - mu) / np.sqrt(sigma2 + epsilon)
        np.testing.assert_allclose(theirs, to_rows(normalized), atol=1e-12)
        np.testing.assert_allclose(layer.running_mean.numpy(), mean[:, 0], atol=1e-12)
        np.testing.assert_allclose(layer.running_var.numpy(), var[:, 0], atol=1e-12)
    with pytest.raises(ValueError, match="more than 1 value"):
        layer(torch.ones((1, 5), dtype=torch.float64))
    with pytest.raises(ValueError, match="one example"):
        unbiased_running_var(np.zeros((5, 1)), 1)


@pytest.mark.needs("torch")
def test_a_linear_layer_answers_rows_with_rows() -> None:
    import torch

    rng = np.random.default_rng(2)
    W, b, X = rng.normal(size=(3, 4)), rng.normal(size=(3, 1)), rng.normal(size=(4, 6))
    layer = torch.nn.Linear(4, 3, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(W))
        layer.bias.copy_(torch.tensor(b[:, 0]))
    theirs = layer(torch.tensor(to_rows(X))).detach().numpy()
    np.testing.assert_allclose(theirs, to_rows(W @ X + b), atol=1e-12)


def tapes() -> list[Any]:
    rng = np.random.default_rng(4)
    calls = [*tree_cases(rng, "add"), *tree_cases(rng, "multiply"), *tanh_cases(rng)]
    return [one.args[0] for one in (*calls, *shared_cases(rng), *network_cases(rng))]


def played_again(tape: Any, leaves: Any, numbers: Any) -> Any:
    """All values of a tape, computed by other functions from its leaves."""
    add, multiply, tanh = numbers
    values: list[Any] = []
    for place, (operation, inputs, _) in enumerate(tape):
        of_inputs = [values[i] for i in inputs]
        how = {"add": add, "multiply": multiply, "tanh": tanh}
        values.append(leaves[place] if operation == "leaf" else how[operation](*of_inputs))
    return values


def test_gradients_from_a_tape_are_those_that_finite_differences_measure() -> None:
    for tape in tapes():
        h, slopes = 1e-6, backward(tape)
        numbers = np.add, np.multiply, np.tanh
        for place, (operation, _, value) in enumerate(tape):
            if operation == "leaf":
                leaves = {k: step[2] for k, step in enumerate(tape)}
                ahead, behind = (
                    played_again(tape, leaves | {place: value + move}, numbers)[-1]
                    for move in (h, -h)
                )
                assert slopes[place] == pytest.approx((ahead - behind) / (2 * h), rel=1e-6)


@pytest.mark.needs("torch")
def test_gradients_from_a_tape_are_pytorchs() -> None:
    import torch

    for tape in tapes():
        leaves = {
            k: torch.tensor(step[2], dtype=torch.float64, requires_grad=True)
            for k, step in enumerate(tape)
        }
        values = played_again(tape, leaves, (torch.add, torch.multiply, torch.tanh))
        for value in values:
            value.retain_grad()
        values[-1].backward()
        theirs = [0.0 if value.grad is None else value.grad.item() for value in values]
        np.testing.assert_allclose(backward(tape), theirs, rtol=1e-12, atol=1e-15)


def test_a_recorder_writes_what_the_lesson_shows() -> None:
    record = Recorder(2.0, 3.0)
    record.add(record.multiply(0, 1), 0)
    assert record.tape == [
        ("leaf", [], 2.0),
        ("leaf", [], 3.0),
        ("multiply", [0, 1], 6.0),
        ("add", [2, 0], 8.0),
    ]


def test_the_unbiased_variance_is_numpys_with_ddof_1() -> None:
    Z = np.random.default_rng(3).normal(size=(6, 11))
    ours = unbiased_running_var(Z.var(axis=1, keepdims=True), 11)
    np.testing.assert_allclose(ours, Z.var(axis=1, ddof=1, keepdims=True), rtol=1e-12)


def unweighted_ties_as_given(scores: Any, weights: Any) -> Any:
    return sorted(scores, key=lambda name: -sum(scores[name].values()))


TWO_MISTAKES: list[tuple[Exercise, set[str], Function]] = [
    (PYTORCH_SGD, set(), lambda learning_rate, beta: {"lr": beta, "momentum": -beta}),
    (PYTORCH_SGD, set(), lambda learning_rate, beta: {"rate": learning_rate, "momentum": beta}),
    (PYTORCH_SGD, set(), lambda learning_rate, beta: {"lr": learning_rate, "momentum": 0.9}),
    (PYTORCH_SGD, set(), lambda learning_rate, beta: [learning_rate, beta]),
    (PYTORCH_SGD, set(), lambda learning_rate, beta: f"lr={learning_rate}, momentum={beta}"),
    (
        PYTORCH_RMSPROP,
        set(),
        lambda learning_rate, beta, epsilon: {"lr": beta, "alpha": learning_rate, "eps": epsilon},
    ),
    (
        PYTORCH_ADAM,
        {"lr"},
        lambda learning_rate, beta1, beta2, epsilon: {
            "lr": learning_rate,
            "betas": [beta2, beta1],
            "eps": epsilon**0.5,
        },
    ),
    (PYTORCH_BATCHNORM, set(), lambda decay, epsilon: {"momentum": decay, "eps": 1e-5}),
    (UNBIASED_RUNNING_VAR, set(), lambda var, m: np.round(var * (m - 1) / m)),
    (TO_ROWS, {"one", "unchanged"}, lambda X: X.reshape(X.shape[1], -1)[::-1]),
    (RANK_FRAMEWORKS, {"order", "unchanged"}, unweighted_ties_as_given),
]


@pytest.mark.parametrize(("exercise", "right", "wrong"), TWO_MISTAKES)
def test_two_mistakes_at_once_are_refused(
    exercise: Exercise, right: set[str], wrong: Function
) -> None:
    for seed in range(5):
        verdict = judged(exercise, wrong, seed)
        assert {row.key for row in verdict.rows if row.passed} == right, verdict.text()
    assert not run_check(exercise.name, {exercise.name: wrong}).passed


def test_two_wrong_settings_are_both_named() -> None:
    def wrong(learning_rate: float, beta: float, epsilon: float) -> dict[str, float]:
        return {"lr": learning_rate, "alpha": 1 - beta, "eps": epsilon}

    for verdict in (
        judged(PYTORCH_RMSPROP, wrong, 3),
        run_check("pytorch_rmsprop", {"pytorch_rmsprop": wrong}),
    ):
        assert set(verdict.mistakes) == {"alpha_flipped", "eps_as_it_is"}


OTHER_WAYS: list[tuple[Exercise, Function]] = [
    (
        PYTORCH_SGD,
        lambda learning_rate, beta: {
            "momentum": beta,
            "lr": learning_rate - learning_rate * beta,
        },
    ),
    (
        PYTORCH_RMSPROP,
        lambda learning_rate, beta, epsilon: {
            "eps": epsilon**0.5,
            "alpha": beta,
            "lr": learning_rate,
        },
    ),
    (
        PYTORCH_ADAM,
        lambda learning_rate, beta1, beta2, epsilon: {
            "eps": epsilon,
            "betas": [beta1, beta2],
            "lr": np.float64(learning_rate),
        },
    ),
    (UNBIASED_RUNNING_VAR, lambda var, m: own_variance(var, m)),
    (TO_ROWS, lambda X: np.array([X[:, i] for i in range(X.shape[1])])),
    (TO_ROWS, lambda X: np.swapaxes(X, 0, 1).copy()),
    (RANK_FRAMEWORKS, lambda scores, weights: own_ranking(scores, weights)),
]


def own_variance(var: Any, m: int) -> Any:
    if m <= 1:
        raise ValueError
    return var + var / (m - 1)


def own_ranking(scores: Any, weights: Any) -> Any:
    """In two sorts, of which the second keeps the order of equals; a tuple."""
    whole = sum(weights.values())
    names = sorted(scores)
    names.sort(
        key=lambda name: sum(weights[c] * scores[name][c] for c in weights) / whole, reverse=True
    )
    return tuple(names)


@pytest.mark.parametrize(("exercise", "right"), OTHER_WAYS)
def test_another_way_to_write_the_same_gets_full_marks(exercise: Exercise, right: Function) -> None:
    for seed in range(25):
        verdict = judged(exercise, right, seed)
        assert verdict.points == exercise.points, verdict.text()
    assert run_check(exercise.name, {exercise.name: right}).passed


def test_the_ranking_in_the_lesson_is_as_its_text_says() -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    (source,) = (cell.source for cell in cells if cell.id == "see-ranking")
    given: dict[str, Any] = {}
    exec(source.split("def mean_score")[0], given)
    of_a_beginner, of_a_group = (
        rank_frameworks(given["scores"], weights) for weights in given["people"].values()
    )
    assert of_a_beginner == ["PyTorch", "Keras", "PaddlePaddle", "TensorFlow", "JAX"]
    assert of_a_group[0] == "JAX"


def test_the_lesson_says_rightly_how_far_rmsprops_steps_are_apart() -> None:
    epsilon = 1e-8
    s = np.array([0.0, epsilon, 1.0])
    quotient = np.sqrt(s + epsilon) / (np.sqrt(s) + pytorch_rmsprop(0.01, 0.9, epsilon)["eps"])
    np.testing.assert_allclose(quotient, [1, 0.707, 1], atol=1e-3)
    assert np.sqrt(s + epsilon)[0] / epsilon == pytest.approx(10_000)


@pytest.mark.processes
@pytest.mark.slow
def test_without_pytorch_the_notebook_shows_recorded_runs_in_every_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    run(notebook, NOTEBOOK.parent, allow_errors=False)
    said = {
        cell.id: "".join(str(output.get("text", "")) for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert "PyTorch is not installed here" in said["find-pytorch"]
    figures = re.findall(r"<img ", str([cell.get("outputs") for cell in notebook.cells]))
    assert len(figures) == 9
