"""`animate` draws a figure's paths step by step, in an image that plays once and has a text."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from course_lib import Ravine, plot_lines, plot_paths
from course_lib.errors import CannotDraw
from course_lib.plots.animation import MovingFigure, animate

WORDS: Any = {"title": "What to see", "xlabel": "$w_1$", "ylabel": "$w_2$"}
VALLEY = Ravine(flat=1.0, steep=50.0)
START = np.array([4.5, 1.0])


@cache
def forty_steps() -> MovingFigure:
    return moving(40)


def moving(steps: int = 40, seconds: float = 4.0) -> MovingFigure:
    paths = {
        f"rate {rate}": VALLEY.descent_path(START, rate, steps) for rate in (0.039, 0.03, 0.01)
    }
    ax = plot_paths(VALLEY, paths, minimum_label="minimum", **WORDS)
    return animate(ax, alt="Three balls in a valley.", seconds=seconds)


def frames(png: bytes) -> list[Any]:
    image: Any = Image.open(io.BytesIO(png))
    seen = []
    for number in range(image.n_frames):
        image.seek(number)
        seen.append((on_white(image), image.info.get("duration", 0)))
    return seen


def on_white(image: Any) -> Any:
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return np.asarray(paper.convert("RGB")).astype(int)


def test_there_is_a_picture_for_each_step_and_the_last_is_the_finished_figure() -> None:
    figure = forty_steps()
    (default, _), *steps = frames(figure.png)
    assert len(steps) == 41
    ink = [int((picture < 250).any(axis=2).sum()) for picture, _ in steps]
    assert ink[0] < ink[10] < ink[-1]
    still = on_white(Image.open(io.BytesIO(figure.still)))
    np.testing.assert_array_equal(default, still)  # for what shows no animations
    assert np.abs(steps[-1][0] - still).mean() < 1
    assert default[0, 0].tolist() == [255, 255, 255]


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 40, 500])
def test_it_moves_once_for_four_seconds_at_most(steps: int) -> None:
    figure = forty_steps() if steps == 40 else moving(steps)
    image: Any = Image.open(io.BytesIO(figure.png))
    assert image.info["loop"] == 1
    pictures = frames(figure.png)[1:]
    assert len(pictures) <= 60
    assert sum(duration for _, duration in pictures) <= 4100
    assert len(figure._repr_html_()) < 400_000


def test_it_needs_no_script_and_stands_still_for_those_who_ask_for_less_motion() -> None:
    html = moving(5)._repr_html_()
    assert "<script" not in html
    assert html.startswith('<picture><source media="(prefers-reduced-motion: reduce)"')
    assert html.count('alt="Three balls in a valley."') == 1
    assert repr(moving(5)) == "Figure: Three balls in a valley."


def test_a_browser_cannot_take_it_for_the_one_that_it_has_played_already() -> None:
    assert moving(3).png != moving(3).png


def test_no_figure_stays_open_and_the_axes_are_as_before() -> None:
    ax = plot_paths(
        VALLEY,
        {"A": VALLEY.descent_path(START, 0.03, 4)},
        minimum_label="minimum",
        **WORDS,
    )
    before = [(line.get_label(), len(line.get_xdata())) for line in ax.lines]
    animate(ax, alt="A ball.")
    assert [(line.get_label(), len(line.get_xdata())) for line in ax.lines] == before
    assert not plt.get_fignums()


def test_what_cannot_move_is_said() -> None:
    lines = plot_lines(np.arange(3), {"A": np.ones(3)}, **WORDS)
    with pytest.raises(CannotDraw, match=r"no paths .* `describe`"):
        animate(lines, alt="A line.")
    with pytest.raises(CannotDraw, match="`seconds` is 20"):
        moving(3, seconds=20)
    plt.close("all")
