"""Place the axes of a figure: compute their positions, or reuse those of the last figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from matplotlib.figure import Figure

Places = dict[Any, list[Any]]
"""Size of a figure and number of its axes -> the positions of these."""

_KEPT: ContextVar[Places | None] = ContextVar("places", default=None)


@contextmanager
def kept_places(places: Places) -> Iterator[None]:
    """Keep the positions of axes in figures of the same size and number of axes, in a block.

    So axes do not jump from one figure to the next, and drawing takes half the time: computing
    positions means measuring every text several times. If a number or a legend would be cut off,
    the positions are computed again.
    """
    token = _KEPT.set(places)
    try:
        yield
    finally:
        _KEPT.reset(token)


def draw(canvas: Any) -> None:
    """Draw the figure of a canvas."""
    figure, positions = canvas.figure, _KEPT.get()
    if positions is None:
        canvas.draw()
        return
    form = (*figure.get_size_inches(), len(figure.axes))
    if form in positions:
        engine = figure.get_layout_engine()
        figure.set_layout_engine("none")
        for ax, place in zip(figure.axes, positions[form], strict=True):
            ax.set_position(place)
        canvas.draw()
        if _nothing_is_cut(figure, canvas.get_renderer()):
            return
        for ax in figure.axes:
            ax.set_in_layout(True)
        figure.set_layout_engine(engine)
    canvas.draw()
    positions[form] = [ax.get_position(original=True) for ax in figure.axes]


def _nothing_is_cut(figure: Figure, renderer: Any) -> bool:
    boxes: list[Any] = []
    for ax in figure.axes:
        legend = ax.get_legend()
        boxes += [ax.xaxis.get_tightbbox(renderer), ax.yaxis.get_tightbbox(renderer)]
        boxes += [legend.get_window_extent(renderer)] if legend else []
    left, low, right, high = figure.bbox.extents
    return all(
        box.x0 >= left and box.x1 <= right and box.y0 >= low and box.y1 <= high
        for box in boxes
        if box is not None
    )
