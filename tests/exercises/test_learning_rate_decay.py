"""The schedules agree with PyTorch's; mistakes add up; the lesson says true things about them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from judging import judged

from course_lib.cases.case import call
from course_lib.cases.properties.schedules import each_epoch_alone
from course_lib.checking.checker import run_check
from course_lib.data.loaders import load_digits
from course_lib.nn.network import Network
from course_lib.nn.training import train
from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.engine.registry import load_topic
from grader_tests.engine.variants import compiled_when_called, edited, reference_code
from grader_tests.topics.learning_rate_decay.exponential_decay import exponential_decay
from grader_tests.topics.learning_rate_decay.inverse_sqrt_decay import inverse_sqrt_decay
from grader_tests.topics.learning_rate_decay.inverse_time_decay import inverse_time_decay
from grader_tests.topics.learning_rate_decay.staircase_decay import staircase_decay
from grader_tests.topics.learning_rate_decay.warmup_cosine import warmup_cosine

TOPIC = load_topic("learning_rate_decay")
INVERSE_TIME_DECAY, EXPONENTIAL_DECAY, INVERSE_SQRT_DECAY, STAIRCASE_DECAY, _ = TOPIC.exercises
EPOCHS = 300


@pytest.mark.needs("torch")
@pytest.mark.parametrize(
    ("make", "schedule"),
    [
        (
            lambda lr, optimizer: lr.ExponentialLR(optimizer, gamma=0.93),
            lambda epoch: exponential_decay(0.4, epoch, 0.93),
        ),
        (
            lambda lr, optimizer: lr.StepLR(optimizer, step_size=7, gamma=0.8),
            lambda epoch: staircase_decay(0.4, 0.8, epoch, 7),
        ),
        (
            lambda lr, optimizer: lr.LambdaLR(optimizer, lambda epoch: 1 / (1 + 0.3 * epoch)),
            lambda epoch: inverse_time_decay(0.4, 0.3, epoch),
        ),
        (
            lambda lr, optimizer: lr.LambdaLR(optimizer, lambda epoch: 2 / (epoch + 1) ** 0.5),
            lambda epoch: inverse_sqrt_decay(0.4, 2.0, epoch + 1),
        ),
        (
            lambda lr, optimizer: lr.SequentialLR(
                optimizer,
                [
                    lr.LinearLR(optimizer, start_factor=1 / 6, total_iters=5),
                    lr.CosineAnnealingLR(optimizer, T_max=EPOCHS - 5),
                ],
                milestones=[5],
            ),
            lambda epoch: warmup_cosine(0.4, 5, EPOCHS, epoch),
        ),
    ],
    ids=["exponential", "staircase", "inverse time", "inverse root", "warm-up and cosine"],
)
def test_many_epochs_agree_with_pytorch(make: Any, schedule: Callable[[Any], Any]) -> None:
    import torch

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    scheduler = make(torch.optim.lr_scheduler, optimizer)
    theirs = []
    for _ in range(EPOCHS):
        theirs.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    np.testing.assert_allclose(schedule(np.arange(EPOCHS)), theirs, rtol=1e-10)


def test_exact_fractions_agree() -> None:
    alpha0, rate = Fraction(3, 5), Fraction(1, 8)
    for epoch in range(EPOCHS):
        ours = inverse_time_decay(0.6, 0.125, epoch)
        assert ours == pytest.approx(float(alpha0 / (1 + rate * epoch)), rel=1e-14)
        assert inverse_sqrt_decay(0.5, 3.0, epoch + 1) ** 2 * (epoch + 1) == pytest.approx(2.25)


def refused(alpha0: float, k: float, epoch: Any) -> Any:
    if np.min(epoch) < 1:
        raise ValueError
    return alpha0 * k * np.power(epoch, -0.5)


@pytest.mark.parametrize(
    ("exercise", "own_style"),
    [
        (INVERSE_TIME_DECAY, lambda alpha0, decay_rate, epoch: alpha0 / (decay_rate * epoch + 1)),
        (
            INVERSE_TIME_DECAY,
            lambda alpha0, decay_rate, epoch: alpha0 * (1 + decay_rate * np.asarray(epoch)) ** -1.0,
        ),
        (EXPONENTIAL_DECAY, lambda alpha0, epoch, base=0.95: np.power(base, epoch) * alpha0),
        (
            EXPONENTIAL_DECAY,
            lambda alpha0, epoch, base=0.95: alpha0 * np.exp(epoch * np.log(base)),
        ),
        (INVERSE_SQRT_DECAY, refused),
        (STAIRCASE_DECAY, lambda alpha0, factor, epoch, every: factor ** (epoch // every) * alpha0),
    ],
)
def test_another_way_to_write_the_same_schedule_gets_full_marks(
    exercise: Exercise, own_style: Any
) -> None:
    for seed in range(20):
        verdict = judged(exercise, own_style, seed)
        assert verdict.points == exercise.points, verdict.text()
    assert run_check(exercise.name, {exercise.name: own_style}).passed


def of_formula(exercise: Exercise) -> list[Mistake]:
    """The known mistakes that work with arrays."""
    return [m for m in exercise.mistakes if not {"array", "unchanged"} & set(m.fails)]


PAIRS = [
    (exercise, mistake, of_array)
    for exercise in TOPIC.exercises
    for mistake, of_array in product(of_formula(exercise), ("only_numbers", "truncated"))
    if {"decay", "steps", "edges"} & set(mistake.fails)
    and mistake.name not in ("refuses_1_too", "only_arrays")
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "mistake", "of_array"), PAIRS, ids=lambda one: getattr(one, "name", one)
)
def test_a_wrong_formula_that_is_wrong_with_arrays_too_is_refused_and_both_are_named(
    exercise: Exercise, mistake: Mistake, of_array: str
) -> None:
    (second,) = (m for m in exercise.mistakes if m.name == of_array)
    both = edited(reference_code(exercise.reference), f"{mistake.edit}\n{second.edit}")
    function = compiled_when_called(exercise.reference, lambda: both, "both")
    verdict = judged(exercise, function, 3)
    lost = {row.key for row in verdict.rows if not row.passed}
    assert {*mistake.fails, "array"} <= lost, verdict.text()
    assert mistake.name in verdict.mistakes, verdict.text()
    assert {of_array, mistake.name} >= set(verdict.mistakes), verdict.text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "wrong"),
    [
        (INVERSE_TIME_DECAY, lambda alpha0, decay_rate, epoch: alpha0 / (1 + decay_rate) ** 2),
        (
            INVERSE_TIME_DECAY,
            lambda alpha0, decay_rate, epoch: alpha0 / (1 + decay_rate * epoch) ** 2,
        ),
        (
            INVERSE_TIME_DECAY,
            lambda alpha0, decay_rate, epoch: round(alpha0 / (1 + decay_rate * np.max(epoch)), 4),
        ),
        (EXPONENTIAL_DECAY, lambda alpha0, epoch, base=0.9: alpha0 * base**epoch),
        (EXPONENTIAL_DECAY, lambda alpha0, epoch, base=0.95: alpha0 * 2.0 ** (-epoch * (1 - base))),
        (EXPONENTIAL_DECAY, lambda alpha0, epoch, base=0.95: np.float32(alpha0 * base**epoch)),
        (INVERSE_SQRT_DECAY, lambda alpha0, k, epoch: k / np.log(epoch) * alpha0),
        (INVERSE_SQRT_DECAY, lambda alpha0, k, epoch: refused(alpha0, k, np.floor(epoch))),
        (INVERSE_SQRT_DECAY, lambda alpha0, k, epoch: refused(alpha0, k, abs(epoch))),
        (
            STAIRCASE_DECAY,
            lambda alpha0, factor, epoch, every: alpha0 * factor ** int(np.max(epoch) / every),
        ),
        (
            STAIRCASE_DECAY,
            lambda alpha0, factor, epoch, every: (
                alpha0 * factor ** np.floor((epoch + 0.5) / every + 0.5)
            ),
        ),
        (
            STAIRCASE_DECAY,
            lambda alpha0, factor, epoch, every: np.floor(alpha0 * factor ** (epoch / every)),
        ),
    ],
)
def test_what_is_wrong_in_a_way_of_its_own_loses_marks_too(exercise: Exercise, wrong: Any) -> None:
    for seed in range(20):
        points = judged(exercise, wrong, seed).points
        assert points is not None
        assert points < exercise.points


def test_the_view_of_arrays_sees_their_form_and_not_whether_a_rate_is_right() -> None:
    epochs = np.array([[3, 5], [7, 5]])
    calls = [call(epoch=epochs), call(epoch=np.array([5]))]
    right = np.array([[9.0, np.inf], [np.nan, np.inf]])
    alone = np.array([np.inf])
    assert all(each_epoch_alone(calls, [right, alone]).values())
    for rates in (right.ravel(), 0.1, "rates", right.T):
        assert not each_epoch_alone(calls, [rates, alone])["each rate as for its epoch alone"]
    assert not each_epoch_alone(calls, [right.tolist(), alone])["an array for an array"]
    assert not each_epoch_alone(calls, [np.ones((2, 2), int), [1]])["rates as floats"]
    assert not each_epoch_alone(calls, [epochs, alone])["rates instead of the epochs"]
    assert all(each_epoch_alone([call(epoch=1)], [0.5]).values())


def test_the_lessons_lowest_cost_is_the_minimum() -> None:
    """By Newton's method; the cost is convex, so where the gradient is zero is the minimum."""
    X, labels = load_digits()
    Y = (labels % 2 == 0).astype(float)
    A = np.vstack([X, np.ones(X.shape[1])])
    w = np.zeros(len(A))
    for _ in range(40):
        probability = 0.5 * (1 + np.tanh(0.5 * (w @ A)))
        gradient = A @ (probability - Y) / len(Y)
        hessian = (A * (probability * (1 - probability))) @ A.T / len(Y)
        w -= np.linalg.lstsq(hessian + 1e-12 * np.eye(len(A)), gradient, rcond=None)[0]
    assert np.abs(gradient).max() < 1e-9
    parameters = {"W1": w[None, :-1], "b1": w[-1:, None]}
    assert Network((64, 1)).cost(parameters, X, Y[None]) == pytest.approx(0.16620, abs=5e-6)


