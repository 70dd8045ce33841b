"""`plot_descent` shows its data."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from course_lib import plot_descent

WORDS = {"title": "What to see", "xlabel": "weight", "ylabel": "cost"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def square(w: np.ndarray) -> np.ndarray:
    return w**2


def drawn(ax: Axes, label: str) -> tuple[list[float], list[float]]:
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return np.asarray(line.get_xdata()).tolist(), np.asarray(line.get_ydata()).tolist()


def test_a_path_lies_on_the_curve_and_ends_where_it_leaves_the_figure() -> None:
    path = np.array([1.0, -2.0, 5.0, 0.0])
    ax = plot_descent(square, {"walk": path, "rest": path[:1]}, limits=(-4, 4), **WORDS)
    assert drawn(ax, "walk") == ([1.0, -2.0], [1.0, 4.0])
    assert drawn(ax, "rest") == ([1.0], [1.0])
    assert ax.get_xlim() == (-4, 4)
    low, high = ax.get_ylim()
    assert low < 0 < 16 <= high
    assert ax.get_title(loc="left") == "What to see"


def test_a_tangent_touches_the_curve_with_its_slope() -> None:
    ax = plot_descent(square, tangents={"steep": (-2.0, -4.0)}, limits=(-4, 4), **WORDS)
    x, y = drawn(ax, "steep")
    assert np.mean(x) == pytest.approx(-2)
    assert np.mean(y) == pytest.approx(4)
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(-4)


def test_there_is_a_legend_only_for_what_has_a_name() -> None:
    path = np.array([1.0, 0.5])
    assert plot_descent(square, {"": path}, limits=(-2, 2), **WORDS).get_legend() is None
    assert plot_descent(square, limits=(-2, 2), **WORDS).get_legend() is None
    legend = plot_descent(square, {"walk": path}, limits=(-2, 2), **WORDS).get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["walk"]


def test_given_axes_are_used() -> None:
    ax = plt.subplots()[1]
    assert plot_descent(square, limits=(-2, 2), ax=ax, **WORDS) is ax
