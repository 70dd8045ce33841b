"""Adam's reference agrees with PyTorch; two mistakes at once are refused, and named if possible."""

from __future__ import annotations

import math

import numpy as np
import pytest
from combined_mistakes import with_edits, with_mistakes
from judging import judged

from course_lib.cases.training_probe import TRAINING_PROBES
from course_lib.checking.checker import run_check
from course_lib.nn.network import Network
from grader_tests.engine.exercise import Function
from grader_tests.topics.adam import correct_moments
from grader_tests.topics.adam.adam_step import EXERCISE as ADAM_STEP
from grader_tests.topics.adam.adam_step import adam_step
from grader_tests.topics.adam.adamw_step import EXERCISE as ADAMW_STEP
from grader_tests.topics.adam.adamw_step import adamw_step

EDITS = {mistake.edit for mistake in correct_moments.EXERCISE.mistakes if mistake.edit}
CORRECTIONS = [mistake.name for mistake in ADAM_STEP.mistakes if mistake.edit in EDITS]


@pytest.mark.needs("torch")
@pytest.mark.parametrize("scale", [1.0, 1e-8])
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.8)])
def test_a_thousand_steps_agree_with_pytorch(scale: float, betas: tuple[float, float]) -> None:
    import torch

    rng = np.random.default_rng(4)
    w, v, s = rng.normal(size=(3, 4)), np.zeros((3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([theirs], lr=0.01, betas=betas, eps=1e-8)
    for t in range(1, 1001):
        dw = scale * rng.normal(size=w.shape)
        w, v, s = adam_step(w, dw, v, s, t, 0.01, *betas, 1e-8)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("corrected", CORRECTIONS)
@pytest.mark.parametrize("moment", ["betas_swapped", "not_squared", "new_not_weighted"])
def test_a_wrong_average_with_a_wrong_correction_is_refused(moment: str, corrected: str) -> None:
    both = with_mistakes(ADAM_STEP, moment, corrected)
    verdict = judged(ADAM_STEP, both, 11)
    assert not {"update", "correction", "state"} & passed(verdict)
    assert not run_check("adam_step", {"adam_step": both}).passed


def passed(verdict: object) -> set[str]:
    return {row.key for row in verdict.rows if row.passed}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    ["not_corrected", "only_v_corrected", "only_s_corrected", "t_one_more", "multiplied"],
)
def test_a_wrong_correction_and_a_misplaced_epsilon_are_both_named(name: str) -> None:
    both = with_mistakes(ADAM_STEP, name, "epsilon_inside")
    verdict = judged(ADAM_STEP, both, 5)
    assert set(verdict.mistakes) == {name, "epsilon_inside"}
    assert "update" in passed(verdict)
    assert not run_check("adam_step", {"adam_step": both}).passed


def test_a_wrong_correction_that_gives_nan_late_is_not_taken_for_another() -> None:
    both = with_mistakes(ADAM_STEP, "not_squared", "power_of_difference")
    verdict = judged(ADAM_STEP, both, 5)
    assert not verdict.passed
    assert set(verdict.mistakes) <= {"not_squared", "power_of_difference"}


def test_arrays_of_the_inputs_type_are_named_however_early_they_are_used() -> None:
    early = with_edits(
        ADAM_STEP,
        r"v = beta1 => new_v = np.zeros_like(v)\nnew_v[:] = beta1",
        r"s = beta2 => new_s = np.zeros_like(s)\nnew_s[:] = beta2",
        "v / => new_v /",
        "s / => new_s /",
        r"w = w => new_w = np.zeros_like(w)\nnew_w[:] = w",
        "return w, v, s => return new_w, new_v, new_s",
    )
    for seed in range(40):
        assert judged(ADAM_STEP, early, seed).mistakes == ("truncated",)
    assert run_check("adam_step", {"adam_step": early}).mistakes == ("truncated",)


def own_style(
    w: np.ndarray, dw: np.ndarray, v: np.ndarray, s: np.ndarray, t: int, **rest: float
) -> tuple[np.ndarray, ...]:
    """Right, but rearranged: one fraction, powers by hand, lists of results."""
    b1, b2 = rest["beta1"], rest["beta2"]
    v = v + (1 - b1) * (dw - v)
    s = s + (1 - b2) * (np.square(dw) - s)
    rate = rest["learning_rate"] * np.sqrt(1 - np.power(b2, t)) / (1 - np.power(b1, t))
    return w - rate * v / (np.sqrt(s) + rest["epsilon"] * np.sqrt(1 - b2**t)), v, s


def test_another_way_to_write_the_same_step_gets_full_marks() -> None:
    for seed in range(40):
        verdict = judged(ADAM_STEP, own_style, seed)
        assert verdict.points == ADAM_STEP.points, verdict.text()
    assert run_check("adam_step", {"adam_step": own_style}).passed


def probe(step: Function) -> list[float]:
    return TRAINING_PROBES["adam"]({"adam_step": step})


def test_the_training_probe_gives_floats_and_its_cost_falls() -> None:
    costs = probe(adam_step)
    assert all(type(cost) is float for cost in costs)
    assert costs == probe(adam_step)
    assert 0.6 < costs[0] < 0.8
    assert 0.01 < np.mean(costs[-8:]) < 0.25 * np.mean(costs[:8])


def test_the_training_probe_of_a_step_that_gives_nan_ends_with_nan() -> None:
    costs = probe(with_edits(ADAM_STEP, "return w, v, s => return w * np.nan, v, s"))
    assert len(costs) == 2
    assert math.isnan(costs[-1])


def test_the_lesson_says_rightly_how_long_the_first_steps_are_without_correction() -> None:
    """3.2 times for the first, 6.5 for the tenth, more than 2 for the 200th."""
    w, v, s = (np.zeros(1) for _ in range(3))
    lengths = []
    for t in range(1, 201):
        new_w, v, s = adam_step(w, np.ones(1), v, s, t + 1_000_000, 1.0, 0.9, 0.999, 1e-8)
        lengths.append((w - new_w).item())
        w = new_w
    assert [round(lengths[t - 1], 1) for t in (1, 10)] == [3.2, 6.5]
    assert lengths[199] > 2


def test_the_lesson_says_rightly_how_small_a_deep_networks_gradients_are() -> None:
    from course_lib.data.loaders import load_digits

    X, labels = load_digits()
    deep = Network((64, 16, 16, 16, 16, 1))
    small = deep.initial_parameters(np.random.default_rng(0), scale=0.1)
    _, gradients = deep.cost_and_gradients(small, X, (labels % 2 == 0)[None].astype(float))
    assert np.median(np.abs(gradients["W1"])) < 1e-6


@pytest.mark.needs("torch")
@pytest.mark.parametrize("decay", [0.0, 0.01, 0.5])
def test_a_thousand_steps_of_adamw_agree_with_pytorch(decay: float) -> None:
    import torch

    rng = np.random.default_rng(4)
    w, v, s = rng.normal(size=(3, 4)), np.zeros((3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([theirs], lr=0.01, eps=1e-8, weight_decay=decay)
    for t in range(1, 1001):
        dw = rng.normal(size=w.shape)
        w, v, s = adamw_step(w, dw, v, s, t, 0.01, 0.9, 0.999, 1e-8, decay)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


@pytest.mark.needs("torch")
def test_the_l2_mistake_is_what_pytorchs_adam_does_with_weight_decay() -> None:
    import torch

    l2 = with_mistakes(ADAMW_STEP, "in_the_gradient")
    rng = np.random.default_rng(4)
    w, v, s = rng.normal(size=(3, 4)), np.zeros((3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([theirs], lr=0.01, eps=1e-8, weight_decay=0.3)
    for t in range(1, 101):
        dw = rng.normal(size=w.shape)
        w, v, s = l2(w, dw, v, s, t, 0.01, 0.9, 0.999, 1e-8, 0.3)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
        np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)
