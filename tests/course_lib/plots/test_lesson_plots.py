"""Figures of curvatures, of many runs, and of calibration show what they are given."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from course_lib.errors import CannotDraw
from course_lib.plots.calibration import groups, plot_calibration
from course_lib.plots.curvatures import plot_quadric, plot_spectrum
from course_lib.plots.groups import THIN, plot_groups
from course_lib.plots.scales import plot_on_scales
from course_lib.plots.style import BLUE, GREY, VERMILION

KINDS: Any = {"up_label": "up", "down_label": "down", "flat_label": "flat"}
QUADRIC: Any = {
    "title": "t",
    "cuts_title": "c",
    "xlabel": "x",
    "ylabel": "y",
    "distance_label": "d",
    "cost_label": "J",
    "first_label": "one",
    "second_label": "two",
    **KINDS,
}
LABELS: Any = {"title": "t", "xlabel": "x", "ylabel": "y"}


def test_the_cuts_of_a_quadric_are_its_curvatures() -> None:
    ax = plot_quadric(np.array([[1.0, 3.0], [3.0, 1.0]]), **QUADRIC)
    ends = {str(line.get_label()): float(np.asarray(line.get_ydata())[-1]) for line in ax.lines}
    assert ends == pytest.approx({"one": 0.5, "two": 0.5, "down": -1.0, "up": 2.0})
    plt.close("all")


@pytest.mark.parametrize("wrong", [np.eye(3), [[1.0, 2.0], [0.0, 1.0]], [[np.nan, 0], [0, 1]]])
def test_a_surface_over_two_weights_needs_a_symmetric_matrix(wrong: Any) -> None:
    with pytest.raises(CannotDraw, match="symmetric"):
        plot_quadric(wrong, **QUADRIC)


def test_a_spectrum_shows_the_sign_of_each_eigenvalue() -> None:
    ax = plot_spectrum(np.array([-1.0, 1e-9, 2.0]), **LABELS, **KINDS)
    seen = {str(line.get_label()): line for line in ax.lines}
    assert [np.asarray(seen[kind].get_xdata()).tolist() for kind in KINDS.values()] == [
        [3],
        [1],
        [2],
    ]
    assert to_hex(seen["up"].get_color()) == BLUE.lower()
    assert to_hex(seen["down"].get_color()) == VERMILION.lower()
    plt.close("all")


def test_of_many_runs_each_is_a_thin_line_from_the_start() -> None:
    ax = plot_groups({"many": [[3, 2], [4, 3, 2]], "one": [[2, 1, 0.5, 0.1]]}, **LABELS)
    assert [len(np.asarray(line.get_xdata())) for line in ax.lines] == [2, 3, 4]
    assert all(np.asarray(line.get_xdata())[0] == 0 for line in ax.lines)
    assert [line.get_linewidth() == THIN for line in ax.lines] == [True, True, False]
    assert len({to_hex(line.get_color()) for line in ax.lines}) == 2
    plt.close("all")


def test_many_runs_are_grey_behind_single_ones_and_named_in_their_middle() -> None:
    many: list[list[float]] = [[3, 9], [3, 1], [3, np.nan], [3, 4], [3, 5]]
    ax = plot_groups({"many": many, "one": [[2, 1]]}, **LABELS)
    colours = [to_hex(line.get_color()) for line in ax.lines]
    assert colours == [GREY.lower()] * 5 + [VERMILION.lower()]
    assert [str(line.get_label()) for line in ax.lines].index("many") == 4
    alone = plot_groups({"": many}, **LABELS)
    assert {to_hex(line.get_color()) for line in alone.lines} == {BLUE.lower()}
    assert alone.get_legend() is None
    plt.close("all")


def test_calibration_compares_each_group_with_its_own_sureness() -> None:
    sure = np.array([0.6, 0.64, 0.95, 0.95, 1.0])
    right = np.array([1, 0, 0, 1, 1])
    x, y = groups(sure, right)
    np.testing.assert_allclose(x, [0.62, 0.95, 1.0])
    np.testing.assert_allclose(y, [0.5, 0.5, 1.0])
    ax = plot_calibration({"it": (sure, right)}, line_label="line", **LABELS)
    assert [str(line.get_label()) for line in ax.lines] == ["line", "it"]
    plt.close("all")


def test_a_sample_that_is_even_on_an_axis_is_drawn_evenly_there() -> None:
    even = 10.0 ** np.linspace(-3, -0.01, 9)
    words: Any = {"row_labels": ["it"], "column_labels": ["plain", "log", "one minus"]}
    ax = plot_on_scales([even], title="t", low=0.001, high=0.999, **words)
    lines = [np.asarray(line.get_xdata()) for line in ax.lines]
    columns = [places for places in lines if len(places) == 9]
    steps = [np.ptp(np.diff(places)) for places in columns]
    assert steps[1] < 1e-9 < min(steps[0], steps[2])
    plt.close("all")
