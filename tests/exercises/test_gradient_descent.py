"""Gradient descent: the code agrees with PyTorch and brute force, and the text with the code."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import judged

from course_lib import Network, load_digits
from course_lib.cases.training_probe import TRAINING_PROBES
from course_lib.checking.checker import run_check
from course_lib.nn.training import History, train
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import load_topic
from grader_tests.topics.gradient_descent.mini_batches import mini_batches

NOTEBOOK = Path(__file__).parents[2] / "notebooks/gradient_descent/gradient_descent.ipynb"
TOPIC = load_topic("gradient_descent")
LESSON = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
TEXT = "\n".join("".join(cell["source"]) for cell in LESSON)
Functions = dict[str, Callable[..., Any]]


def solutions() -> Functions:
    """Return what the notebook's own solution cells define."""
    names: dict[str, Any] = {"np": np}
    for cell in LESSON:
        if cell["cell_type"] == "code" and cell["metadata"].get("nbgrader", {}).get("solution"):
            exec("".join(cell["source"]), names)
    return names


OWN = solutions()
REFERENCES = {exercise.name: exercise.reference for exercise in TOPIC.exercises}
BOTH = pytest.mark.parametrize("functions", [REFERENCES, OWN], ids=["references", "solutions"])


def exercise(name: str) -> Exercise:
    found = TOPIC.find(name)
    assert isinstance(found, Exercise)
    return found


def lost(name: str, function: Callable[..., Any], seed: int = 3) -> set[str]:
    verdict = judged(exercise(name), function, seed)
    return {row.key for row in verdict.rows if not row.passed}


@BOTH
@pytest.mark.needs("torch")
def test_the_gradients_of_a_layer_are_those_of_pytorch(functions: Functions) -> None:
    import torch

    rng = np.random.default_rng(4)
    W, b, X, Y = (rng.normal(size=shape) for shape in ((3, 4), (3, 1), (4, 9), (3, 9)))
    w, c = (torch.tensor(one, requires_grad=True) for one in (W, b))
    loss = ((w @ torch.tensor(X) + c - torch.tensor(Y)) ** 2).sum(dim=0) / 2
    cost = loss.mean() + 1.7 / (2 * 9) * (w**2).sum()
    cost.backward()
    J, dW, db = functions["layer_gradients"](W, b, X, Y, 1.7)
    assert pytest.approx(cost.item(), rel=1e-12) == J
    assert w.grad is not None
    assert c.grad is not None
    np.testing.assert_allclose(dW, w.grad, rtol=1e-10)
    np.testing.assert_allclose(db, c.grad, rtol=1e-10)


@BOTH
@pytest.mark.needs("torch")
def test_a_thousand_steps_agree_with_pytorch(functions: Functions) -> None:
    import torch

    rng = np.random.default_rng(4)
    w = rng.normal(size=(3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theirs], lr=0.07)
    for _ in range(1000):
        dw = rng.normal(size=w.shape)
        w = functions["gradient_step"](w, dw, 0.07)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


@BOTH
def test_the_penaltys_slope_is_lambda_over_m_times_the_weights(functions: Functions) -> None:
    rng = np.random.default_rng(1)
    losses, W, other = rng.gamma(2.0, size=9), rng.normal(size=(3, 2)), rng.normal(size=(1, 3))
    h, lam = 1e-4, 2.5
    for index in np.ndindex(W.shape):
        shift = np.zeros_like(W)
        shift[index] = h
        higher, lower = (
            functions["regularized_cost"](losses, [W + s, other], lam) for s in (shift, -shift)
        )
        assert (higher - lower) / (2 * h) == pytest.approx(lam / 9 * W[index], abs=1e-10)


