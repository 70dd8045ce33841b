"""Draw one small figure with every public plot function, from the same inputs everywhere.

`python tests/support/gallery.py` draws them into `tests/pictures/`, or only those named:
`python tests/support/gallery.py plot_paths`. Look at each before you commit it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import course_lib
from course_lib import Ravine, Saddle
from course_lib.plots.classification import plot_bars, plot_confusion, plot_decision_regions
from course_lib.plots.costs import plot_cost_curves
from course_lib.plots.descent import plot_descent
from course_lib.plots.distributions import plot_agreement, plot_distributions
from course_lib.plots.eigenvalues import plot_eigenvalues
from course_lib.plots.images import plot_images
from course_lib.plots.labels import name_curves
from course_lib.plots.lines import plot_lines
from course_lib.plots.maps import plot_map
from course_lib.plots.paths import plot_paths
from course_lib.plots.schedules import plot_schedule
from course_lib.plots.search import plot_search
from course_lib.plots.series import plot_fading, plot_series, plot_weights
from course_lib.plots.surfaces import plot_contours, plot_surface
from course_lib.plots.twins import plot_twins

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
DPI = 60
"""Small enough for a repository, large enough for every letter."""

VERSION = ".".join(mpl.__version__.split(".")[:2])
"""Another version sets its texts a little wider or narrower, and with them all the axes."""

T = np.arange(1, 61)
WAVE = 10 - 8 * np.cos(T / 10) + 2 * np.sin(7.3 * T)
VALLEY = Ravine(flat=1.0, steep=20.0)
START = np.array([4.5, 1.0])
DESCENT = VALLEY.descent_path(START, 0.095, 25)
CALM = VALLEY.descent_path(START, 0.04, 25)
SIX = ("first", "second", "third", "fourth", "fifth", "sixth")


def falling(rate: float, shake: float) -> Any:
    """Costs that fall at a rate, and shake."""
    return (0.02 + np.exp(-rate * T)) * (1 + shake * np.sin(2.7 * T))


def smoothed(costs: Any) -> Any:
    """The mean of each five neighbours."""
    padded = np.concatenate([np.full(4, costs[0]), costs])
    return np.convolve(padded, np.full(5, 0.2), mode="valid")


def powers(base: float, count: int) -> np.ndarray:
    """The powers of a number, from the 0th on."""
    return np.asarray(base ** np.arange(count))


def cost_curves(**ax: Any) -> Axes:
    runs = {"fast": falling(0.12, 0.6), "slow": falling(0.05, 0.6)}
    runs["lost"] = np.concatenate([falling(-0.01, 0.6)[:25], [np.nan]])
    return plot_cost_curves(
        runs,
        title="One is fast, one is lost",
        xlabel="update",
        ylabel="cost (nats)",
        smooth=smoothed,
        best_label="{name}: {cost:.3f}",
        **ax,
    )


def many_cost_curves(**ax: Any) -> Axes:
    return plot_cost_curves(
        {name: falling(0.02 * (number + 1), 0.0) for number, name in enumerate(SIX)},
        title="Six runs, told apart without colour",
        xlabel="epoch",
        ylabel="cost (nats)",
        per_epoch=True,
        log=False,
        **ax,
    )


def paths(**ax: Any) -> Axes:
    return plot_paths(
        VALLEY,
        {"too fast": DESCENT, "calm": CALM},
        title="From wall to wall, or not",
        xlabel="$w_1$",
        ylabel="$w_2$",
        minimum_label="minimum",
        **ax,
    )


def contours(**ax: Any) -> Axes:
    return plot_contours(
        Saddle(up=2.0).costs,
        limits=(-1.5, 1.5, -1.5, 1.5),
        paths={"a walk": np.array([[1.2, 0.1], [0.8, 0.2], [0.4, 0.5], [0.1, 0.9]])},
        points={"saddle point": np.zeros(2), "minimum": np.array([0.0, 1.0])},
        title="A pass between two valleys",
        xlabel="$w_1$",
        ylabel="$w_2$",
        **ax,
    )


def surface() -> Axes:
    return plot_surface(
        Saddle(up=2.0).costs,
        limits=(-1.5, 1.5, -1.5, 1.5),
        points={"saddle point": np.zeros(2)},
        title="In space",
        contour_title="From above",
        xlabel="$w_1$",
        ylabel="$w_2$",
        zlabel="cost",
    )


def descent(**ax: Any) -> Axes:
    return plot_descent(
        lambda w: w**2,
        {"small steps": 3.5 * powers(0.8, 9), "large steps": -3.0 * powers(-0.7, 7)},
        tangents={"slope 4": (2.0, 4.0)},
        title="Downhill, from both sides",
        xlabel="weight",
        ylabel="cost",
        limits=(-4.0, 4.0),
        **ax,
    )


def schedule(**ax: Any) -> Axes:
    return plot_schedule(
        {
            "halved every 4 epochs": lambda epoch: 0.5 ** (epoch // 4),
            "inverse time": lambda epoch: 1 / (1 + 0.3 * epoch),
            "fixed": lambda epoch: 0.3,
        },
        12,
        title="Down in steps, or smoothly",
        xlabel="epoch",
        ylabel="learning rate",
        **ax,
    )


def eigenvalues(**ax: Any) -> Axes:
    return plot_eigenvalues(
        {"flat": np.array([0.9, 0.6]), "steep": np.array([-0.3 + 0.7j, -0.3 - 0.7j, -9.0])},
        title="Five points, one of them far out",
        xlabel="real part",
        ylabel="imaginary part",
        circle_label="radius 1",
        **ax,
    )


def heights(**ax: Any) -> Axes:
    x, y = np.geomspace(0.01, 1, 30), np.linspace(0, 1, 20)
    return plot_map(
        x,
        y,
        (np.log10(x) + 1) ** 2 + (y[:, None] - 0.5) ** 2,
        levels=(0.0, 0.1, 0.3, 0.6, 1.0),
        points={"lowest": (0.1, 0.5)},
        title="Lowest in the middle",
        xlabel="learning rate",
        ylabel="beta",
        value_label="cost",
        log_x=True,
        **ax,
    )


def decision_regions(**ax: Any) -> Axes:
    angles = np.arange(30) * 2.4
    X = np.sqrt(np.arange(30) / 5) * np.stack([np.cos(angles), np.sin(angles)])

    def classify(points: Any) -> Any:
        thirds = np.floor((np.arctan2(points[1], points[0]) + np.pi) / (2 * np.pi / 3 + 1e-9))
        return np.where(np.abs(points).max(axis=0) < 0.5, -1, thirds).astype(int)

    return plot_decision_regions(
        classify,
        X,
        np.maximum(classify(X), 0),
        names=["south", "east", "north"],
        undecided_label="no answer",
        title="Three classes, three regions",
        xlabel="$x_1$",
        ylabel="$x_2$",
        **ax,
    )


def confusion(**ax: Any) -> Axes:
    labels = np.repeat([0, 1, 2, 3], [9, 8, 7, 6])
    predicted = np.where(np.arange(30) % 5 == 4, (labels + 1) % 4, labels)
    return plot_confusion(
        labels,
        predicted,
        names=["cat", "dog", "hen", "owl"],
        title="One answer in five is wrong",
        xlabel="the answer",
        ylabel="what it is",
        **ax,
    )


def bars(**ax: Any) -> Axes:
    return plot_bars(
        {
            "sure": np.array([0.9, 0.07, 0.03]),
            "unsure": np.array([0.4, 0.35, 0.25]),
            "wrong": np.array([0.1, 0.2, 0.7]),
        },
        names=["cat", "dog", "hen"],
        title="Sure, unsure and wrong",
        xlabel="class",
        ylabel="probability",
        top=1.2,
        **ax,
    )


def distributions(**ax: Any) -> Axes:
    quantiles = np.linspace(-1, 1, 401)
    return plot_distributions(
        {"layer 1": quantiles**3, "layer 2": 0.3 * quantiles, "layer 3": 0.05 * quantiles},
        title="Narrower from layer to layer",
        xlabel="value of a unit",
        **ax,
    )


def agreement(**ax: Any) -> Axes:
    x = np.linspace(-1, 1, 15)
    return plot_agreement(
        x,
        {"right": x, "half": x / 2},
        title="Half is not enough",
        xlabel="measured",
        ylabel="predicted",
        line_label="agreement",
        **ax,
    )


def search(**ax: Any) -> Axes:
    space = {"learning_rate": (0.0001, 1.0, "log"), "beta": (0.0, 0.999, "one_minus_log")}
    zoomed = {"learning_rate": (0.01, 0.3, "log"), "beta": (0.5, 0.95, "one_minus_log")}

    def tried(of: Any, shares: Any) -> Any:
        points = [
            {name: of_axis(share, of[name]) for name, share in zip(of, pair, strict=True)}
            for pair in shares
        ]
        return [(point, 0.05 + abs(np.log10(point["learning_rate"]) + 1)) for point in points]

    def of_axis(share: float, axis: Any) -> float:
        low, high = (course_lib.place_on_scale(end, axis[2]) for end in axis[:2])
        return float(course_lib.value_at_place(low + share * (high - low), axis[2]))

    shares = np.stack([(np.arange(16) * 0.618) % 1, (np.arange(16) * 0.755 + 0.1) % 1], axis=1)
    coarse = tried(space, shares)
    coarse[3] = (coarse[3][0], float("nan"))
    return plot_search(
        space,
        {"coarse": coarse, "fine": tried(zoomed, shares[:8])},
        title="First coarse, then fine",
        xlabel="learning rate",
        ylabel="beta",
        score_label="cost (nats)",
        best_label="best: {score:.3f}",
        zoomed=zoomed,
        zoomed_label="searched again",
        shadows=True,
        **ax,
    )


def series(**ax: Any) -> Axes:
    return plot_series(
        WAVE,
        {"short mean": smoothed(WAVE), "long mean": smoothed(smoothed(smoothed(WAVE)))},
        title="A slow wave below the noise",
        xlabel="day",
        ylabel="temperature (°C)",
        values_label="one day",
        **ax,
    )


def weights(**ax: Any) -> Axes:
    return plot_weights(
        0.1 * powers(0.9, 30),
        10.0,
        title="Old days count less",
        xlabel="age (days)",
        ylabel="weight",
        inside_label="the 10 newest",
        outside_label="before them",
        **ax,
    )


def fading(**ax: Any) -> Axes:
    return plot_fading(
        {"beta = 0.8": 0.2 * powers(0.8, 41), "beta = 0.95": 0.05 * powers(0.95, 41)},
        {"beta = 0.8": 5.0, "beta = 0.95": 20.0},
        title="How long a day counts",
        xlabel="age (days)",
        ylabel="share of the newest weight",
        level_label="1/e",
        **ax,
    )


def lines(**ax: Any) -> Axes:
    x = np.geomspace(0.01, 1.0, 30)
    return plot_lines(
        x,
        {"x": x, "x squared": x**2, "the root": np.sqrt(x)},
        title="Squares are smaller below 1",
        xlabel="x, from a hundredth to one",
        ylabel="value",
        log_x=True,
        log_y=True,
        **ax,
    )


def twins(**ax: Any) -> Axes:
    runs = {"Adam": falling(0.1, 0.1), "SGD": falling(0.04, 0.1)}
    return plot_twins(
        runs,
        runs,
        title="The same runs twice",
        xlabel="update",
        ylabel="cost (nats)",
        ours_label="{name}, NumPy",
        theirs_label="{name}, PyTorch",
        **ax,
    )


def images() -> Figure:
    ramp = np.arange(64) / 63
    X = np.stack([np.roll(ramp, 9 * number) for number in range(8)], axis=1)
    return plot_images(
        X, [f"number {number}" for number in range(8)], title="Eight ramps", columns=4
    )


GALLERY: dict[str, Callable[..., Axes | Figure]] = {
    "plot_agreement": agreement,
    "plot_bars": bars,
    "plot_confusion": confusion,
    "plot_contours": contours,
    "plot_cost_curves": cost_curves,
    "plot_cost_curves-six": many_cost_curves,
    "plot_decision_regions": decision_regions,
    "plot_descent": descent,
    "plot_distributions": distributions,
    "plot_eigenvalues": eigenvalues,
    "plot_fading": fading,
    "plot_images": images,
    "plot_lines": lines,
    "plot_map": heights,
    "plot_paths": paths,
    "plot_schedule": schedule,
    "plot_search": search,
    "plot_series": series,
    "plot_surface": surface,
    "plot_twins": twins,
    "plot_weights": weights,
}
"""Name of the picture -> what draws it; what stands before a "-" is the function's name."""


def figure_of(drawn: Axes | Figure) -> Figure:
    figure = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
    assert isinstance(figure, Figure)
    name_curves(figure)
    return figure


def pixels(figure: Figure, dpi: int = DPI) -> Any:
    """The figure as an array of shape (height, width, 3), values 0 to 255."""
    figure.set_facecolor("white")
    figure.dpi = dpi
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def save(name: str, folder: Path) -> Path:
    """Draws one figure of the gallery into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    figure = figure_of(GALLERY[name]())
    path = folder / f"{name}.png"
    made_with = PngInfo()
    made_with.add_text("Matplotlib", VERSION)
    Image.fromarray(pixels(figure)).save(path, optimize=True, pnginfo=made_with)
    plt.close(figure)
    return path


if __name__ == "__main__":
    for name in sys.argv[1:] or GALLERY:
        print(save(name, PICTURES))
