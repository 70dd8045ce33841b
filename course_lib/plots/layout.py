"""Place the axes of a figure: compute their positions, or reuse those of the last figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from matplotlib.figure import Figure

Places = dict[Any, Any]
"""Size of a figure and number of its axes -> the positions of these, and the texts that fit."""

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
    figure, places = canvas.figure, _KEPT.get()
    if places is None:
        canvas.draw()
        return
    form = (*figure.get_size_inches(), len(figure.axes))
    if form in places:
        positions, fitting = places[form]
        engine = figure.get_layout_engine()
        figure.set_layout_engine("none")
        for ax, place in zip(figure.axes, positions, strict=True):
            ax.set_position(place)
        canvas.draw()
        texts = _texts_at_edges(figure)
        if texts in fitting or _nothing_is_cut(figure, canvas.get_renderer()):
            fitting.add(texts)
            return
        for ax in figure.axes:
            ax.set_in_layout(True)
        figure.set_layout_engine(engine)
    canvas.draw()
    positions = [ax.get_position(original=True) for ax in figure.axes]
    places[form] = positions, {_texts_at_edges(figure)}


def _texts_at_edges(figure: Figure) -> tuple[str, ...]:
    """Return the texts on which it depends whether something is cut off."""
    found = []
    for ax in figure.axes:
        found += [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts]
        legend = ax.get_legend()
        found += legend.get_texts() if legend else []
    return tuple(text.get_text() for text in found)


def _nothing_is_cut(figure: Figure, renderer: Any) -> bool:
    boxes: list[Any] = []
    for ax in figure.axes:
        legend = ax.get_legend()
        boxes += [ax.xaxis.get_tightbbox(renderer), ax.yaxis.get_tightbbox(renderer)]
        boxes += [legend.get_window_extent(renderer)] if legend else []
        boxes += [text.get_window_extent(renderer) for text in ax.texts if text.get_in_layout()]
    left, low, right, high = figure.bbox.extents
    return all(
        box.x0 >= left and box.x1 <= right and box.y0 >= low and box.y1 <= high
        for box in boxes
        if box is not None
    )
