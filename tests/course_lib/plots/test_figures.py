"""Figures have alternative text, the page's ground and the house style, and leave no trace."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from course_lib import describe, new_axes, new_panels, plot_lines
from course_lib.plots.described import Canvas
from course_lib.plots.labels import name_curves
from course_lib.plots.style import COLOURS, DASHES, GREY, INK, MARKERS, curve, house_style


def shown(html: str) -> bytes:
    match = re.search(r'src="data:image/png;base64,([^"]+)"', html)
    assert match
    return base64.b64decode(match[1])


def test_a_described_figure_is_an_image_with_its_text() -> None:
    html = describe(new_axes(), alt="A line that\n    rises.")._repr_html_()
    assert 'alt="A line that rises."' in html
    assert shown(html).startswith(b"\x89PNG")


def test_its_text_cannot_break_out_of_the_attribute() -> None:
    html = describe(new_axes(), alt='"><script>alert(1)</script>')._repr_html_()
    assert "<script" not in html
    assert html.count('"') % 2 == 0


def test_the_page_shows_through_it_light_or_dark() -> None:
    with mpl.rc_context({"figure.facecolor": "black", "axes.facecolor": "black"}):
        figure = describe(new_axes(title="A title"), alt="Empty axes.")
    pixels = plt.imread(io.BytesIO(figure.png))
    assert pixels[0, 0, 3] == 0
    assert pixels[len(pixels) // 2, pixels.shape[1] // 2, 3] < 0.5  # nothing, or a line of the grid
    assert "background" not in figure._repr_html_()


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#111111"], ids=["light", "dark"])
def test_what_it_draws_is_seen_on_both_of_jupyterlabs_grounds(page: str) -> None:
    """Text that reads on white at 4.5, as WCAG asks, can have 4.1 on JupyterLab's dark ground."""
    assert contrast(INK, page) > (4.5 if page == "#ffffff" else 4.05)
    assert min(contrast(colour, page) for colour in (*COLOURS, GREY)) > 3


# --- names at the curves' ends -------------------------------------------------------------------

RISING = {"the first curve": np.arange(20.0), "the second": np.arange(20.0) * 0.5}
WORDS: Any = {"title": "Two curves", "xlabel": "x", "ylabel": "y"}


def named(lines: dict[str, Any], **options: Any) -> Any:
    ax = plot_lines(np.arange(20.0), lines, **WORDS, **options)
    name_curves(ax.get_figure(root=True))
    plt.close("all")
    return ax


def test_curves_are_named_where_they_end_and_no_marker_looks_like_data() -> None:
    ax = named(RISING)
    assert [text.get_text() for text in ax.texts] == list(RISING)
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]
    assert ax.get_legend() is None
    assert {line.get_marker() for line in ax.lines} == {"None"}


def test_markers_that_are_data_stay() -> None:
    assert {line.get_marker() for line in named(RISING, every_point=True).lines} == {"o", "s"}


def test_names_of_curves_that_end_in_one_point_do_not_overlap() -> None:
    ax = named({f"curve {i}": np.full(20, 1.0 + i / 1000) for i in range(5)} | RISING)
    heights = sorted(text.get_position()[1] for text in ax.texts)
    assert min(np.diff(heights)) > 0.05
    assert len(heights) == 7


def test_a_curve_that_ends_early_is_named_there_if_nothing_is_in_the_way() -> None:
    ends_early = np.where(np.arange(20) < 9, 1.0, np.nan)
    ax = named(RISING | {"lost": ends_early + 40})
    assert ax.get_legend() is None
    name = next(text for text in ax.texts if text.get_text() == "lost")
    end = ax.transAxes.inverted().transform(ax.transData.transform((8, 41)))
    assert 0 < name.get_position()[0] - end[0] < 0.05
    assert abs(name.get_position()[1] - end[1]) < 0.02


def test_a_curve_that_ends_among_others_stays_in_the_legend() -> None:
    ends_early = np.where(np.arange(20) < 9, 1.0, np.nan)
    ax = named({"lost": ends_early, "everywhere": np.tile([0.0, 2.0], 10)})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["lost"]


@pytest.mark.parametrize(("apart", "are_named"), [(1.0, True), (0.001, False)])
def test_in_panels_side_by_side_curves_are_named_along_them(apart: float, are_named: bool) -> None:
    left, right = new_panels(2)
    near = {"one": np.arange(20.0), "other": np.arange(20.0) * (1 - 0.8 * apart)}
    for ax, lines in ((left, near), (right, dict.fromkeys(near, near["one"]))):
        plot_lines(np.arange(20.0), lines, **WORDS, ax=ax)
    right.get_legend().remove()
    name_curves(left.get_figure(root=True))
    plt.close("all")
    assert [text.get_text() for text in left.texts] == (list(near) if are_named else [])
    assert (left.get_legend() is None) is are_named
    markers = {line.get_marker() for ax in (left, right) for line in ax.lines}
    assert (markers == {"None"}) is are_named


def test_a_wide_legend_moves_below_the_axes() -> None:
    lost = np.where(np.arange(20) < 9, 1.0, np.nan)
    ax = named(RISING | {"a very long name of a curve that is lost": lost})
    ax.get_figure(root=True).canvas.draw()
    assert ax.get_legend().get_window_extent().y1 < ax.get_window_extent().y0


def test_figures_of_one_size_share_a_renderer_and_leave_no_trace_in_each_other() -> None:
    def drawn(slope: int) -> bytes:
        return shown(
            describe(
                plot_lines([0, 1], {"": [0, slope]}, title="", xlabel="", ylabel=""), alt="A line."
            )._repr_html_()
        )

    first = drawn(1)
    assert drawn(2) != first
    assert drawn(1) == first
    assert Canvas(Figure()).get_renderer() is Canvas(Figure()).get_renderer()


def test_without_html_the_text_stands_for_it() -> None:
    assert repr(describe(new_axes(), alt="A line that rises.")) == "Figure: A line that rises."


def test_it_is_closed_so_that_a_notebook_shows_it_once() -> None:
    before = plt.get_fignums()
    describe(new_axes(), alt="Empty axes.")
    describe(new_panels(2)[1], alt="Two empty axes.")
    assert plt.get_fignums() == before


def test_a_figure_without_text_is_refused() -> None:
    ax = new_axes()
    with pytest.raises(ValueError, match="`alt`"):
        describe(ax, alt=" ")
    describe(ax, alt="Empty axes.")


def test_the_style_holds_inside_and_leaves_nothing_behind() -> None:
    before = dict(mpl.rcParams)
    with house_style():
        assert mpl.rcParams["axes.titlelocation"] == "left"
    new_axes()
    new_panels(2, rows=2)
    plt.close("all")
    assert dict(mpl.rcParams) == before


def test_given_axes_are_used() -> None:
    left, right = new_panels(2)
    assert new_axes(right, title="The right one", xlabel="day", ylabel="°C") is right
    assert (left.get_title(loc="left"), right.get_title(loc="left")) == ("", "The right one")
    assert (right.get_xlabel(), right.get_ylabel()) == ("day", "°C")
    plt.close("all")


def test_curves_differ_in_more_than_colour() -> None:
    looks = list(zip(COLOURS, DASHES, MARKERS, strict=True))
    assert len({colour for colour, _, _ in looks}) == len(looks)
    assert len({marker for _, _, marker in looks}) == len(looks)
    assert len({str(dashes) for _, dashes, _ in looks[:5]}) == 5
    assert len({curve(i, points=90)["markevery"] for i in range(3)}) == 3
