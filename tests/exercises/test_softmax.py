"""Softmax's references agree with PyTorch and finite differences; wrong code is never right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from judging import judged

from course_lib import Network, SoftmaxOutput, adagrad_step, make_blobs, train
from course_lib.cases.case import call
from course_lib.cases.properties.classes import (
    NO_LIMIT,
    cost_of_the_impossible,
    numbers_of_any_type,
)
from course_lib.checking.checker import run_check
from grader_tests.topics.softmax import TOPIC
from grader_tests.topics.softmax.cross_entropy import cross_entropy
from grader_tests.topics.softmax.cross_entropy_from_logits import cross_entropy_from_logits
from grader_tests.topics.softmax.one_hot import one_hot
from grader_tests.topics.softmax.predict import predict
from grader_tests.topics.softmax.softmax import softmax
from grader_tests.topics.softmax.softmax_gradient import softmax_gradient

EXERCISES = {exercise.name: exercise for exercise in TOPIC.exercises}
OUTPUT = SoftmaxOutput(softmax, cross_entropy, softmax_gradient)
SCALES = pytest.mark.parametrize("scale", [1.0, 30.0, 1000.0])


def logits(scale: float) -> tuple[Any, Any]:
    rng = np.random.default_rng(6)
    return scale * rng.normal(size=(10, 200)), rng.integers(0, 10, 200)


@pytest.mark.needs("torch")
@SCALES
def test_probabilities_and_labels_agree_with_pytorch(scale: float) -> None:
    import torch

    Z, labels = logits(scale)
    A = softmax(Z)
    np.testing.assert_allclose(A, torch.softmax(torch.tensor(Z), dim=0).numpy(), atol=1e-14)
    np.testing.assert_array_equal(predict(A), torch.tensor(Z).argmax(dim=0).numpy())
    theirs = torch.nn.functional.one_hot(torch.tensor(labels), 10).T.numpy()
    np.testing.assert_array_equal(one_hot(labels, 10), theirs)


@pytest.mark.needs("torch")
@SCALES
def test_cost_and_gradient_agree_with_pytorch(scale: float) -> None:
    import torch

    Z, labels = logits(scale)
    A, Y = softmax(Z), one_hot(labels, 10)
    theirs = torch.tensor(Z.T, requires_grad=True)
    cost = torch.nn.functional.cross_entropy(theirs, torch.tensor(labels))
    cost.backward()
    assert theirs.grad is not None
    np.testing.assert_allclose(softmax_gradient(A, Y), theirs.grad.numpy().T, atol=1e-15)
    assert cross_entropy_from_logits(Z, Y) == pytest.approx(cost.item(), rel=1e-12)
    if scale < 1000:  # beyond, PyTorch goes on from the logits where a probability is 0 already
        assert cross_entropy(A, Y) == pytest.approx(cost.item(), rel=1e-12)


@pytest.mark.slow
@pytest.mark.needs("torch")
def test_five_hundred_updates_agree_with_pytorch() -> None:
    import torch

    rng = np.random.default_rng(8)
    X, labels = rng.normal(size=(4, 60)), rng.integers(0, 3, 60)
    network = Network((4, 6, 3), output=OUTPUT)
    start = network.initial_parameters(rng)
    run = train(
        network, start, X, one_hot(labels, 3), step=lambda w, dw: w - 0.1 * dw,
        epochs=125, batch_size=16,
    )  # fmt: skip
    theirs = {name: torch.tensor(w, requires_grad=True) for name, w in start.items()}
    for update in range(500):
        first = update % 4 * 16
        columns = torch.tensor(X[:, first : first + 16])
        hidden = torch.tanh(theirs["W1"] @ columns + theirs["b1"])
        cost = torch.nn.functional.cross_entropy(
            (theirs["W2"] @ hidden + theirs["b2"]).T, torch.tensor(labels[first : first + 16])
        )
        assert run.costs[update] == pytest.approx(cost.item(), abs=1e-10)
        gradients = torch.autograd.grad(cost, list(theirs.values()))
        with torch.no_grad():
            for w, dw in zip(theirs.values(), gradients, strict=True):
                w -= 0.1 * dw
    for name, w in theirs.items():
        np.testing.assert_allclose(run.parameters[name], w.detach().numpy(), atol=1e-10)


def test_the_gradient_belongs_to_the_cost() -> None:
    rng = np.random.default_rng(1)
    Z, Y = rng.normal(size=(4, 6)), one_hot(rng.integers(0, 4, 6), 4)
    dZ, h = softmax_gradient(softmax(Z), Y), 1e-5
    for index in np.ndindex(Z.shape):
        shift = np.zeros_like(Z)
        shift[index] = h
        rise = cross_entropy(softmax(Z + shift), Y) - cross_entropy(softmax(Z - shift), Y)
        assert dZ[index] == pytest.approx(rise / (2 * h), abs=1e-10)


def exp_of_differences(Z: Any) -> Any:
    """Another way to write it: one over the sum of the powers of all differences."""
    with np.errstate(over="ignore"):
        return 1.0 / np.exp(Z[None, :, :] - Z[:, None, :]).sum(axis=1)


def by_columns(Z: Any) -> Any:
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        powers = np.exp(Z[:, i] - max(Z[:, i]))
        A[:, i] = powers / sum(powers)
    return A


def as_logarithm(Z: Any) -> Any:
    return np.exp(Z - np.logaddexp.reduce(Z, axis=0))


def compared(labels: Any, C: int) -> Any:
    return (np.arange(C)[:, None] == labels).astype(float)


def rows_of_ones(labels: Any, C: int) -> Any:
    return np.eye(C)[labels].T


def in_a_loop(labels: Any, C: int) -> Any:
    Y = np.zeros((C, labels.size))
    for i in range(labels.size):
        Y[labels[i], i] = 1
    return Y


def picked(A: Any, Y: Any) -> Any:
    return -np.log(A[Y.argmax(axis=0), np.arange(A.shape[1])]).mean()


def masked(A: Any, Y: Any) -> Any:
    return -np.sum(np.log(A[Y == 1])) / Y.shape[1]


def limited(A: Any, Y: Any) -> Any:
    return -np.sum(Y * np.log(np.clip(A, 1e-12, 1))) / A.shape[1]


def with_a_little_more(A: Any, Y: Any) -> Any:
    return -np.sum(Y * np.log(A + 1e-15)) / A.shape[1]


def with_nan_made_zero(A: Any, Y: Any) -> Any:
    return float(-np.sum(np.nan_to_num(Y * np.log(A), nan=0.0, neginf=-np.inf)) / A.shape[1])


def one_taken_from_the_true_class(A: Any, Y: Any) -> Any:
    dZ = A.copy()
    dZ[Y == 1] -= 1
    return dZ / len(A[0])


@pytest.mark.parametrize(
    ("name", "own_style"),
    [
        ("softmax", exp_of_differences),
        ("softmax", by_columns),
        ("softmax", as_logarithm),
        ("one_hot", compared),
        ("one_hot", rows_of_ones),
        ("one_hot", in_a_loop),
        ("cross_entropy", picked),
        ("cross_entropy", masked),
        ("cross_entropy", limited),
        ("cross_entropy", with_a_little_more),
        ("cross_entropy", with_nan_made_zero),
        ("softmax_gradient", one_taken_from_the_true_class),
        ("softmax_gradient", lambda A, Y: A / A.shape[1] - Y / A.shape[1]),
        ("predict", lambda A: np.argsort(A, axis=0)[-1]),
        ("predict", lambda A: np.array([list(column).index(max(column)) for column in A.T])),
    ],
)
def test_another_right_way_gets_full_marks(name: str, own_style: Callable[..., Any]) -> None:
    for seed in range(20):
        verdict = judged(EXERCISES[name], own_style, seed)
        assert verdict.points == EXERCISES[name].points, verdict.text()
    assert run_check(name, {name: own_style}).passed


def broken(mistake: str, name: str) -> Callable[..., Any]:
    return next(m.function for m in EXERCISES[name].mistakes if m.name == mistake)


@pytest.mark.parametrize("cost", ["not_averaged", "logarithm_to_base_10", "sign_missing"])
def test_a_wrong_cost_that_is_nan_too_is_refused_and_named(cost: str) -> None:
    wrong = broken(cost, "cross_entropy")

    def both(A: Any, Y: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.nan if np.isnan(np.sum(Y * np.log(A))) else wrong(A, Y)

    for verdict in (
        judged(EXERCISES["cross_entropy"], both, 3),
        run_check("cross_entropy", {"cross_entropy": both}),
    ):
        assert not {"mean", "zeros"} & {row.key for row in verdict.rows if row.passed}
        assert cost in verdict.mistakes


@pytest.mark.parametrize("first", ["transposed", "whole_numbers", "from_the_end"])
@pytest.mark.parametrize("second", ["as_many_as_seen", "ones_and_zeros_swapped"])
def test_two_mistakes_in_one_hot_are_refused(first: str, second: str) -> None:
    def both(labels: Any, C: int) -> Any:
        Y = broken(second, "one_hot")(labels, C)
        if first == "transposed":
            return Y.T
        return Y.astype(int) if first == "whole_numbers" else Y[::-1]

    verdict = judged(EXERCISES["one_hot"], both, 3)
    assert not {"absent", "floats"} & {row.key for row in verdict.rows if row.passed}
    assert not run_check("one_hot", {"one_hot": both}).passed


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.1])
@pytest.mark.parametrize("mistake", ["not_averaged", "gradient_of_sigmoids", "transposed"])
def test_a_wrong_gradient_with_a_wrong_factor_is_refused(mistake: str, factor: float) -> None:
    wrong = broken(mistake, "softmax_gradient")
    verdict = judged(EXERCISES["softmax_gradient"], lambda A, Y: factor * wrong(A, Y), 2)
    assert verdict.points == 0


def test_a_cost_of_the_impossible_may_be_limited_but_not_low() -> None:
    A, Y = np.array([[1.0, 0.5], [0.0, 0.5]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    finite = np.log(2) / 2

    def seen(cost: float) -> Any:
        return cost_of_the_impossible([call(A, Y)], [cost])["cost"]

    for clip in (1e-12, 1e-15, 1e-300):
        assert seen(finite - np.log(clip) / 2) == NO_LIMIT
    assert seen(np.inf) == NO_LIMIT
    assert seen(finite - np.log(1e-10) / 2) == "too little"
    assert seen(finite) == "nothing"
    assert seen(-np.inf) == "below zero"
    assert seen(np.nan) == "nan"
    with pytest.raises(TypeError):
        cost_of_the_impossible([call(A, Y)], [np.array([1.0])])


def test_numbers_are_seen_whatever_their_type() -> None:
    for dtype in (float, int, bool):
        facts = numbers_of_any_type([call()], [np.array([[1, 0]], dtype=dtype)])
        assert facts["numbers"].tolist() == [[1.0, 0.0]]
    for value in (None, "10", [1, 0], np.array(["1"])):
        with pytest.raises(TypeError):
            numbers_of_any_type([call()], [value])


def test_the_functions_together_train_a_network_on_digits() -> None:
    from course_lib import load_digits

    X, labels = load_digits()
    network = Network((64, 10), output=OUTPUT)
    start = network.initial_parameters(np.random.default_rng(0), scale=0.1)
    assert network.cost(start, X, one_hot(labels, 10)) == pytest.approx(np.log(10), rel=0.01)
    run = train(
        network, start, X, one_hot(labels, 10), step=adagrad_step, epochs=5, batch_size=64,
        learning_rate=0.1,
    )  # fmt: skip
    assert network.accuracy(run.parameters, X, one_hot(labels, 10)) > 0.9


def test_the_lesson_says_rightly_what_the_network_gets_wrong() -> None:
    """35 mistakes, 16 of them with more than 0.9; 12 digits make half of the cost."""
    from course_lib import load_digits
    from course_lib.plots.classification import confusion

    X, labels = load_digits()
    unseen = labels[1400:]
    network = Network((64, 32, 10), output=OUTPUT)
    start = network.initial_parameters(np.random.default_rng(0), scale=0.5)
    run = train(
        network, start, X[:, :1400], one_hot(labels[:1400], 10), step=adagrad_step, epochs=20,
        batch_size=50, learning_rate=0.2,
    )  # fmt: skip
    A = network.forward(run.parameters, X[:, 1400:])
    counts, wrong = confusion(unseen, predict(A), 10), predict(A) != unseen
    assert abs(wrong.sum() - 35) <= 1
    assert abs((A.max(axis=0)[wrong] > 0.9).sum() - 16) <= 1
    assert (counts[3, 8], counts[1, 9], counts[8, 3]) == (8, 5, 0)
    assert (counts[2, 2], counts[5, 5]) == ((unseen == 2).sum(), (unseen == 5).sum())
    losses = np.sort(-np.log(np.sum(A * one_hot(unseen, 10), axis=0)))
    assert losses[-12:].sum() / losses.sum() == pytest.approx(0.5, abs=0.02)
    assert run.epoch_costs[0] == pytest.approx(np.log(10), abs=0.1)


def test_the_lesson_says_rightly_what_three_units_say_alone() -> None:
    points, classes = make_blobs(150, np.random.default_rng(3))
    unit = Network((2, 1))
    start = unit.initial_parameters(np.random.default_rng(0))
    places = np.array([[0.0, 0.0], [0.0, -1.0]])
    said = []
    for label in range(3):
        run = train(
            unit, start, points, (classes == label)[None, :] * 1.0, step=adagrad_step,
            learning_rate=0.5, epochs=40, batch_size=30,
        )  # fmt: skip
        said.append(unit.forward(run.parameters, places)[0])
    np.testing.assert_allclose(np.sum(said, axis=0), [0.3, 1.2], atol=0.01)
    np.testing.assert_array_equal(np.sum(np.array(said) > 0.5, axis=0), [0, 2])
