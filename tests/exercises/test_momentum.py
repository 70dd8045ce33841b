"""Momentum's reference agrees with PyTorch and with algebra; the lesson's numbers are true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from combined_mistakes import with_mistakes
from judging import judged

from course_lib.cases.arguments import squared_error
from course_lib.cases.training_probe import TRAINING_PROBES
from course_lib.checking.checker import run_check
from course_lib.landscapes.ravine import Ravine
from grader_tests.engine.exercise import Function
from grader_tests.engine.solutions import function_from, solutions, with_mistake
from grader_tests.topics.momentum import TOPIC
from grader_tests.topics.momentum.momentum_path import EXERCISE as MOMENTUM_PATH
from grader_tests.topics.momentum.momentum_path import momentum_path
from grader_tests.topics.momentum.momentum_step import EXERCISE as MOMENTUM_STEP
from grader_tests.topics.momentum.momentum_step import momentum_step
from grader_tests.topics.momentum.train_with_momentum import train_with_momentum
from grader_tests.topics.momentum.zero_state import EXERCISE as ZERO_STATE

VALLEY, START = Ravine(flat=1.0, steep=50.0), np.array([4.5, 1.0])


def passed(verdict: Any) -> set[str]:
    return {row.key for row in verdict.rows if row.passed}


@pytest.mark.slow
@pytest.mark.needs("torch")
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_a_thousand_steps_agree_with_pytorch_at_the_scaled_learning_rate(beta: float) -> None:
    import torch

    rng = np.random.default_rng(4)
    w, v = rng.normal(size=(3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theirs], lr=0.05 * (1 - beta), momentum=beta)
    for _ in range(1000):
        dw = rng.normal(size=w.shape)
        w, v = momentum_step(w, dw, v, 0.05, beta)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


def test_a_path_over_a_bowl_agrees_with_powers_of_its_matrix() -> None:
    """On a quadratic cost one update is linear in (w, v), so t updates are a matrix power."""
    A, rate, beta = np.array([[3.0, 1.0], [1.0, 2.0]]), 0.3, 0.8
    one = np.eye(2)
    update = np.block(
        [[one - rate * (1 - beta) * A, -rate * beta * one], [(1 - beta) * A, beta * one]]
    )
    path = momentum_path(lambda w: A @ w, START, rate, beta, 200)
    for t in (0, 1, 2, 17, 200):
        expected = np.linalg.matrix_power(update, t) @ np.append(START, [0, 0])
        np.testing.assert_allclose(path[t], expected[:2], rtol=0, atol=1e-10)


def test_without_momentum_a_path_is_that_of_gradient_descent() -> None:
    path = momentum_path(VALLEY.gradient, START, 0.03, 0.0, 100)
    np.testing.assert_allclose(path, VALLEY.descent_path(START, 0.03, 100), rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    "average", ["unweighted", "weights_swapped", "nothing_fades", "v_minus_dw"]
)
@pytest.mark.parametrize("move", ["uphill", "old_v", "pair_turned"])
def test_a_wrong_average_with_a_wrong_move_is_refused(average: str, move: str) -> None:
    both = with_mistakes(MOMENTUM_STEP, move, average)
    verdict = judged(MOMENTUM_STEP, both, 11)
    assert not {"average", "update"} & passed(verdict)
    assert not run_check("momentum_step", {"momentum_step": both}).passed


def own_step(w: Any, dw: Any, v: Any, **rest: float) -> Any:
    """Right, but rearranged."""
    v = v + (1 - rest["beta"]) * (dw - v)
    return [np.subtract(w, np.multiply(v, rest["learning_rate"])), v]


def own_path(gradient: Any, w0: Any, learning_rate: float, beta: float, steps: int) -> Any:
    """Right, but with v pointing downhill and holding the learning rate, and an array to fill."""
    path, v = np.zeros((1 + steps, len(w0))), 0.0
    path[0] = w0
    for t in range(steps):
        v = beta * v - learning_rate * (1 - beta) * gradient(path[t])
        path[t + 1] = path[t] + v
    return path


def own_state(parameters: Any) -> Any:
    return dict(zip(parameters, (np.full(p.shape, 0.0) for p in parameters.values()), strict=True))


def test_other_ways_to_write_the_same_get_full_marks() -> None:
    for seed in range(20):
        for exercise, own in (
            (MOMENTUM_STEP, own_step),
            (MOMENTUM_PATH, own_path),
            (ZERO_STATE, own_state),
        ):
            verdict = judged(exercise, own, seed)
            assert verdict.points == exercise.points, verdict.text()
            assert run_check(exercise.name, {exercise.name: own}).passed


def test_a_path_whose_step_is_wrong_is_told_what_is_wrong_with_the_step() -> None:
    sources = solutions(TOPIC)
    old_v = next(mistake for mistake in MOMENTUM_STEP.mistakes if mistake.name == "old_v")
    sources["momentum_step"] = with_mistake(sources["momentum_step"], MOMENTUM_STEP, old_v)
    path = function_from(sources, "momentum_path", sources["momentum_path"])
    assert run_check("momentum_path", {"momentum_path": path}).mistakes == ("old_v",)


def probe(step: Function) -> list[float]:
    return TRAINING_PROBES["momentum"]({"momentum_step": step})


def test_the_training_probe_gives_floats_and_its_cost_falls() -> None:
    costs = probe(momentum_step)
    assert costs == probe(momentum_step)
    assert 0.6 < costs[0] < 0.8
    assert 0.01 < np.mean(costs[-8:]) < 0.4 * np.mean(costs[:8])


def test_the_lesson_says_rightly_what_becomes_of_gradients_that_change_their_sign() -> None:
    v = np.zeros(1)
    for t in range(300):
        _, v = momentum_step(v, np.array([10.0 * (-1) ** t]), v, 1.0, 0.9)
    assert abs(v.item()) == pytest.approx(0.53, abs=0.005)


@pytest.mark.parametrize(("beta", "limit"), [(0.0, 0.04), (0.5, 0.12), (0.7, 0.227), (0.9, 0.76)])
def test_the_lesson_says_rightly_how_large_a_learning_rate_is_safe(
    beta: float, limit: float
) -> None:
    assert limit == pytest.approx(2 / 50 * (1 + beta) / (1 - beta), rel=0.002)
    ends = [
        np.abs(momentum_path(VALLEY.gradient, START, factor * limit, beta, 2000)[-1, 1])
        for factor in (0.99, 1.01)
    ]
    assert ends[0] < 1e-3
    assert ends[1] > 1e3


@pytest.mark.slow
def test_the_lesson_says_rightly_how_soon_momentum_gets_there() -> None:
    """After 14 steps at best; and 16, where the three paths are drawn."""

    def there_after(rate: float, beta: float) -> int:
        path = momentum_path(VALLEY.gradient, START, rate, beta, 100)
        return int(np.flatnonzero(np.abs(path).max(axis=1) > 0.1)[-1]) + 1

    assert (there_after(0.17, 0.65), there_after(0.14, 0.7)) == (14, 16)
    best = min(
        there_after(r, b) for r in np.arange(0.01, 0.81, 0.01) for b in np.arange(0, 1, 0.05)
    )
    assert best == 14
    assert min(there_after(rate, 0.0) for rate in np.arange(0.01, 0.81, 0.01)) > 100


@pytest.mark.needs("torch")
def test_a_training_agrees_with_a_loop_in_pytorch() -> None:
    import torch

    rng = np.random.default_rng(6)
    X, Y = rng.normal(size=(3, 8)), rng.normal(size=(2, 8))
    start = {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=(2, 1))}
    theirs = {name: torch.tensor(w, requires_grad=True) for name, w in start.items()}
    optimizer = torch.optim.SGD(theirs.values(), lr=0.2 * 0.3, momentum=0.7)
    costs = []
    for _ in range(200):
        optimizer.zero_grad()
        errors = theirs["W"] @ torch.tensor(X) + theirs["b"] - torch.tensor(Y)
        cost = (errors**2).sum() / 16
        cost.backward()
        costs.append(cost.item())
        optimizer.step()
    ours, found = train_with_momentum(squared_error(X, Y), start, 0.2, 0.7, 200)
    np.testing.assert_allclose(found, costs, rtol=0, atol=1e-10)
    for name, w in theirs.items():
        np.testing.assert_allclose(ours[name], w.detach().numpy(), rtol=0, atol=1e-10)
