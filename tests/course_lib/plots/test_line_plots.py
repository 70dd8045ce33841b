"""`plot_lines` and `plot_twins` show their data."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from course_lib import plot_lines, plot_twins

WORDS = {"title": "What to see", "xlabel": "update", "ylabel": "cost (nats)"}
TWINS = {**WORDS, "ours_label": "{name}, NumPy", "theirs_label": "{name}, PyTorch"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def line(ax: Axes, label: str) -> Line2D:
    (found,) = [one for one in ax.lines if one.get_label() == label]
    return found


def test_lines_are_drawn_over_their_abscissa() -> None:
    x = np.array([0.1, 1.0, 10.0])
    ax = plot_lines(x, {"A": x, "B": x**2}, log_x=True, **WORDS)
    assert np.asarray(line(ax, "B").get_xdata()).tolist() == list(x)
    assert np.asarray(line(ax, "B").get_ydata()).tolist() == list(x**2)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    assert plot_lines(x, {"A": x}, log_y=True, **WORDS).get_yscale() == "log"
    assert ax.get_title(loc="left") == "What to see"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("update", "cost (nats)")
    assert line(ax, "A").get_marker() != line(ax, "B").get_marker()


def test_of_several_runs_the_mean_is_drawn_and_the_values_that_were_tried_are_labelled() -> None:
    x, runs = np.array([0.25, 1.0, 20.0]), np.array([[1.0, 2.0, 3.0], [3.0, 6.0, 3.0]])
    ax = plot_lines(x, {"A": runs}, log_x=True, every_point=True, **WORDS)
    assert np.asarray(line(ax, "A").get_ydata()).tolist() == [2.0, 4.0, 3.0]
    assert len(ax.collections) == 1
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0.25", "1", "20"]


def test_twins_show_both_programs_from_update_one() -> None:
    ours, theirs = {"A": np.array([3.0, 2.0])}, {"A": np.array([3.0, 2.5])}
    ax = plot_twins(ours, theirs, **TWINS)
    assert np.asarray(line(ax, "A, NumPy").get_ydata()).tolist() == [3.0, 2.0]
    assert np.asarray(line(ax, "A, PyTorch").get_ydata()).tolist() == [3.0, 2.5]
    assert np.asarray(line(ax, "A, PyTorch").get_xdata()).tolist() == [1, 2]
    assert ax.get_yscale() == "log"


def test_a_short_logarithmic_abscissa_has_plain_numbers_at_its_ticks() -> None:
    x = np.geomspace(0.02, 0.6, 9)
    ax = plot_lines(x, {"A": x}, log_x=True, **WORDS)
    ax.get_figure().canvas.draw()
    low, high = ax.get_xlim()
    ticks = ax.xaxis.get_major_ticks()
    shown = [tick.label1.get_text() for tick in ticks if low <= tick.get_loc() <= high]
    assert shown == ["0.02", "0.05", "0.1", "0.2", "0.5"]
    assert not any(tick.label1.get_text() for tick in ax.xaxis.get_minor_ticks())


def test_of_twins_on_top_of_each_other_both_are_seen() -> None:
    same = {name: np.linspace(3, 1, 90) for name in "AB"}
    ax = plot_twins(same, same, log=False, **TWINS)
    ours, theirs = line(ax, "A, NumPy"), line(ax, "A, PyTorch")
    assert ours.get_linewidth() > 4
    assert theirs.get_linestyle() == "None"
    assert theirs.get_zorder() > ours.get_zorder()
    assert theirs.get_marker() != line(ax, "B, PyTorch").get_marker()
    assert theirs.get_markevery() != line(ax, "B, PyTorch").get_markevery()


def test_a_twin_that_is_missing_is_left_out() -> None:
    alone = {"A": np.array([3.0, 2.0])}
    names = {one.get_label() for one in plot_twins(alone, {}, **TWINS).lines}
    assert names == {"A, NumPy"}
    names = {one.get_label() for one in plot_twins({}, alone, **TWINS).lines}
    assert names == {"A, PyTorch"}
    ax = plt.subplots()[1]
    assert plot_twins({}, {}, ax=ax, **TWINS) is ax
    assert not ax.lines