@BOTH
def test_the_cost_is_a_plain_sum_written_out(functions: Functions) -> None:
    losses, layers = [0.2, 1.4, 0.5, 0.1], [[[1.0, -2.0], [0.5, 3.0]], [[-1.5, 0.25]]]
    squares = math.fsum(w * w for layer in layers for row in layer for w in row)
    expected = math.fsum(losses) / 4 + 3.0 / 8 * squares
    weights = [np.array(layer) for layer in layers]
    own = functions["regularized_cost"](np.array(losses), weights, 3.0)
    assert own == pytest.approx(expected, abs=1e-12)


@BOTH
@given(m=st.integers(1, 60), batch_size=st.integers(1, 70), seed=st.integers(0, 99))
def test_batches_have_every_example_once_with_its_label(
    functions: Functions, m: int, batch_size: int, seed: int
) -> None:
    X = np.arange(3.0 * m).reshape(3, m)
    batches = functions["mini_batches"](X, X[:2] + 0.5, batch_size, np.random.default_rng(seed))
    sizes = [X_t.shape[1] for X_t, _ in batches]
    assert sizes == [min(batch_size, m - i) for i in range(0, m, batch_size)]
    together = np.concatenate([X_t for X_t, _ in batches], axis=1)
    np.testing.assert_array_equal(np.sort(together, axis=1), X)
    for X_t, Y_t in batches:
        np.testing.assert_array_equal(Y_t, X_t[:2] + 0.5)


