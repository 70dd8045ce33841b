"""Every public plot function draws what `tests/pictures/` shows; `gallery.py` makes these pictures.

Whoever sees no colours, or other ones, can tell apart what a figure shows.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gallery import GALLERY, PICTURES, VERSION, figure_of, pixels, save
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.testing.compare import calculate_rms, compare_images
from matplotlib.typing import ColorType
from PIL import Image

import course_lib
from course_lib.plots.style import BLACK, COLOURS, INK, RC, YELLOW

TOLERANCE = 1.2
"""Root mean square of the differences, of 255: less than any part of a figure that is missing, more
than what another processor rounds otherwise."""

every_picture = pytest.mark.parametrize("name", GALLERY)


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def function_of(name: str) -> Any:
    return getattr(course_lib, name.partition("-")[0])


def test_every_public_plot_function_has_its_picture() -> None:
    public = {name for name in course_lib.__all__ if name.startswith("plot_")}
    assert {name.partition("-")[0] for name in GALLERY} == public
    assert {path.stem for path in PICTURES.iterdir()} == set(GALLERY)
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 500_000


@every_picture
def test_a_figure_looks_as_it_did(name: str, tmp_path: Path) -> None:
    with Image.open(PICTURES / f"{name}.png") as picture:
        made_with = picture.info["Matplotlib"]
    if made_with != VERSION:
        pytest.skip(f"The pictures are Matplotlib {made_with}'s: pip install -c constraints.txt .")
    actual = save(name, tmp_path)
    said = compare_images(str(PICTURES / f"{name}.png"), str(actual), tol=TOLERANCE)
    assert said is None, f"{said}\nIf it is meant: python tests/support/gallery.py {name}"


@pytest.mark.slow
@every_picture
def test_no_part_of_it_could_go_missing_unnoticed(name: str) -> None:
    figure = figure_of(GALLERY[name]())
    whole = pixels(figure).astype(np.int16)
    figure.set_layout_engine("none")
    parts = list(parts_of(figure))
    assert len(parts) >= 4
    for part in parts:
        for artist in part:
            artist.set_visible(False)
        without = calculate_rms(whole, pixels(figure).astype(np.int16))
        for artist in part:
            artist.set_visible(True)
        assert without > TOLERANCE, part


def parts_of(figure: Figure) -> Iterator[list[Any]]:
    """Titles, names of axes, legends, curves, sets of points, of bars, of numbers, and images."""
    yield from ([text] for text in figure.texts if text.get_text())
    yield from ([legend] for legend in figure.legends)
    for ax in figure.axes:
        words = (ax.title, vars(ax)["_left_title"], ax.xaxis.label, ax.yaxis.label)
        yield from ([text] for text in words if text.get_text())
        yield from ([line] for line in ax.lines if np.size(line.get_xdata()) > 1)
        yield from ([points] for points in ax.collections if str(points.get_label())[:1] != "_")
        yield from ([legend] for legend in [ax.get_legend()] if legend)
        yield from ([image] for image in ax.images)
        yield from (list(bars) for bars in ax.containers)
        yield from (numbers for numbers in [list(ax.texts)] if numbers)
        ticks = (axis.get_ticklabels() for axis in (ax.xaxis, ax.yaxis))
        yield from (numbers for numbers in ticks if any(text.get_text() for text in numbers))


@every_picture
def test_it_takes_axes_gives_them_back_and_shows_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(*_: Any, **__: Any) -> None:
        raise AssertionError("it called `show`")

    monkeypatch.setattr(plt, "show", shown)
    monkeypatch.setattr(Figure, "show", shown)
    before = dict(mpl.rcParams)
    drawn = GALLERY[name]()
    assert isinstance(drawn, Axes | Figure)
    assert dict(mpl.rcParams) == before
    if "ax" in inspect.signature(function_of(name)).parameters:
        ax = course_lib.new_axes()
        assert GALLERY[name](ax=ax) is ax
        other = plt.subplots()[1]  # of a figure without the house style
        assert GALLERY[name](ax=other) is other


def legends_of(figure: Figure) -> list[Legend]:
    return [*figure.legends, *filter(None, (ax.get_legend() for ax in figure.axes))]


@pytest.mark.slow
@every_picture
def test_in_grey_the_keys_of_its_legend_differ(name: str) -> None:
    """Seen as a printer without colours prints it; each key is cut out of the picture."""
    figure = figure_of(GALLERY[name]())
    grey = pixels(figure, 120) @ np.array([0.2126, 0.7152, 0.0722])
    for legend in legends_of(figure):
        keys = [cut_out(grey, handle) for handle in handles_of(legend)]
        for one, other in combinations(keys, 2):
            rows, columns = np.minimum(one.shape, other.shape)
            apart = np.abs(one[:rows, :columns] - other[:rows, :columns])
            assert apart.max() > 60, name
            assert apart.mean() > 3, name


def handles_of(legend: Legend) -> list[Any]:
    """The boxes in which the keys are drawn."""
    boxes = []

    def collect(box: Any) -> None:
        if type(box).__name__ == "DrawingArea":
            boxes.append(box)
        for child in box.get_children():
            if hasattr(child, "get_children"):
                collect(child)

    collect(vars(legend)["_legend_box"])
    return boxes


def cut_out(grey: Any, box: Any) -> Any:
    left, low, right, high = (round(end) for end in box.get_window_extent().extents)
    return grey[len(grey) - high - 2 : len(grey) - low + 2, left:right]


# --- the palette ---------------------------------------------------------------------------------

SEEN_WITHOUT = {
    "long waves (protanopia)": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "middle waves (deuteranopia)": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "short waves (tritanopia)": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""How linear RGB is seen by eyes that lack one kind of cone: Machado, Oliveira, Fernandes 2009."""


def linear(colour: ColorType) -> Any:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: Any) -> Any:
    """CIE L*a*b* of linear RGB, in which distances are about as large as they look."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / to_xyz.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("missing", SEEN_WITHOUT)
def test_eyes_that_lack_one_kind_of_cone_tell_the_colours_apart(missing: str) -> None:
    matrix = np.array(SEEN_WITHOUT[missing])
    seen = {colour: lab(matrix @ linear(colour)) for colour in (*COLOURS, BLACK, INK, YELLOW)}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 12, (one, other)


def test_red_and_green_of_the_usual_palette_would_not_pass() -> None:
    matrix = np.array(SEEN_WITHOUT["middle waves (deuteranopia)"])
    red, green = (lab(matrix @ linear(colour)) for colour in ("#b03030", "#3f7f2f"))
    assert np.linalg.norm(red - green) < 12


@pytest.mark.parametrize("name", [RC["image.cmap"], "Blues_r", "gray"])
def test_a_scale_of_colours_gets_lighter_from_end_to_end(name: str) -> None:
    colours = mpl.colormaps[name](np.linspace(0, 1, 50))[:, :3]
    lightness = [lab(linear(tuple(colour)))[0] for colour in colours]
    assert (np.diff(lightness) > 0).all()
