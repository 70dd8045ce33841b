"""RMSProp's reference agrees with PyTorch and with weighted sums; the lesson's numbers are true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from combined_mistakes import with_mistakes
from judging import judged

from course_lib.cases.training_probe import TRAINING_PROBES
from course_lib.checking.checker import run_check
from course_lib.data.loaders import load_digits
from course_lib.landscapes.ravine import Ravine
from course_lib.nn.network import Network
from grader_tests.engine.exercise import Function
from grader_tests.topics.rmsprop.effective_learning_rate import EXERCISE as EFFECTIVE_LEARNING_RATE
from grader_tests.topics.rmsprop.effective_learning_rate import effective_learning_rate
from grader_tests.topics.rmsprop.largest_stable_rate import largest_stable_rate
from grader_tests.topics.rmsprop.rmsprop_step import EXERCISE as RMSPROP_STEP
from grader_tests.topics.rmsprop.rmsprop_step import rmsprop_step

VALLEY, START = Ravine(flat=1.0, steep=50.0), np.array([4.5, 1.0])


def passed(verdict: Any) -> set[str]:
    return {row.key for row in verdict.rows if row.passed}


def path(rate: float, beta: float, steps: int, valley: Ravine = VALLEY) -> Any:
    w, s = START, np.zeros(2)
    points = [w]
    for _ in range(steps):
        w, s = rmsprop_step(w, valley.gradient(w), s, rate, beta, 1e-8)
        points.append(w)
    return np.array(points)


@pytest.mark.needs("torch")
@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
def test_without_epsilon_a_thousand_steps_agree_with_pytorch(beta: float) -> None:
    import torch

    rng = np.random.default_rng(4)
    w, s = rng.normal(size=(3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.RMSprop([theirs], lr=0.01, alpha=beta, eps=0.0)
    for _ in range(1000):
        dw = rng.normal(size=w.shape)
        w, s = rmsprop_step(w, dw, s, 0.01, beta, 0.0)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


def test_with_epsilon_steps_agree_with_a_weighted_sum_of_squares() -> None:
    rng = np.random.default_rng(5)
    gradients = 1e-3 * rng.normal(size=(200, 6))
    w, s, moved = np.zeros(6), np.zeros(6), np.zeros(6)
    for t, dw in enumerate(gradients, start=1):
        w, s = rmsprop_step(w, dw, s, 0.01, 0.8, 1e-6)
        weights = 0.2 * 0.8 ** np.arange(t)[::-1]
        moved -= 0.01 * dw / np.hypot(np.sqrt(weights @ gradients[:t] ** 2), 1e-3)
        np.testing.assert_allclose(w, moved, rtol=0, atol=1e-10)


@pytest.mark.parametrize("rate", ["epsilon_outside", "no_root", "multiplied", "norm"])
@pytest.mark.parametrize("averaged", ["weights_swapped", "not_squared", "unweighted"])
def test_a_wrong_average_with_a_wrong_rate_is_refused(averaged: str, rate: str) -> None:
    both = with_mistakes(RMSPROP_STEP, averaged, rate)
    verdict = judged(RMSPROP_STEP, both, 11)
    assert not {"average", "update", "epsilon"} & passed(verdict)
    assert not run_check("rmsprop_step", {"rmsprop_step": both}).passed


def own_step(w: Any, dw: Any, s: Any, **rest: float) -> Any:
    """Right, but rearranged."""
    s = s + (1 - rest["beta"]) * (np.square(dw) - s)
    return [w - rest["learning_rate"] * np.divide(dw, np.power(s + rest["epsilon"], 0.5)), s]


def own_rate(s: Any, **rest: float) -> Any:
    return rest["learning_rate"] * (s + rest["epsilon"]) ** -0.5


def test_other_ways_to_write_the_same_get_full_marks() -> None:
    for seed in range(20):
        for exercise, own in ((RMSPROP_STEP, own_step), (EFFECTIVE_LEARNING_RATE, own_rate)):
            verdict = judged(exercise, own, seed)
            assert verdict.points == exercise.points, verdict.text()
            assert run_check(exercise.name, {exercise.name: own}).passed


def probe(step: Function) -> list[float]:
    return TRAINING_PROBES["rmsprop"]({"rmsprop_step": step})


def test_the_training_probe_gives_floats_and_its_cost_falls() -> None:
    costs = probe(rmsprop_step)
    assert costs == probe(rmsprop_step)
    assert 0.6 < costs[0] < 0.8
    assert 0.01 < np.mean(costs[-8:]) < 0.4 * np.mean(costs[:8])


def test_the_lesson_says_rightly_how_much_gradients_differ() -> None:
    X, labels = load_digits()
    network = Network((64, 16, 1))
    start = network.initial_parameters(np.random.default_rng(0))
    _, gradients = network.cost_and_gradients(start, X, (labels % 2 == 0)[None].astype(float))
    sizes = np.sort(np.abs(gradients["W1"]).ravel())
    assert sizes[:48].max() == 0 < sizes[48] < 1e-8
    assert sizes[-1] == pytest.approx(0.06, abs=0.001)
    assert sizes[919] > 2000 * sizes[99]


def test_the_lesson_says_rightly_that_the_valleys_steepness_does_not_matter() -> None:
    along = [path(0.1, 0.9, 100, Ravine(1.0, steep))[:, 0] for steep in (5.0, 50.0, 500.0)]
    np.testing.assert_allclose(along[1:], [along[0]] * 2, rtol=0, atol=1e-12)
    assert along[0][60] < 0.06


@pytest.mark.parametrize("rate", [0.3, 0.1, 0.03])
def test_the_lesson_says_rightly_that_it_jumps_by_half_the_learning_rate(rate: float) -> None:
    end = path(rate, 0.9, 400)[-10:, 0]
    np.testing.assert_allclose(np.abs(end), rate / 2, rtol=0.01)
    assert np.all(end[1:] * end[:-1] < 0)


def test_the_lesson_says_rightly_which_settings_reach_the_target() -> None:
    """With beta = 0.9 not before step 85; with a small beta soon enough."""

    def there_from(rate: float, beta: float) -> float:
        last = int(np.flatnonzero(np.abs(path(rate, beta, 100)).max(axis=1) > 0.1)[-1])
        return last + 1 if last < 100 else np.inf

    rates = np.arange(0.02, 0.61, 0.02)
    assert min(there_from(rate, 0.9) for rate in rates) == 85
    assert min(there_from(rate, 0.1) for rate in rates) <= 40
    assert there_from(0.4, 0.9) == np.inf


def test_the_lesson_says_rightly_what_epsilon_does_under_the_root() -> None:
    step = 1e-6 * effective_learning_rate(np.array([1e-12]), 1.0, 1e-8)
    assert step.item() == pytest.approx(0.01, rel=1e-3)
    _, first = rmsprop_step(np.zeros(2), np.array([10.0, 0.01]), np.zeros(2), 0.1, 0.9, 0.0)
    rates = effective_learning_rate(first, 0.1, 0.0)
    np.testing.assert_allclose(rates * [10.0, 0.01], [0.316, 0.316], rtol=1e-3)


@pytest.mark.parametrize("n", [2, 3, 6])
def test_just_below_the_largest_rate_steps_come_closer_and_just_above_they_go_away(n: int) -> None:
    rng = np.random.default_rng(n)
    turn = np.linalg.qr(rng.normal(size=(n, n)))[0]
    A = turn @ np.diag(rng.uniform(1, 20, n)) @ turn.T
    s, epsilon = rng.uniform(0.1, 9, n), 0.01
    limit = largest_stable_rate(A, s, epsilon)
    start = rng.normal(size=n)
    for factor, comes_closer in ((0.98, True), (1.02, False)):
        w = start
        for _ in range(1000):
            w = w - factor * limit * (A @ w) / np.sqrt(s + epsilon)
        assert bool(np.linalg.norm(w) < 0.5 * np.linalg.norm(start)) is comes_closer
        assert bool(np.linalg.norm(w) > 1e6) is not comes_closer
