"""`animate`: draw the paths of a figure step by step, as an image that plays once."""

from __future__ import annotations

import base64
import io
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.described import DescribedFigure, describe, whole_figure
from course_lib.plots.fonts import fit, say_in_language
from course_lib.plots.labels import name_curves
from course_lib.plots.style import INK, PATH, house_style

FRAMES = 60
"""Maximum number of frames; of longer paths, only every second, third, ... step is shown."""

LONGEST = 0.2
"""Maximum seconds per frame, however few frames there are."""

PIXEL_DPI = 100
"""Sharp enough, and small enough for a page: 200 kB for forty steps."""


@dataclass(frozen=True, repr=False)
class MovingFigure(DescribedFigure):
    """An animated PNG, which also contains the finished figure for programs without animation."""

    still: bytes = b""

    def _repr_html_(self) -> str:
        """Return the animation, with the finished figure for readers who prefer reduced motion."""
        still = base64.b64encode(self.still).decode("ascii")
        return self.in_dark_themes(
            '<picture><source media="(prefers-reduced-motion: reduce)" '
            f'srcset="data:image/png;base64,{still}">{self.image()}</picture>'
        )


@house_style()
def animate(ax: Axes | Figure, alt: str, *, seconds: float = 4.0) -> MovingFigure:
    """Return the figure as `describe` does, but with paths that grow step by step.

    The animation plays once, for at most `seconds`, and ends with the finished figure; run the cell
    again to replay it. It needs no script, so it also plays in a web page made from the notebook.
    Readers who prefer reduced motion see the finished figure, and `alt` is read to those who cannot
    see it. Raises CannotDraw if the figure has no paths.

    >>> animate(plot_paths(Ravine(), {"momentum": path}, title="A ball that rolls",
    ...     xlabel="$w_1$", ylabel="$w_2$", minimum_label="minimum"),
    ...     alt="The ball swings from wall to wall, and comes to rest.")  # doctest: +SKIP
    """
    if not 1 <= seconds <= 5:
        raise CannotDraw(messages.TOO_LONG.format(seconds=seconds))
    figure = whole_figure(ax)
    paths = [line for axes in figure.axes for line in axes.lines if line.get_gid() == PATH]
    if not paths:
        raise CannotDraw(messages.NO_PATHS)
    say_in_language(figure)
    name_curves(figure)
    fit(figure)
    frames = _frames(figure, paths)
    described = describe(figure, alt)
    frame_seconds = min(LONGEST, seconds / len(frames))
    moving, still = _moving(frames, frame_seconds)
    return MovingFigure(moving, described.alt, described.width, described.has_areas, still)


def _frames(figure: Figure, paths: list[Any]) -> list[Image.Image]:
    """Return frames with the paths up to later and later steps; the last has the whole paths."""
    whole = [np.asarray(line.get_xydata()) for line in paths]
    heads = [_head(line) for line in paths]
    moving = [line for axes in figure.axes for line in axes.lines]
    dpi, figure.dpi = figure.dpi, PIXEL_DPI
    figure.set_facecolor("none")
    canvas: Any = FigureCanvasAgg(figure)
    for line in moving:
        line.set_animated(True)
    canvas.draw()
    ground = canvas.copy_from_bbox(figure.bbox)
    frames = []
    for step in _steps(max(len(points) for points in whole) - 1):
        canvas.restore_region(ground)
        for line, head, points in zip(paths, heads, whole, strict=True):
            line.set_data(*points[: step + 1].T)
            head.set_data(points[[min(step, len(points) - 1)]].T)
        for line in moving:
            line.draw(canvas.get_renderer())
        frames.append(_with_few_colours(np.asarray(canvas.buffer_rgba())))
    for line in moving:
        line.set_animated(False)
    for head in heads:
        head.remove()
    figure.dpi = dpi
    return frames


def _with_few_colours(pixels: Any) -> Image.Image:
    """Return a frame with eight degrees of opacity and fewer colours, which is a third as large."""
    few = pixels.astype(np.uint16)
    few[..., 3] = (few[..., 3] + 18) // 36 * 36
    few[..., :3] = few[..., :3] // 16 * 16 + 8
    few[few[..., 3] == 0] = 0
    return Image.fromarray(np.minimum(few, 255).astype(np.uint8))


def _steps(last: int) -> list[int]:
    """Return the steps to show, from 0 to the last one."""
    apart = max(1, -(-last // (FRAMES - 1)))
    return [*range(0, last, apart), last]


def _head(line: Any) -> Any:
    """Draw a large marker at the current end of a path."""
    look = {"color": line.get_color(), "mec": INK, "markersize": 9, "zorder": 6}
    return line.axes.plot([], [], line.get_marker(), **look)[0]


def _moving(frames: list[Image.Image], frame_seconds: float) -> tuple[bytes, bytes]:
    """Return the frames as a PNG that plays once, and its default image, the last frame."""
    mark = PngImagePlugin.PngInfo()
    mark.add_text(
        "Made", str(time.time_ns())
    )  # otherwise a browser takes it for the one it has already played
    moving, still = io.BytesIO(), io.BytesIO()
    frames[-1].save(still, format="PNG", optimize=True)
    frames[-1].save(
        moving,
        format="PNG",
        save_all=True,
        append_images=frames,
        default_image=True,
        duration=round(1000 * frame_seconds),
        loop=1,
        pnginfo=mark,
    )
    return moving.getvalue(), still.getvalue()
