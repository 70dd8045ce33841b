"""Data that a figure cannot show raise one helpful sentence, and leave no unfinished figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

import course_lib
from course_lib import Ravine, sliders
from course_lib.errors import CannotDraw
from course_lib.plots.style import LOOKS, curve, new_panels

WORDS: Any = {"title": "What to see", "xlabel": "x", "ylabel": "y"}
AXES: Any = {**WORDS, "limits": (-1, 1, -1, 1)}
PATHS: Any = {**WORDS, "minimum_label": "minimum"}
X = np.array([[-1.0, 1.0, 0.5], [0.0, 0.1, 0.3]])
SPACE: Any = {"learning_rate": (0.001, 1.0, "log"), "beta": (0.0, 0.9, "linear")}
MANY = {f"run {number}": np.ones(3) for number in range(13)}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def costs(*args: Any, **kwargs: Any) -> Any:
    return course_lib.plot_cost_curves(*args, **kwargs, **WORDS)


def paths(*args: Any) -> Any:
    return course_lib.plot_paths(*args, **PATHS)


def lines(*args: Any) -> Any:
    return course_lib.plot_lines(*args, **WORDS)


def schedule(*args: Any) -> Any:
    return course_lib.plot_schedule(*args, **WORDS)


def regions(classify: Any, points: Any, labels: Any, names: Any = ("a", "b")) -> Any:
    return course_lib.plot_decision_regions(classify, points, labels, names=names, **WORDS)


def confusion(labels: Any, predicted: Any) -> Any:
    return course_lib.plot_confusion(labels, predicted, names=["a", "b"], **WORDS)


def rows(samples: Any, **more: Any) -> Any:
    return course_lib.plot_distributions(samples, title="What to see", xlabel="x", **more)


def search(space: Any, searches: Any) -> Any:
    return course_lib.plot_search(space, searches, **WORDS)


def zeros(points: Any) -> Any:
    return np.zeros(points.shape[-1], dtype=int)


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "costs without names": (lambda: costs(np.ones(3)), "`runs` is an array .* dictionary"),
    "costs of words": (lambda: costs({"A": ["high", "low"]}), "'A' is a list of 2 .* numbers"),
    "costs of a list of lists": (lambda: costs({"A": [[1.0], [1.0, 2.0]]}), "needs numbers"),
    "costs in a table": (lambda: costs({"A": np.ones((3, 2))}), r"shape \(3, 2\).*ravel"),
    "too many costs": (lambda: costs(MANY), "13 entries, but .* 12 .* second figure"),
    "an average that is shorter": (
        lambda: costs({"A": np.ones(5)}, smooth=lambda values: values[1:]),
        "`smooth` of 'A' has 4 values, but it needs 5, one for each cost",
    ),
    "a path on its side": (
        lambda: paths(Ravine(), {"A": np.ones((2, 9))}),
        r"'A' has the shape \(2, 9\).*path\.T",
    ),
    "a path that is empty": (lambda: paths(Ravine(), {"A": np.ones((0, 2))}), "one row for each"),
    "a path from nowhere": (
        lambda: paths(Ravine(), {"A": np.full((3, 2), np.nan)}),
        r"starts at \[nan, nan\].*finite",
    ),
    "a bowl that gives one cost": (
        lambda: paths(lambda points: 1.0, {}),
        r"returns a float .*one finite cost for each point",
    ),
    "contours with limits that cross": (
        lambda: course_lib.plot_contours(Ravine().costs, **{**WORDS, "limits": (1, -1, 0, 1)}),
        "lower limit has to be .* below",
    ),
    "contours with a path on its side": (
        lambda: course_lib.plot_contours(Ravine().costs, paths={"A": np.ones((2, 5))}, **AXES),
        r"path\.T",
    ),
    "a curve of another length": (
        lambda: lines(np.arange(4), {"A": np.ones(3)}),
        "'A' has 3 values, but it needs 4, one for each value of the abscissa",
    ),
    "a descent without a path": (
        lambda: course_lib.plot_descent(
            lambda w: w**2, {"A": np.ones((2, 2))}, limits=(-1, 1), **WORDS
        ),
        "an array with one axis",
    ),
    "a schedule that gives nothing": (
        lambda: schedule({"A": lambda epoch: None}, 3),
        "'A' returns None for epoch 0",
    ),
    "a schedule that goes below zero": (
        lambda: schedule({"A": lambda epoch: 1.0 - epoch}, 3),
        "'A' returns -1 for epoch 2.*not negative",
    ),
    "no epochs": (lambda: schedule({"A": lambda epoch: 1.0}, 0), "`epochs` is 0.*positive integer"),
    "points in rows": (lambda: regions(zeros, X.T, [0, 1, 1]), r"shape \(3, 2\).*\.T"),
    "no points": (lambda: regions(zeros, np.ones((2, 0)), []), r"\(2, m\)"),
    "labels of other classes": (lambda: regions(zeros, X, [0, 1, 2]), "from 0 to 1.*contains 2"),
    "labels one-hot": (lambda: regions(zeros, X, np.eye(3)), "one axis"),
    "too few labels": (lambda: regions(zeros, X, [0, 1]), "2 values, but it needs 3"),
    "a classifier that gives probabilities": (
        lambda: regions(lambda points: np.full(points.shape[1], 0.5), X, [0, 1, 1]),
        "What `classify` returns has to consist of integers from -1 to 1.*contains 0.5",
    ),
    "seven classes": (lambda: regions(zeros, X, [0, 1, 1], list("abcdefg")), "There are 7 classes"),
    "answers for other examples": (lambda: confusion([0, 1], [0]), "1 value, but it needs 2"),
    "answers that are no classes": (lambda: confusion([0, 1], [0, 5]), "contains 5"),
    "bars for other names": (
        lambda: course_lib.plot_bars({"A": np.ones(3)}, names=["a", "b"], **WORDS),
        "3 values, but it needs 2, one for each name",
    ),
    "a sample with holes": (
        lambda: rows({"A": [0.1, np.nan, np.inf]}),
        r"'A' has 2 values that are nan or infinite.*isfinite",
    ),
    "no room for rows": (lambda: rows({"A": [0.1]}, limits=(1.0, 1.0)), "leave no room"),
    "predictions of another length": (
        lambda: course_lib.plot_agreement(
            np.ones(3), {"A": np.ones(2)}, line_label="agreement", **WORDS
        ),
        "one for each measurement",
    ),
    "one hyperparameter": (
        lambda: search({"beta": SPACE["beta"]}, {}),
        r"too few hyperparameters \(1\): the figure needs two.*plot_lines",
    ),
    "a history of scores alone": (lambda: search(SPACE, {"A": [0.3]}), "not a pair of a point"),
    "a history that is a dictionary": (lambda: search(SPACE, {"A": {"beta": 1}}), "not a pair"),
    "a point that lacks a value": (
        lambda: search(SPACE, {"A": [({"beta": 0.5}, 0.3)]}),
        "Entry 0 of the search 'A' has no 'learning_rate'",
    ),
    "an average of another length": (
        lambda: course_lib.plot_series(np.ones(5), {"A": np.ones(4)}, **WORDS),
        "4 values, but it needs 5, one for each value",
    ),
    "a curve without its window": (
        lambda: course_lib.plot_fading({"A": np.ones(5)}, {"B": 1.0}, level_label="1/e", **WORDS),
        "no entry 'A'",
    ),
    "weights with holes": (
        lambda: course_lib.plot_weights(
            np.array([1.0, np.nan]), 1, inside_label="in", outside_label="out", **WORDS
        ),
        "1 value that is nan",
    ),
    "images in rows": (
        lambda: course_lib.plot_images(np.ones((3, 64)), ["a"], title="What to see"),
        r"columns are images of 8 x 8 pixels: it needs 64 rows",
    ),
    "more captions than images": (
        lambda: course_lib.plot_images(np.ones((64, 1)), ["a", "b"], title="What to see"),
        "a column for each of the 2 captions",
    ),
    "a range of two numbers": (lambda: sliders(print, beta=(0, 1)), "'beta' has .* four numbers"),
    "a start outside": (lambda: sliders(print, beta=(0, 1, 0.1, 2)), "between the ends"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_drawn_is_said_with_what_to_do(what: str) -> None:
    draw, sentence = REFUSED[what]
    with pytest.raises(CannotDraw, match=f"(?s){sentence}") as caught:
        draw()
    said = str(caught.value)
    assert said.endswith(".")
    assert len(said) < 400
    assert caught.value._render_traceback_() == [said], "one line, and no bare traceback"
    assert not plt.get_fignums(), "no empty figure is left behind"


@pytest.mark.parametrize(
    "draw",
    [
        lambda: costs({}),
        lambda: lines(np.arange(3), {}),
        lambda: schedule({}, 3),
        lambda: rows({}),
        lambda: course_lib.plot_bars({}, names=["a"], **WORDS),
        lambda: course_lib.plot_twins({}, {}, ours_label="{name}", theirs_label="{name}", **WORDS),
    ],
)
def test_without_anything_to_draw_the_axes_say_so(draw: Callable[[], Any]) -> None:
    assert [text.get_text() for text in draw().texts] == ["There is nothing to draw here yet."]


def test_a_path_ends_where_its_numbers_do() -> None:
    walk = np.array([[2.0, 1.0], [1.0, 0.5], [np.nan, 0.0], [0.0, 0.0]])
    ax = paths(Ravine(), {"A": walk})
    assert ax.lines[0].get_xdata().tolist() == [2.0, 1.0]


def test_any_cost_of_two_weights_can_be_walked_on() -> None:
    ax = course_lib.plot_paths(
        lambda points: np.sum((points - 1.0) ** 2, axis=-1), {}, minimum=(1.0, 1.0), **PATHS
    )
    star = ax.lines[-1]
    assert (star.get_xdata().tolist(), star.get_ydata().tolist()) == ([1.0], [1.0])


def test_costs_after_the_first_that_is_lost_are_not_moved_to_its_place() -> None:
    ax = costs({"A": np.array([4.0, 3.0, np.nan, 1.0])})
    assert ax.lines[0].get_ydata().tolist() == [4.0, 3.0]


def test_costs_below_zero_alone_are_drawn_on_an_even_scale() -> None:
    assert costs({"A": np.array([-1.0, -2.0])}).get_yscale() == "linear"


def test_a_try_without_a_score_is_a_cross_and_never_the_best() -> None:
    tries = [({"learning_rate": 0.1, "beta": 0.5}, float("nan"))]
    tries += [({"learning_rate": 0.2, "beta": 0.6}, -0.5)]
    ax = course_lib.plot_search(SPACE, {"A": tries}, best_label="best: {score}", **WORDS)
    cross, ring = ax.lines
    assert (cross.get_marker(), cross.get_xdata().tolist()) == ("x", [0.1])
    assert ring.get_label() == "best: -0.5"


def test_in_a_narrow_figure_every_other_power_of_ten_is_labelled() -> None:
    for narrow in (False, True):
        ax = new_panels(1 + narrow)[0]
        course_lib.plot_search({**SPACE, "learning_rate": (1e-4, 10.0, "log")}, {}, **WORDS, ax=ax)
        ax.figure.canvas.draw()
        low, high = ax.get_xlim()
        labels = zip(ax.get_xticks(), ax.get_xticklabels(), strict=True)
        seen = [label.get_text() for x, label in labels if low <= x <= high and label.get_text()]
        every = ["0.0001", "0.001", "0.01", "0.1", "1", "10"]
        assert sorted(seen, key=float) == (every[1::2] if narrow else every)


def test_up_to_twelve_curves_differ_without_their_colour() -> None:
    looks = [curve(number, points=9) for number in range(LOOKS)]
    assert len({(str(look["linestyle"]), "markerfacecolor" in look) for look in looks}) == LOOKS
    with pytest.raises(CannotDraw, match="at most 12 curves"):
        curve(LOOKS)
