"""Sliders name what they change, redraw immediately, and keep the axes in place."""

from __future__ import annotations

import io
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from PIL import Image

from course_lib import new_axes, plot_lines, sliders
from course_lib.plots.described import DescribedFigure, describe
from course_lib.plots.layout import Places, kept_places


def slider_of(made: Any, number: int = 0) -> Any:
    return made.children[number].children[1]


def field_of(made: Any, number: int = 0) -> Any:
    return made.children[number].children[0]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is displayed under the sliders."""
    found: list[Any] = []
    monkeypatch.setattr("ipywidgets.widgets.interaction.display", found.append)
    return found


def test_what_is_drawn_is_shown_at_once_and_anew_when_the_slider_moves(shown: list[Any]) -> None:
    made = sliders(lambda beta: f"figure for {beta}", beta=(0.0, 0.99, 0.01, 0.9))
    slider = slider_of(made)
    assert (slider.min, slider.max, slider.step, slider.value) == (0.0, 0.99, 0.01, 0.9)
    assert slider.continuous_update, "while it is dragged too, and with each arrow key"
    slider.value = 0.5
    assert shown == ["figure for 0.9", "figure for 0.5"]


def test_a_figure_without_arguments_is_shown_without_sliders(shown: list[Any]) -> None:
    made = sliders(lambda: "figure")
    assert made.children == (made.out,)
    assert shown == ["figure"]


def test_the_field_beside_it_moves_it_and_is_moved_without_the_rest_of_rounding(
    shown: list[Any],
) -> None:
    made = sliders(lambda rate: rate, rate=(0.0, 1.0, 0.01, 0.3))
    slider_of(made).value = 0.31 + 0.01 + 1e-16
    assert field_of(made).value == 0.32
    field_of(made).value = 0.55
    assert slider_of(made).value == 0.55
    assert shown == [0.3, 0.32, 0.55]


def test_a_screen_reader_finds_its_name_in_words() -> None:
    made = sliders(
        lambda learning_rate, beta: None,
        learning_rate=(0.1, 1.0, 0.1, 0.5),
        beta=(0.0, 1.0, 0.25, 0.5),
        labels={"beta": "share kept, β"},
    )
    assert [field_of(made, i).description for i in (0, 1)] == ["learning rate", "share kept, β"]
    assert [slider_of(made, i).description for i in (0, 1)] == ["", ""]


def test_where_no_slider_can_move_a_sentence_stands_instead() -> None:
    made = sliders(lambda beta: None, beta=(0.0, 1.0, 0.1, 0.5), labels={"beta": "share kept"})
    shown = made._repr_mimebundle_()
    assert shown["text/plain"] == "Sliders (share kept). They work only while Jupyter is running."


def figure(scale: float, seen: list[Axes]) -> DescribedFigure:
    ax = plot_lines(np.arange(3), {"A": scale * np.arange(3)}, title="T", xlabel="x", ylabel="y")
    seen.append(ax)
    return describe(ax, alt="A line.")


def test_axes_stay_where_they_are_unless_a_number_would_be_cut() -> None:
    places: Places = {}
    seen: list[Axes] = []
    with kept_places(places):
        for scale in (1.0, 1.5, 123456.0):
            figure(scale, seen)
    first, second, third = (ax.get_position().bounds for ax in seen)
    assert second == first
    assert third != first
    figure(123456.0, seen)
    assert third == pytest.approx(seen[-1].get_position().bounds, abs=1e-3)  # half a pixel


def test_axes_make_room_for_a_longer_name_at_the_end_of_a_curve() -> None:
    with kept_places({}):
        for name in ("beta = 0.9", "beta = 0.91"):
            ax = plot_lines(np.arange(3), {name: np.arange(3)}, title="T", xlabel="x", ylabel="y")
            drawn = Image.open(io.BytesIO(describe(ax, alt="A line.").png))
            assert not np.asarray(drawn)[:, -1, 3].any(), f"{name!r} is cut at the right edge"


def test_a_kept_place_gives_the_picture_that_would_be_drawn_anew() -> None:
    places: Places = {}
    with kept_places(places):
        kept = [figure(1.0, []) for _ in range(2)]
    assert kept[0].png == kept[1].png == figure(1.0, []).png
    assert not plt.get_fignums()


def test_without_sliders_each_figure_finds_its_own_places() -> None:
    places: Places = {}
    with kept_places(places):
        figure(1.0, [])
    before = dict(places)
    describe(new_axes(title="Another"), alt="Empty axes.")
    assert places == before
