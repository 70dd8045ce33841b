"""Figures have alternative text, a white background and the house style, and leave no trace."""

from __future__ import annotations

import base64
import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from course_lib import describe, new_axes, new_panels
from course_lib.plots.style import COLOURS, DASHES, MARKERS, curve, house_style


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


def test_its_ground_is_white_on_any_theme() -> None:
    with mpl.rc_context({"figure.facecolor": "black", "savefig.transparent": True}):
        figure = describe(new_axes(), alt="Empty axes.")
    corner = plt.imread(io.BytesIO(figure.png))[0, 0]
    assert corner.tolist() == [1, 1, 1]
    assert "background:#fff" in figure._repr_html_()


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
