"""`describe`: show a figure in a notebook as an image with alternative text."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from PIL import Image

from course_lib.plots import layout, messages
from course_lib.plots.fonts import fit, say_in_language
from course_lib.plots.labels import name_curves
from course_lib.plots.style import has_nothing_to_draw

RUN_LENGTHS = 3
"""The strategy of zlib that is fastest for figures, and compresses them best."""

LINES = "course-lines"
"""The class of an image whose colours only tell lines apart."""

DARK_THEMES = ("[data-jp-theme-light=false]", ".vscode-dark", "html[theme=dark]")
"""How Jupyter, VS Code and Colab mark a dark page."""

BRIGHTER = (
    f"<style>{','.join(f'{dark} .{LINES}' for dark in DARK_THEMES)}"
    "{filter:brightness(1.5)}</style>"
)
"""In dark themes, lines and letters are half as bright again. Where the rule does not apply, a
figure is as it was drawn, which can be read on both grounds."""

CSS_DPI, PIXEL_DPI = 100, 150
"""Shown at 100 pixels per inch and drawn at 150, so that it is sharp on high-density screens."""


@dataclass(frozen=True, repr=False)
class DescribedFigure:
    """A finished figure: its PNG, its alternative text, its width in pixels, and what is in it.

    `has_areas` says that colours stand for values or classes, or that there are images.
    """

    png: bytes
    alt: str
    width: int
    has_areas: bool = False

    def _repr_html_(self) -> str:
        """Return an `<img>` without a ground of its own: the page shows through, light or dark."""
        return self.in_dark_themes(self.image())

    def image(self) -> str:
        """Return the `<img>` alone."""
        data = base64.b64encode(self.png).decode("ascii")
        kind = "" if self.has_areas else f'class="{LINES}" '
        return (
            f'<img {kind}alt="{escape(self.alt)}" width="{self.width}" '
            f'style="max-width:100%;height:auto" '
            f'src="data:image/png;base64,{data}">'
        )

    def in_dark_themes(self, html: str) -> str:
        """Return the HTML with the rule for dark themes, if the figure is to be brighter there."""
        return html if self.has_areas else html + BRIGHTER

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"


def whole_figure(ax: Axes | Figure) -> Figure:
    """Return the whole figure that the axes belong to."""
    figure = ax if isinstance(ax, Figure) else ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("These axes no longer belong to a figure: draw the figure again.")
    return figure


def describe(ax: Axes | Figure, alt: str) -> DescribedFigure:
    """Return the whole figure that `ax` belongs to, as an image with the alternative text `alt`.

    `alt` says in one or two sentences what the figure shows, for readers who cannot see it. The
    figure is closed. Call this in the last line of a cell, so that the notebook shows the image.
    Where all its axes are empty, their sentence takes the place of `alt`.
    Raises ValueError if `alt` is empty.

    >>> describe(plot_series(theta), alt="The year's temperatures as points.")  # doctest: +SKIP
    """
    if not alt.strip():
        raise ValueError("Say in `alt` what the figure shows, for readers who cannot see it.")
    figure = whole_figure(ax)
    say_in_language(figure)
    name_curves(figure)
    fit(figure)
    png = _as_png(figure)
    plt.close(figure)
    width = round(figure.get_size_inches()[0] * CSS_DPI)
    if has_nothing_to_draw(figure):
        alt = str(messages.NOTHING_TO_DRAW)
    return DescribedFigure(png, " ".join(alt.split()), width, _has_areas(figure))


def _has_areas(figure: Figure) -> bool:
    """Return whether colours stand for values, which must not change, or there are images."""
    collections = [one for ax in figure.axes for one in ax.collections]
    return any(ax.images for ax in figure.axes) or any(
        one.filled if isinstance(one, ContourSet) else one.get_array() is not None
        for one in collections
    )


class Canvas(FigureCanvasAgg):
    """Let figures of one size share a renderer: it remembers the sizes of texts and formulas."""

    def get_renderer(self) -> Any:
        """Return the renderer for figures of this size."""
        width, height = self.figure.bbox.size
        return _renderer(width, height, self.figure.dpi)


@lru_cache(maxsize=4)
def _renderer(width: float, height: float, dpi: float) -> Any:
    make: Any = RendererAgg
    return make(width, height, dpi)


def _as_png(figure: Figure) -> bytes:
    """Return the same image as `savefig` in half the time: draw once, and compress less."""
    figure.set_facecolor("none")
    figure.dpi = PIXEL_DPI
    canvas: Any = Canvas(figure)
    layout.draw(canvas)
    buffer = io.BytesIO()
    image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    image.save(buffer, format="PNG", compress_level=1, compress_type=RUN_LENGTHS)
    return buffer.getvalue()