def in_random_order(X: Any, Y: Any, size: int, rng: Any) -> Any:
    order = rng.permutation(X.shape[1])
    cuts = [order[i : i + size] for i in range(0, len(order), size)]
    return [(X[:, cut], Y[:, cut]) for cut in cuts]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_lesson_says_rightly_that_decay_ends_lower_than_any_of_two_fixed_rates(
    seed: int,
) -> None:
    X, labels = load_digits()
    Y = (labels % 2 == 0).astype(float).reshape(1, -1)
    network = Network((64, 1))
    start = network.initial_parameters(np.random.default_rng(0))

    def late_cost(schedule: Callable[[int], float]) -> float:
        run = train(
            network,
            start,
            X,
            Y,
            step=lambda w, dw, learning_rate: w - learning_rate * dw,
            schedule=schedule,
            batches=in_random_order,
            rng=np.random.default_rng(seed),
            epochs=60,
            batch_size=32,
        )
        return float(np.mean(run.epoch_costs[-20:])) - 0.16620

    large, small = late_cost(lambda epoch: 2.0), late_cost(lambda epoch: 0.2)
    decaying = late_cost(lambda epoch: inverse_time_decay(2.0, 0.2, epoch))
    stairs = late_cost(lambda epoch: staircase_decay(2.0, 0.3, epoch, 15))
    frozen = late_cost(lambda epoch: exponential_decay(2.0, epoch, 0.5))
    assert large > 4 * small
    assert stairs < decaying < 0.65 * small
    assert frozen > 2.5 * late_cost(lambda epoch: exponential_decay(2.0, epoch, 0.9))


def test_the_lesson_says_rightly_how_schedules_compare() -> None:
    epochs = np.arange(60)
    inverse, root = inverse_time_decay(1.0, 0.1, epochs), inverse_sqrt_decay(1.0, 1.0, epochs + 1)
    assert inverse[[0, 10, 30]] == pytest.approx([1, 0.5, 0.25])
    assert root[3] == pytest.approx(0.5)
    for base in (0.5, 0.9, 0.95):
        assert exponential_decay(1.0, np.arange(2000), base).sum() == pytest.approx(1 / (1 - base))
    assert exponential_decay(1.0, 59, 0.99) > 0.5
    compounded = 0.6 / (1.5 * 2 * 2.5 * 3)
    assert compounded == pytest.approx(0.027, abs=5e-4)
