"""`plot_cost_curves` and `plot_paths` show their data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypedDict

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from course_lib.landscapes.ravine import Ravine
from course_lib.nn.training import History
from course_lib.plots.costs import plot_cost_curves
from course_lib.plots.paths import plot_paths


class Words(TypedDict):
    title: str
    xlabel: str
    ylabel: str


WORDS: Words = {"title": "What to see", "xlabel": "update", "ylabel": "cost (nats)"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def history(costs: list[float], epoch_costs: tuple[float, ...] = (0.7, 0.4, 0.5)) -> History:
    return History(np.array(costs), np.array(epoch_costs), 2, {})


def drawn(ax: Axes, label: str) -> tuple[list[float], list[float]]:
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return np.asarray(line.get_xdata()).tolist(), np.asarray(line.get_ydata()).tolist()


def test_the_cost_of_every_update_is_drawn_from_one_on_a_logarithmic_scale() -> None:
    ax = plot_cost_curves({"A": history([3.0, 2.0, 1.0]), "B": history([1.0, 0.5])}, **WORDS)
    assert drawn(ax, "A") == ([1, 2, 3], [3.0, 2.0, 1.0])
    assert drawn(ax, "B") == ([1, 2], [1.0, 0.5])
    assert ax.get_yscale() == "log"
    assert (ax.get_title(loc="left") or ax.get_title()) == "What to see"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("update", "cost (nats)")
    legend = ax.get_legend()
    assert legend
    assert [text.get_text() for text in legend.get_texts()] == ["A", "B"]


def test_curves_differ_without_their_colour() -> None:
    runs = {name: history([3.0, 2.0, 1.0]) for name in "ABCDE"}
    lines = plot_cost_curves(runs, **WORDS).lines
    assert len({line.get_marker() for line in lines}) == 5
    assert len({str(vars(line)["_dash_pattern"]) for line in lines}) == 5


def test_per_epoch_the_whole_sets_cost_is_drawn_from_epoch_zero() -> None:
    ax = plot_cost_curves({"A": history([3.0])}, per_epoch=True, log=False, **WORDS)
    assert drawn(ax, "A") == ([0, 1, 2], [0.7, 0.4, 0.5])
    assert ax.get_yscale() == "linear"


def test_smoothing_is_the_students_own_and_the_raw_costs_stay_behind() -> None:
    ax = plot_cost_curves({"A": history([4.0, 2.0])}, smooth=lambda costs: costs / 2, **WORDS)
    assert drawn(ax, "A")[1] == [2.0, 1.0]
    raw = ax.lines[0]
    assert np.asarray(raw.get_ydata()).tolist() == [4.0, 2.0]
    assert (raw.get_alpha() or 1) < 0.5


def test_the_best_value_is_marked_and_named() -> None:
    ax = plot_cost_curves(
        {"A": history([4.0, 1.25, 2.0])}, best_label="{name}: {cost:.2f}", **WORDS
    )
    assert drawn(ax, "A: 1.25")[1] == [4.0, 1.25, 2.0]
    mark = ax.lines[0]
    assert np.asarray(mark.get_xydata()).tolist() == [[2, 1.25]]


def test_a_run_that_diverged_ends_with_a_cross() -> None:
    ax = plot_cost_curves({"A": history([4.0, 9.0, np.nan])}, **WORDS)
    assert drawn(ax, "A")[1] == [4.0, 9.0]
    cross = ax.lines[-1]
    assert cross.get_marker() == "X"
    assert np.asarray(cross.get_xydata()).tolist() == [[2, 9.0]]
    assert len(plot_cost_curves({"A": history([1.0])}, **WORDS).lines) == 1


def test_plain_arrays_no_runs_and_given_axes_work() -> None:
    ax = plt.subplots()[1]
    assert plot_cost_curves({"A": np.array([2.0, 1.0])}, ax=ax, **WORDS) is ax
    assert drawn(ax, "A") == ([1, 2], [2.0, 1.0])
    assert len(plot_cost_curves({}, **WORDS).lines) == 0


@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_a_ravines_gradient_and_descent_path_belong_to_its_cost(angle: float) -> None:
    ravine = Ravine(flat=1.0, steep=20.0, angle=angle)
    w, h = np.array([2.0, -0.5]), 1e-6
    slope = [(ravine.cost(w + h * e) - ravine.cost(w - h * e)) / (2 * h) for e in np.eye(2)]
    np.testing.assert_allclose(ravine.gradient(w), slope, rtol=1e-7)
    np.testing.assert_allclose(ravine.costs(np.array([[w, w]])), [[ravine.cost(w)] * 2])
    path = ravine.descent_path(w, 0.03, steps=5)
    np.testing.assert_allclose(path[0], w)
    for before, after in pairwise(path):
        np.testing.assert_allclose(after, before - 0.03 * ravine.gradient(before))


def test_a_path_is_drawn_until_it_leaves_the_figure_for_good() -> None:
    path = np.array([[1.0, 1.0], [1.0, 9.0], [1.0, -1.0], [1.0, -9.0], [1.0, 9.0], [1.0, -99.0]])
    ax = plot_paths(Ravine(), {"P": path, "Q": path[:3:2]}, minimum_label="minimum", **WORDS)
    assert drawn(ax, "P")[1] == [1.0, 9.0, -1.0, -9.0]
    assert drawn(ax, "Q")[1] == [1.0, -1.0]
    assert drawn(ax, "minimum") == ([0], [0])


def test_of_several_runs_the_mean_is_drawn_and_a_band_from_lowest_to_highest() -> None:
    runs = {"A": [history([3.0, 2.0]), history([1.0, 4.0])]}
    ax = plot_cost_curves(runs, **WORDS)
    assert drawn(ax, "A") == ([1, 2], [2.0, 3.0])
    (band,) = ax.collections
    corners = {tuple(point) for point in np.asarray(band.get_paths()[0].vertices).tolist()}
    assert corners == {(1, 1), (1, 3), (2, 2), (2, 4)}
