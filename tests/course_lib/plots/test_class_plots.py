"""Figures of regions, confusions, bars and images show their data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course_lib.plots.classification import (
    confusion,
    plot_bars,
    plot_confusion,
    plot_decision_regions,
)
from course_lib.plots.images import plot_images


class Words(TypedDict):
    title: str
    xlabel: str
    ylabel: str


WORDS: Words = {"title": "What to see", "xlabel": "$x_1$", "ylabel": "$x_2$"}
X = np.array([[-1.0, 1.0, -0.5, 0.5], [0.0, 0.1, 0.3, -0.2]])
LABELS = np.array([0, 1, 0, 1])
NAMES = ["left", "right"]


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def right_half(points: np.ndarray) -> np.ndarray:
    return np.where(points[0] > 0, 1, 0)


def legend_of(ax: Axes) -> list[str]:
    (legend,) = ax.figure.legends
    return [text.get_text() for text in legend.get_texts()]


def test_regions_are_what_the_classifier_says_around_the_points() -> None:
    seen = []

    def classify(points: np.ndarray) -> np.ndarray:
        seen.append(points)
        return right_half(points)

    ax = plot_decision_regions(classify, X, LABELS, names=NAMES, **WORDS)
    (points,) = seen
    assert points.shape[0] == 2
    np.testing.assert_allclose(points.min(axis=1), [-1.3, -1.25])  # a square around the points
    np.testing.assert_allclose(points.max(axis=1), [1.3, 1.35])
    said = ax.collections[0].get_array()
    assert said is not None
    np.testing.assert_array_equal(said.ravel(), right_half(points))
    assert legend_of(ax) == NAMES
    assert ax.get_title(loc="left") == "What to see"


def test_classes_differ_in_marker_and_colour() -> None:
    ax = plot_decision_regions(right_half, X, LABELS, names=NAMES, legend=False, **WORDS)
    one, other = [c for c in ax.collections if c.get_label() in NAMES]
    assert np.asarray(one.get_offsets()).tolist() == X[:, LABELS == 0].T.tolist()
    assert not np.array_equal(one.get_facecolor(), other.get_facecolor())
    assert len(one.get_paths()[0]) != len(other.get_paths()[0])
    assert not ax.figure.legends


def test_where_there_is_no_answer_it_is_hatched_and_named() -> None:
    ax = plot_decision_regions(
        lambda points: np.where(points[1] > 0, -1, right_half(points)),
        X,
        LABELS,
        names=NAMES,
        undecided_label="no answer",
        **WORDS,
    )
    assert any(getattr(c, "hatches", [None])[0] == "////" for c in ax.collections)
    assert legend_of(ax) == [*NAMES, "no answer"]


def test_a_classifier_that_says_one_class_everywhere_is_drawn_without_a_warning() -> None:
    plot_decision_regions(
        lambda points: np.zeros(points.shape[1], int), X, LABELS, names=NAMES, **WORDS
    )


def test_confusion_counts_the_true_class_in_rows() -> None:
    labels, predicted = np.array([0, 0, 0, 1, 2]), np.array([0, 1, 1, 1, 0])
    assert confusion(labels, predicted, 3).tolist() == [[1, 2, 0], [0, 1, 0], [1, 0, 0]]
    ax = plot_confusion(labels, predicted, names=list("abc"), **WORDS)
    written = {(*map(int, text.get_position()),): text.get_text() for text in ax.texts}
    assert written == {(0, 0): "1", (1, 0): "2", (1, 1): "1", (0, 2): "1"}
    assert [tick.get_text() for tick in ax.get_yticklabels()] == list("abc")


def test_without_a_mistake_every_other_square_is_empty() -> None:
    ax = plot_confusion(LABELS, LABELS, names=NAMES, **WORDS)
    assert [text.get_text() for text in ax.texts] == ["2", "2"]


def test_bars_stand_side_by_side_with_their_numbers() -> None:
    groups = {"one": np.array([0.2, 0.8]), "two": np.array([0.5, 0.5])}
    ax = plot_bars(groups, names=NAMES, **WORDS)
    bars = [bar for bar in ax.patches if isinstance(bar, Rectangle)]
    assert [bar.get_height() for bar in bars] == [0.2, 0.8, 0.5, 0.5]
    assert len({bar.get_x() for bar in bars}) == 4
    assert len({bar.get_hatch() for bar in bars}) == 2
    assert [text.get_text() for text in ax.texts] == ["0.20", "0.80", "0.50", "0.50"]
    assert plot_bars({"one": groups["one"]}, names=NAMES, **WORDS).get_legend() is None


def test_images_are_read_row_by_row_with_ink_dark_and_empty_places_left() -> None:
    images = np.linspace(0, 1, 6 * 4).reshape(6, 4)
    figure = plot_images(images, list("abcd"), title="Four", columns=3, shape=(2, 3))
    drawn = [ax for ax in figure.axes if ax.images]
    assert [ax.get_title() for ax in drawn] == list("abcd")
    assert len(figure.axes) == 6
    picture = drawn[1].images[0]
    np.testing.assert_array_equal(picture.get_array(), images[:, 1].reshape(2, 3))
    assert picture.get_clim() == (0, 1)
    assert picture.get_cmap().name == "gray_r"
