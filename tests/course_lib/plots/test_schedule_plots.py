"""`plot_schedule` and noisy paths show their data."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_lib import plot_schedule
from course_lib.landscapes.ravine import Ravine

WORDS = {"title": "What to see", "xlabel": "epoch", "ylabel": "learning rate"}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_each_epoch_has_a_level_rate_of_its_own_from_epoch_0_to_the_end_of_the_last() -> None:
    ax = plot_schedule({"halved": lambda epoch: 8 * 0.5**epoch}, 3, **WORDS)
    (line,) = ax.lines
    assert list(line.get_xdata()) == [0, 1, 2, 3]
    assert list(line.get_ydata()) == [8, 4, 2, 2]
    assert line.get_drawstyle() == "steps-post"
    assert (ax.get_title(loc="left"), ax.get_xlabel()) == ("What to see", "epoch")
    assert ax.get_ylim()[0] == 0
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["halved"]


def test_many_epochs_are_one_line_through_the_middles_of_their_rates() -> None:
    ax = plot_schedule({"falling": lambda epoch: 30.0 - epoch}, 30, **WORDS)
    (line,) = ax.lines
    assert list(line.get_xdata()) == [0, *(epoch + 0.5 for epoch in range(30)), 30]
    assert list(line.get_ydata()) == [30, *range(30, 0, -1), 1]
    assert line.get_drawstyle() == "default"


def test_schedules_differ_without_their_colour_and_given_axes_are_used() -> None:
    given = plt.subplots()[1]
    flat = {name: (lambda epoch: 1.0) for name in "ABCD"}
    ax = plot_schedule(flat, 60, log=True, ax=given, **WORDS)
    assert ax is given
    assert ax.get_yscale() == "log"
    assert len({line.get_marker() for line in ax.lines}) == 4
    assert len({str(vars(line)["_dash_pattern"]) for line in ax.lines}) == 4


def test_no_schedules_give_empty_axes_and_a_schedules_error_stays_what_it_is() -> None:
    assert not plot_schedule({}, 60, **WORDS).lines

    def unwritten(epoch: int) -> float:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        plot_schedule({"mine": unwritten}, 60, **WORDS)


@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_a_noisy_path_is_that_of_descent_with_noise_in_each_gradient(angle: float) -> None:
    rng = np.random.default_rng(0)
    bowl = Ravine(flat=1.0, steep=3.0, angle=angle)
    start, noise, rates = rng.normal(size=2), rng.normal(size=(40, 2)), rng.uniform(0, 0.5, 40)
    w, path = start, [start]
    for rate, of_step in zip(rates, noise, strict=True):
        w = w - rate * (bowl.gradient(w) + of_step)
        path.append(w)
    np.testing.assert_allclose(bowl.noisy_path(start, rates, noise), path, atol=1e-12)
    quiet = bowl.noisy_path(start, np.full(40, 0.1), np.zeros((40, 2)))
    np.testing.assert_allclose(quiet, bowl.descent_path(start, 0.1, 40), atol=1e-12)
