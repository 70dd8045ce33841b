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
from matplotlib.figure import Figure
from PIL import Image

from course_lib.plots import layout
from course_lib.plots.fonts import fit, say_in_language
from course_lib.plots.labels import name_curves

RUN_LENGTHS = 3
"""The strategy of zlib that is fastest for figures, and compresses them best."""

CSS_DPI, PIXEL_DPI = 100, 150
"""Shown at 100 pixels per inch and drawn at 150, so that it is sharp on high-density screens."""


@dataclass(frozen=True, repr=False)
class DescribedFigure:
    """A finished figure: its PNG, its alternative text, and its width in pixels."""

    png: bytes
    alt: str
    width: int

    def _repr_html_(self) -> str:
        """Return an `<img>` without a ground of its own: the page shows through, light or dark."""
        data = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{escape(self.alt)}" width="{self.width}" '
            f'style="max-width:100%;height:auto" '
            f'src="data:image/png;base64,{data}">'
        )

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
    return DescribedFigure(png, " ".join(alt.split()), width)


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
