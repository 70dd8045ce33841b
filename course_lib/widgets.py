"""Sliders that draw a figure again with other numbers, where the notebook can show them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from course_lib.failures import CannotDraw
from course_lib.layout import Places, kept_places

STANDS_STILL = "Sliders ({names}). They move only while Jupyter runs."
NO_SUCH_RANGE = (
    "The slider {name!r} has {given}. It needs four numbers: the lowest, the highest, the step "
    "between two values, and the value at first, which lies between the ends."
)


def sliders(
    draw: Callable[..., Any],
    *,
    labels: Mapping[str, str] | None = None,
    **ranges: tuple[float, float, float, float],
) -> Any:
    """A slider for each argument of `draw`: its name and (lowest, highest, step, at first).

    What `draw` returns is shown under the sliders, and anew as they are moved, with the mouse or
    with the arrow keys. `labels` are what people read beside them; without, that is the argument's
    name with spaces. The figure's axes stay where they are. Sliders move only while Jupyter runs,
    so a figure that stands still belongs beside them. Raises CannotDraw for ranges of another form.

    >>> sliders(lambda beta: describe(draw_averages(beta), alt="..."), beta=(0.5, 0.99, 0.01, 0.9),
    ...     labels={"beta": "share kept, β"})
    """
    from ipywidgets import FloatSlider, Layout, interactive

    said = {name: (labels or {}).get(name, name.replace("_", " ")) for name in ranges}
    width = f"{max(map(len, said.values())) + 1}ch"
    controls = {
        name: FloatSlider(
            value=start,
            min=low,
            max=high,
            step=step,
            description=said[name],
            description_allow_html=False,
            tooltip=said[name],
            readout_format=f".{_decimals(step)}f",
            continuous_update=True,
            style={"description_width": width},
            layout=Layout(width="min(100%, 32rem)"),
        )
        for name, (low, high, step, start) in map(_checked, ranges.items())
    }
    places: Places = {}

    def draw_in_place(**values: float) -> Any:
        with kept_places(places):
            return draw(**values)

    class Sliders(interactive):  # type: ignore[misc]
        """Says in words what stands here, for pages in which no slider moves."""

        def __repr__(self) -> str:
            return STANDS_STILL.format(names=", ".join(said.values()))

    return Sliders(draw_in_place, **controls)


def _checked(
    entry: tuple[str, tuple[float, float, float, float]],
) -> tuple[str, tuple[float, float, float, float]]:
    name, given = entry
    try:
        low, high, step, start = given
        fits = low <= start <= high and low < high and 0 < step <= high - low
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise CannotDraw(NO_SUCH_RANGE.format(name=name, given=given))
    return entry


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step)))
