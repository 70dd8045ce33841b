"""Sliders that redraw a figure with other numbers, where the notebook supports them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.layout import Places, kept_places


def sliders(
    draw: Callable[..., Any],
    *,
    labels: Mapping[str, str] | None = None,
    **ranges: tuple[float, float, float, float],
) -> Any:
    """Show a slider for each argument of `draw`: its name and (lowest, highest, step, initial).

    The result of `draw` is shown below the sliders, and updated when one is moved, with the mouse,
    with the arrow keys, or by typing a number into the field next to it. `labels` replace the
    default labels, which are the arguments' names with spaces. The figure's axes do not move.
    Sliders work only while Jupyter is running, so show a static figure next to them. Raises
    CannotDraw for ranges of another form.

    >>> sliders(lambda beta: describe(draw_averages(beta), alt="..."), beta=(0.5, 0.99, 0.01, 0.9),
    ...     labels={"beta": "share kept, β"})
    """
    from ipywidgets import FloatSlider, Layout, interactive

    texts = {name: (labels or {}).get(name, name.replace("_", " ")) for name in ranges}
    places: Places = {}

    def draw_in_place(**values: float) -> Any:
        with kept_places(places):
            return draw(**{name: _rounded(value) for name, value in values.items()})

    class Sliders(interactive):  # type: ignore[misc]
        """Return a text instead of the sliders, for pages where they do not work."""

        def __repr__(self) -> str:
            return messages.STANDS_STILL.format(names=", ".join(texts.values()))

    widget = Sliders(
        draw_in_place,
        {"auto_display": True},
        **{
            name: FloatSlider(
                min=low,
                max=high,
                step=step,
                value=start,
                readout=False,
                continuous_update=True,
                tooltip=texts[name],
                layout=Layout(width="18rem"),
            )
            for name, (low, high, step, start) in map(_checked, ranges.items())
        },
    )
    width = max(map(len, texts.values()), default=0)
    pairs = zip(widget.children[:-1], texts.values(), strict=True)
    widget.children = [*(_row(slider, label, width) for slider, label in pairs), widget.out]
    return widget


def _row(slider: Any, label: str, width: int) -> Any:
    """Return a slider and a field with its label, which has room for `width` characters."""
    from ipywidgets import BoundedFloatText, HBox, Layout, link

    slider.description = ""  # the default is the argument's name
    # A screen reader finds no name for the slider, but it reads the label of this field.
    field = BoundedFloatText(
        min=slider.min,
        max=slider.max,
        step=slider.step,
        value=slider.value,
        description=label,
        description_allow_html=False,
        style={"description_width": f"{width + 1}ch"},
        layout=Layout(width=f"{width + 12}ch"),
    )
    link((slider, "value"), (field, "value"), (_rounded, _rounded))
    return HBox([field, slider], layout=Layout(flex_flow="row wrap"))


def _rounded(value: float) -> float:
    """Return a value without the rounding error of adding steps, as in 0.31999999999999995."""
    return round(value, 9)


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
        raise CannotDraw(messages.NO_SUCH_RANGE.format(name=name, given=given))
    return entry