@BOTH
def test_each_order_of_three_examples_is_equally_frequent(functions: Functions) -> None:
    rng = np.random.default_rng(0)
    X = np.array([[0.0, 1.0, 2.0]])
    orders = [tuple(functions["mini_batches"](X, X, 3, rng)[0][0][0].tolist()) for _ in range(6000)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6
    assert max(abs(count - 1000) for count in counts) < 200


@BOTH
@given(m=st.integers(1, 5000), bytes_per_example=st.integers(1, 50), memory=st.integers(1, 60_000))
def test_no_other_size_of_the_rule_would_be_larger_and_fit(
    functions: Functions, m: int, bytes_per_example: int, memory: int
) -> None:
    fitting = [n for n in (64, 128, 256, 512, m) if n * bytes_per_example <= memory]
    powers = [n for n in fitting if n in (64, 128, 256, 512)]
    recommend = functions["recommended_batch_size"]
    if m <= 2000 and m in fitting:
        assert recommend(m, bytes_per_example, memory) == m
    elif powers:
        assert recommend(m, bytes_per_example, memory) == powers[-1]
    else:
        with pytest.raises(ValueError, match="fit"):
            recommend(m, bytes_per_example, memory)


@pytest.mark.parametrize("one", TOPIC.exercises, ids=lambda one: one.name)
def test_the_notebooks_own_solution_gets_full_marks(one: Exercise) -> None:
    for seed in range(20):
        verdict = judged(one, OWN[one.name], seed)
        assert verdict.points == one.points, verdict.text()


def by_shuffling_pairs(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    """Return right batches, made in another style: column indices sorted by random keys."""
    order = sorted(range(X.shape[1]), key=rng.random(X.shape[1]).tolist().__getitem__)
    batches = []
    while order:
        head, order = order[:batch_size], order[batch_size:]
        batches.append([np.take(X, head, axis=1), np.take(Y, head, axis=1)])
    return tuple(batches)


def test_another_way_to_shuffle_gets_full_marks() -> None:
    for seed in range(40):
        assert not lost("mini_batches", by_shuffling_pairs, seed)
    assert run_check("mini_batches", {"mini_batches": by_shuffling_pairs}).passed


def cut(X: Any, Y: Any, batch_size: int) -> list[tuple[Any, Any]]:
    """Return batches in the order of the columns."""
    starts = range(0, X.shape[1], batch_size)
    return [(X[:, i : i + batch_size], Y[:, i : i + batch_size]) for i in starts]


def test_two_mistakes_at_once_are_both_named() -> None:
    def apart_and_dropped(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
        first, second = rng.permutation(X.shape[1]), rng.permutation(X.shape[1])
        full = X.shape[1] // batch_size * batch_size
        return cut(X[:, first[:full]], Y[:, second[:full]], batch_size)

    def no_half_and_sum(losses: Any, weights: Any, lam: float) -> Any:
        return float(np.sum(losses) + lam / len(losses) * sum(np.sum(W**2) for W in weights))

    for name, function, mistakes in (
        ("mini_batches", apart_and_dropped, {"shuffled_apart", "last_dropped"}),
        ("regularized_cost", no_half_and_sum, {"no_half", "sum_of_losses"}),
    ):
        hidden = judged(exercise(name), function, 3)
        assert set(hidden.mistakes) == mistakes
        assert not run_check(name, {name: function}).passed


def float32_step(w: Any, dw: Any, learning_rate: float) -> Any:
    return (w - learning_rate * dw).astype(np.float32)


def one_by_one(w: Any, dw: Any, learning_rate: float) -> Any:
    return np.array([a - learning_rate * b for a, b in zip(w.ravel(), dw.ravel(), strict=True)])


def keeps_a_first(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    """Return batches of which only the first is shuffled."""
    order = np.arange(X.shape[1])
    order[:batch_size] = rng.permutation(order[:batch_size])
    return cut(X[:, order], Y[:, order], batch_size)


def cut_anywhere(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    """Return batches in the original order, which begins at a random place."""
    order = np.roll(np.arange(X.shape[1]), int(rng.integers(1, X.shape[1])))
    return cut(X[:, order], Y[:, order], batch_size)


def last_first(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    return [(X_t[:, ::-1], Y_t) for X_t, Y_t in mini_batches(X, Y, batch_size, rng)]


def labels_repeated(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    return [(X_t, Y_t[:1]) for X_t, Y_t in mini_batches(X, Y, batch_size, rng)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("gradient_step", float32_step),
        ("gradient_step", one_by_one),
        ("gradient_step", lambda w, dw, learning_rate: np.abs(w - learning_rate * dw)),
        ("gradient_step", lambda w, dw, learning_rate: w - learning_rate * np.clip(dw, -2, 2)),
        ("gradient_step", lambda w, dw, learning_rate: w - min(learning_rate, 1.5) * dw),
        ("mini_batches", keeps_a_first),
        ("mini_batches", cut_anywhere),
        ("mini_batches", last_first),
        ("mini_batches", labels_repeated),
        ("recommended_batch_size", lambda m, bytes_per_example, memory_bytes: m),
        ("recommended_batch_size", lambda m, bytes_per_example, memory_bytes: 512),
    ],
)
def test_other_wrong_functions_fail_something(name: str, function: Callable[..., Any]) -> None:
    for seed in range(5):
        assert lost(name, function, seed)


@pytest.mark.parametrize(
    ("name", "function", "finding"),
    [
        ("gradient_step", lambda w, dw, learning_rate: np.zeros_like(w), "always_zeros"),
        ("regularized_cost", lambda losses, weights, lam: lam, "always_an_argument"),
        ("mini_batches", lambda X, Y, batch_size, rng: X, "always_an_argument"),
        ("mini_batches", lambda X, Y, batch_size, rng: np.zeros(X.shape), "always_zeros"),
        ("mini_batches", lambda X, Y, batch_size, rng: batch_size, "always_an_argument"),
        ("mini_batches", lambda X, Y, batch_size, rng: [], "always_one_result"),
        (
            "recommended_batch_size",
            lambda m, bytes_per_example, memory_bytes: 1,
            "always_ones",
        ),
        (
            "recommended_batch_size",
            lambda m, bytes_per_example, memory_bytes: 3,
            "always_one_result",
        ),
        ("recommended_batch_size", lambda m, bytes_each, memory_bytes: int("none"), None),
    ],
)
def test_nonsense_earns_nothing_and_is_called_what_it_is(
    name: str, function: Callable[..., Any], finding: str | None
) -> None:
    expected = () if finding is None else (finding,)
    hidden = judged(exercise(name), function, 3)
    assert (hidden.points, hidden.mistakes) == (0, expected)
    assert run_check(name, {name: function}).mistakes == expected


def trial(step: Callable[..., Any]) -> list[float]:
    return TRAINING_PROBES["gradient_descent"]({"gradient_step": step})


def test_the_trial_gives_floats_and_its_cost_falls() -> None:
    costs = trial(OWN["gradient_step"])
    assert all(type(cost) is float for cost in costs)
    assert np.mean(costs[-8:]) < 0.6 * np.mean(costs[:8])


X, LABELS = (array[..., :1000] for array in load_digits())
Y = (LABELS % 2 == 0).astype(float)[None]
NETWORK = Network((64, 8, 1))
UNTRAINED = NETWORK.initial_parameters(np.random.default_rng(1))


def run(X: Any = X, Y: Any = Y, *, shuffled: bool = True, **plan: Any) -> History:
    if shuffled:
        plan |= {"batches": OWN["mini_batches"], "rng": np.random.default_rng(0)}
    return train(NETWORK, UNTRAINED, X, Y, step=OWN["gradient_step"], **plan)


def test_the_text_is_right_about_three_batch_sizes() -> None:
    batch = run(batch_size=1000, learning_rate=0.3, epochs=200)
    mini = run(batch_size=64, learning_rate=0.3, epochs=13)
    assert np.all(np.diff(batch.costs) < 0), "every update lowers the cost"
    assert np.any(np.diff(mini.costs) > 0)
    assert mini.updates_per_epoch == 16
    sgd = run(batch_size=1, learning_rate=0.05, epochs=4)
    epochs = [int(np.argmax(one.epoch_costs < 0.2)) for one in (sgd, mini, batch)]
    updates = [n * one.updates_per_epoch for n, one in zip(epochs, (sgd, mini, batch), strict=True)]
    assert 0 < epochs[0] < epochs[1] < epochs[2]
    assert updates[2] < updates[1] < updates[0]


def test_the_text_is_right_that_sorted_digits_teach_nothing() -> None:
    order = np.argsort(LABELS % 2, kind="stable")
    assert (LABELS % 2).sum() == pytest.approx(500, abs=5)
    plan: Any = {"batch_size": 64, "learning_rate": 0.5, "epochs": 10}
    costs = run(X[:, order], Y[:, order], shuffled=False, **plan).epoch_costs
    assert costs[-1] > costs[0]
    assert run(X[:, order], Y[:, order], **plan).epoch_costs[-1] < 0.25


def test_the_text_is_right_about_the_weight_under_a_penalty() -> None:
    w = np.linspace(-8, 1, 91)

    def cost_of(one: float, lam: float) -> Any:
        p = 1 / (1 + np.exp(-one * X[36]))
        losses = -np.log(np.where(LABELS == 0, p, 1 - p))
        return OWN["regularized_cost"](losses, [np.array([[one]])], lam)

    best = {lam: w[np.argmin([cost_of(one, lam) for one in w])] for lam in (0, 20, 100)}
    assert best == {0: -8.0, 20: pytest.approx(-2.9), 100: pytest.approx(-1.5)}
    assert "best weight is about $-2.9$, with $\\lambda = 100$ about $-1.5$" in TEXT


def test_the_worked_examples_in_the_text_are_right() -> None:
    w, path = 3.0, []
    for _ in range(3):
        w = OWN["gradient_step"](w, 2 * w, 0.1)
        path.append(round(w, 3))
    assert path == [2.4, 1.92, 1.536]
    losses, weights = np.array([0.2, 0.4, 0.9]), [np.array([[1.0, -2.0]])]
    assert OWN["regularized_cost"](losses, weights, 0.6) == pytest.approx(1.0)
    assert math.ceil(1797 / 64) == 29
    assert TOPIC.find("updates_per_epoch").answer == "b"  # type: ignore[union-attr]
