"""Sliders that draw a figure again with other numbers, where the notebook can show them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def sliders(draw: Callable[..., Any], **ranges: tuple[float, float, float, float]) -> Any:
    """A slider for each argument of `draw`: its name and (lowest, highest, step, at first).

    What `draw` returns is shown under the sliders, and anew whenever one is let go. They move only
    while Jupyter runs, so a figure that stands still belongs beside them.

    >>> sliders(lambda beta: describe(draw_averages(beta), alt="..."), beta=(0.5, 0.99, 0.01, 0.9))
    """
    from ipywidgets import FloatSlider, interactive

    def decimals(step: float) -> int:
        return max(0, -math.floor(math.log10(step)))

    controls = {
        name: FloatSlider(
            value=start,
            min=low,
            max=high,
            step=step,
            description=name,
            readout_format=f".{decimals(step)}f",
            continuous_update=False,
            style={"description_width": "initial"},
        )
        for name, (low, high, step, start) in ranges.items()
    }
    return interactive(draw, {"auto_display": True}, **controls)
