"""The saddle, the paths on it, its figures, and a network's parameters as a vector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import Network, Saddle, plot_contours, plot_surface, to_parameters, to_vector, walk
from course_lib.errors import TrainingFailed

LIMITS = (-1.0, 1.0, -1.3, 1.3)
WORDS = {"title": "What to see", "xlabel": "$w_1$", "ylabel": "$w_2$"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_a_saddles_gradient_is_that_of_its_cost() -> None:
    saddle = Saddle(up=3.0, down=0.7)
    for w in np.random.default_rng(0).normal(size=(20, 2)):
        numeric = [(saddle.cost(w + h) - saddle.cost(w - h)) / 2e-6 for h in 1e-6 * np.eye(2)]
        np.testing.assert_allclose(saddle.gradient(w), numeric, atol=1e-8)


def test_a_saddle_lies_between_two_minima() -> None:
    saddle = Saddle(up=3.0, down=0.8)
    critical = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    assert [saddle.gradient(w).tolist() for w in critical] == [[0, 0]] * 3
    np.testing.assert_allclose(saddle.costs(critical), [0, -0.2, -0.2])
    around = critical[1] + 0.1 * np.random.default_rng(0).normal(size=(50, 2))
    assert (saddle.costs(around) > -0.2).all()


def test_a_walk_hands_on_state_and_counts_steps() -> None:
    def step(w: Any, dw: Any, v: Any, t: int, rate: float) -> Any:
        return w + rate * v, v + t * dw

    path = walk(lambda w: np.ones(2), np.zeros(2), step=step, steps=4, rate=2.0)
    assert path.tolist() == [[0, 0], [0, 0], [2, 2], [8, 8], [20, 20]]


def test_a_walk_that_runs_off_ends_with_its_last_finite_point() -> None:
    def step(w: Any, dw: Any) -> Any:
        return w * 1e200

    path = walk(lambda w: w, np.array([1.0]), step=step, steps=9)
    assert path.tolist() == [[1.0], [1e200]]


def test_a_walk_leaves_its_start_alone_and_refuses_a_step_of_another_form() -> None:
    start = np.array([1, 2])
    path = walk(lambda w: w, start, step=lambda w, dw: w - 0.5 * dw, steps=1)
    assert path.tolist() == [[1.0, 2.0], [0.5, 1.0]]
    assert start.tolist() == [1, 2]
    with pytest.raises(TrainingFailed):
        walk(lambda w: w, start, step=lambda w, dw: None, steps=1)


def test_parameters_survive_being_a_vector_in_any_order_of_their_names() -> None:
    network = Network((3, 4, 1))
    parameters = network.initial_parameters(np.random.default_rng(0))
    vector = to_vector(parameters)
    assert vector.shape == (4 * 3 + 4 + 4 + 1,)
    again = to_parameters(vector, parameters)
    assert list(again) == sorted(parameters)
    for name, array in parameters.items():
        np.testing.assert_array_equal(again[name], array)
    turned = dict(reversed(parameters.items()))
    np.testing.assert_array_equal(to_vector(turned), vector)
    with pytest.raises(ValueError, match="21 elements"):
        to_parameters(vector[1:], parameters)


def test_contours_below_zero_are_dashed_and_points_and_paths_are_named() -> None:
    ax = plot_contours(
        Saddle().costs,
        limits=LIMITS,
        points={"saddle point": np.zeros(2)},
        paths={"a path": np.array([[0.0, 0.0], [0.5, 1.0]])},
        **WORDS,
    )
    (lines,) = ax.collections
    levels = lines.levels
    assert levels.min() < 0 < levels.max()
    dashed = [style[1] is not None for style in lines.get_linestyle()]
    assert dashed == [level < 0 for level in levels]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a path", "saddle point"]
    assert (*ax.get_xlim(), *ax.get_ylim()) == LIMITS


@pytest.mark.parametrize("scale", [1e-4, 1.0, 30.0])
def test_levels_are_round_numbers_and_zero_is_one_of_them(scale: float) -> None:
    ax = plot_contours(lambda w: scale * Saddle().costs(w), limits=LIMITS, **WORDS)
    levels = ax.collections[0].levels
    assert 4 < len(levels) < 15
    assert np.isclose(levels, 0, atol=1e-12 * scale).any()
    first = f"{levels[1] - levels[0]:e}"
    assert first.startswith(("1.000", "2.000", "5.000"))


def test_a_surface_stands_beside_its_contours() -> None:
    right = plot_surface(
        Saddle().costs,
        limits=LIMITS,
        contour_title="From above",
        zlabel="cost",
        points={"saddle point": np.zeros(2)},
        **WORDS,
    )
    figure = right.get_figure()
    assert figure is not None
    left, other = figure.axes
    assert other is right
    assert left.name == "3d"
    assert left.get_zlabel() == "cost"
    assert right.get_title(loc="left") == "From above"
