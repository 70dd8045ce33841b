"""`train` applies a step to all parameters, keeps its state, and reports what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_lib.errors import TrainingFailed
from course_lib.nn.network import Network
from course_lib.nn.training import History, mean_costs, train

NETWORK = Network((2, 3, 1))
START = NETWORK.initial_parameters(np.random.default_rng(0))
X = np.random.default_rng(1).normal(size=(2, 10))
Y = (X.sum(axis=0, keepdims=True) > 0).astype(float)


def run(step: Callable[..., Any], **settings: Any) -> History:
    settings = {"epochs": 2, "batch_size": 4, **settings}
    return train(NETWORK, START, X, Y, step=step, **settings)


def still(w: Any, dw: Any) -> Any:
    return w


def test_batches_are_cut_one_after_the_other_and_the_last_may_be_short() -> None:
    history = run(still, epochs=2, batch_size=4)
    cuts = [(0, 4), (4, 8), (8, 10)]
    expected = [NETWORK.cost(START, X[:, a:b], Y[:, a:b]) for a, b in cuts] * 2
    np.testing.assert_allclose(history.costs, expected, rtol=1e-14)
    np.testing.assert_allclose(history.epoch_costs, [NETWORK.cost(START, X, Y)] * 3, rtol=1e-14)
    assert history.updates_per_epoch == 3


def test_the_cost_of_many_examples_is_that_of_all_together() -> None:
    X = np.random.default_rng(1).normal(size=(2, 300))
    Y = (X[:1] > 0).astype(float)
    history = train(NETWORK, START, X, Y, step=still, epochs=0, batch_size=300)
    np.testing.assert_allclose(history.epoch_costs, [NETWORK.cost(START, X, Y)], rtol=1e-13)


def test_one_update_of_a_step_without_state() -> None:
    history = run(lambda w, dw, rate: w - rate * dw, epochs=1, batch_size=10, rate=0.5)
    _, gradients = NETWORK.cost_and_gradients(START, X, Y)
    for name, w in history.parameters.items():
        np.testing.assert_allclose(w, START[name] - 0.5 * gradients[name], rtol=1e-14)


@pytest.mark.parametrize("names", ["v", "s", "v s", "s t v"])
def test_state_starts_as_zeros_and_is_handed_on_for_each_array(names: str) -> None:
    seen: list[tuple[Any, ...]] = []

    def counting(w: Any, v: Any, s: Any) -> tuple[Any, ...]:
        seen.append((w.shape, v, s))
        return tuple(state + 1 for state in (v, s) if state is not None)

    steps: dict[str, Callable[..., Any]] = {
        "v": lambda w, dw, v: (w, *counting(w, v, None)),
        "s": lambda w, dw, s: (w, *counting(w, None, s)),
        "v s": lambda w, dw, v, s: (w, *counting(w, v, s)),
        "s t v": lambda w, dw, s, t, v: (w, s + t, v + 2 * t),
    }
    history = run(steps[names], epochs=1, batch_size=4)
    assert len(history.costs) == 3
    for number, (shape, *state) in enumerate(seen):
        for array in state:
            if array is not None:
                assert array.shape == shape
                assert np.all(array == number // len(START))


def test_t_counts_updates_from_one_and_not_arrays() -> None:
    seen = []

    def step(w: Any, dw: Any, t: int) -> Any:
        seen.append(t)
        return w

    run(step, epochs=1, batch_size=4)
    assert seen == [t for t in (1, 2, 3) for _ in START]


def test_the_start_stays_as_it_was_even_under_a_step_that_writes_over_it() -> None:
    before = {name: array.copy() for name, array in START.items()}

    def in_place(w: Any, dw: Any) -> Any:
        w -= dw
        return w

    history = run(in_place)
    assert all(np.array_equal(before[name], START[name]) for name in START)
    assert not np.array_equal(history.parameters["W1"], START["W1"])


def test_a_default_value_of_a_hyperparameter_is_used() -> None:
    history = run(lambda w, dw, rate=0.0: w - rate * dw)
    np.testing.assert_array_equal(history.parameters["W1"], START["W1"])


def downhill(w: Any, dw: Any, learning_rate: float) -> Any:
    return w - learning_rate * dw


@pytest.mark.parametrize("kind", [float, np.float64, np.array])
def test_a_schedule_gives_each_epoch_its_learning_rate_from_epoch_0(kind: Any) -> None:
    epochs: list[int] = []
    rates: list[float] = []

    def step(w: Any, dw: Any, learning_rate: float) -> Any:
        rates.append(learning_rate)
        return downhill(w, dw, learning_rate)

    def schedule(epoch: int) -> Any:
        epochs.append(epoch)
        return kind(0.5 / (1 + epoch))

    run(step, epochs=3, batch_size=4, schedule=schedule)
    assert epochs == [0, 1, 2]
    updates = 3 * len(START)
    assert rates == [0.5] * updates + [0.25] * updates + [0.5 / 3] * updates
    assert {type(rate) for rate in rates} == {float}


def test_a_constant_schedule_is_a_fixed_learning_rate() -> None:
    scheduled = run(downhill, schedule=lambda epoch: 0.5)
    np.testing.assert_array_equal(scheduled.costs, run(downhill, learning_rate=0.5).costs)


def reversed_batches(X: Any, Y: Any, batch_size: int, rng: Any) -> Any:
    """Random sizes, so that epochs differ."""
    size = int(rng.integers(1, batch_size + 1))
    return [(X[:, i : i + size], Y[:, i : i + size]) for i in range(0, X.shape[1], size)][::-1]


def test_the_students_own_function_makes_new_batches_for_every_epoch() -> None:
    history = run(still, epochs=5, batch_size=8, batches=reversed_batches, rng=chance(2))
    same_chance = chance(2)
    expected = [
        NETWORK.cost(START, X_t, Y_t)
        for _ in range(5)
        for X_t, Y_t in reversed_batches(X, Y, 8, same_chance)
    ]
    np.testing.assert_allclose(history.costs, expected, rtol=1e-14)
    assert len(history.costs) > history.updates_per_epoch


def test_right_batches_may_come_as_lists_of_lists() -> None:
    history = run(still, batches=lambda X, Y, n, rng: [[X, Y]], rng=chance(0))
    assert history.updates_per_epoch == 1


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (None, "it returned None"),
        ([], r"it returned \[\]"),
        ((X, Y), r"list of pairs .* it returned \(an array of shape \(2, 10\), an array"),
        ([X], r"a list of 1, the first of them an array of shape \(2, 10\)"),
        ([(X.T, Y.T)], "list of pairs"),
        ([(X, Y), (X[:, :3], Y[:, :2])], "one column for each example"),
        ([(X[:, :0], Y[:, :0])], "list of pairs"),
    ],
    ids=["none", "empty", "not in a list", "no labels", "rows", "apart", "no examples"],
)
def test_what_is_no_list_of_batches_is_said_in_one_sentence(made: Any, sentence: str) -> None:
    with pytest.raises(TrainingFailed, match=sentence):
        run(still, batches=lambda X, Y, batch_size, rng: made, rng=chance(0))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"batches": 3, "rng": chance(0)}, "got 3 as `batches`"),
        ({"batches": reversed_batches}, "rng"),
    ],
    ids=["no function", "no chance"],
)
def test_what_batches_need_is_said(settings: Any, sentence: str) -> None:
    with pytest.raises(TrainingFailed, match=sentence):
        run(still, **settings)


def test_training_that_diverges_stops_and_says_so() -> None:
    history = run(lambda w, dw: w * np.inf, epochs=50)
    assert history.diverged
    assert len(history.costs) == 2
    assert not run(still).diverged


def takes_beta(w: Any, dw: Any, v: Any, beta: float) -> Any:
    return w, v


@pytest.mark.parametrize(
    ("step", "settings", "sentence"),
    [
        (None, {}, "None as `step`, which is not a function"),
        (takes_beta, {}, "takes_beta also needs `beta`"),
        (takes_beta, {"beta": 0.9, "gamma": 1.0}, "has no argument `gamma`"),
        (lambda w, dw: None, {}, "it returned None"),
        (lambda w, dw: (w, dw), {}, "should return w"),
        (lambda w, dw, v: w, {}, r"should return \(w, v\)"),
        (lambda w, dw, v, s: (w, v), {}, r"should return \(w, v, s\)"),
        (lambda w, dw: w.T, {}, r"an array of shape \(2, 3\)"),
        (lambda w, dw: float(w.sum()), {}, "it returned a float"),
        (lambda w, dw: w.tolist(), {}, "should return w"),
        (downhill, {"schedule": 0.5}, "a function of the epoch"),
        (downhill, {"schedule": lambda epoch: 0.5, "learning_rate": 0.5}, "not both"),
        (downhill, {"schedule": lambda epoch: None}, "epoch 0, the schedule returned None"),
        (downhill, {"schedule": lambda epoch: np.ones(2)}, r"an array of shape \(2,\)"),
        (downhill, {"schedule": lambda epoch: "0.5"}, "returned a str"),
        (still, {"schedule": lambda epoch: 0.5}, "has no argument `learning_rate`"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(
    step: Any, settings: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(TrainingFailed, match=sentence) as caught:
        run(step, **settings)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_rows_in_place_of_columns_are_noticed() -> None:
    with pytest.raises(TrainingFailed, match="Examples are columns"):
        train(NETWORK, START, X, Y.T, step=still, epochs=1, batch_size=4)


@pytest.mark.parametrize("error", [ZeroDivisionError, NotImplementedError])
def test_an_error_in_the_students_own_step_stays_what_it_is(error: type[Exception]) -> None:
    def step(w: Any, dw: Any) -> Any:
        raise error

    with pytest.raises(error):
        run(step)
    with pytest.raises(error):
        run(downhill, schedule=lambda epoch: step(epoch, epoch))


def test_the_mean_of_runs_is_as_long_as_the_shortest() -> None:
    runs = [
        History(np.array(costs), np.array(costs[:1]), 1, {})
        for costs in ([1.0, 2.0, 3.0], [3.0, 6.0])
    ]
    assert mean_costs(runs).tolist() == [2.0, 4.0]
    assert mean_costs(runs, per_epoch=True).tolist() == [2.0]
    assert mean_costs([]).tolist() == []
