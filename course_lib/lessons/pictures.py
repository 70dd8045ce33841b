"""`picture`: draw what an experiment found, with the words that its lesson has for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from matplotlib.axes import Axes

from course_lib.language import translate
from course_lib.lessons.words import find_words
from course_lib.plots.animation import animate
from course_lib.plots.described import DescribedFigure, describe, whole_figure
from course_lib.plots.lines import plain_ticks
from course_lib.plots.style import HEIGHT, INK, new_panels

AXES = ("xlim", "ylim", "xscale", "yscale")


def picture(
    name: str,
    *data: Any,
    panels: Mapping[str, tuple[Any, ...]] | None = None,
    **details: Any,
) -> DescribedFigure:
    """Return the picture `name` of a lesson, drawn from `data`; call this in a cell's last line.

    Title, labels and alternative text come from the lesson's `words/TOPIC.toml`, table
    `pictures.NAME`; so does the function that draws, `draw`, which gets `data`. With `panels`, it
    draws one panel for each entry: the key is the panel's title, unless the words have a list
    `titles` of that length; the value is a tuple of the data.

    A picture whose words have `parts`, a list of such tables, has one panel for each, with a
    drawing function of its own; each item of `data` is then a tuple, the data of one part.

    `details` fill the places in braces in the words, such as {beta}; those that the drawing
    function has a parameter for are passed to it as well, in place of the words' own value.
    Raises ValueError if there is no such picture.

    >>> picture("three_rates", panels={"0.1": (cost, {"": path})})  # doctest: +SKIP
    """
    words = find_words("pictures", name)
    if "parts" in words:
        return describe(_draw_parts(words, data, details), _filled(words["alt"], details))
    draw = _drawing_function(words["draw"])
    known = set(inspect.signature(draw).parameters)
    given = {key: value for key, value in details.items() if key in known}
    options = words.get("options", {}) | given
    if panels is None:
        labels = {key: _filled(words[key], details) for key in words if key in known}
        ax = draw(*data, **labels, **options)
        _set_axes(ax, words)
    else:
        ax = _draw_panels(draw, panels, words, options, partial(_filled, details=details))
    show = animate if words.get("animate") else describe
    return show(ax, _filled(words["alt"], details))


def _draw_panels(
    draw: Callable[..., Axes],
    panels: Mapping[str, tuple[Any, ...]],
    words: Mapping[str, Any],
    options: Mapping[str, Any],
    filled: Callable[[str], str],
) -> Axes:
    titles = words.get("titles", ())
    columns = words.get("columns", len(panels))
    rows = -(-len(panels) // columns)
    axes = new_panels(columns, rows=rows, height=words.get("height", HEIGHT))
    known = set(inspect.signature(draw).parameters)
    labels = {key: filled(words[key]) for key in words if key in known and key != "title"}
    for i, (ax, (key, data)) in enumerate(zip(axes, panels.items(), strict=False)):
        title = filled(titles[i]) if len(titles) == len(panels) else key
        inner = {"ylabel": i % columns > 0, "xlabel": i + columns < len(panels)}
        own = {key: "" if inner.get(key) else text for key, text in labels.items()}
        more = words["panel_options"][i] if i < len(words.get("panel_options", ())) else {}
        more = {**options, **more}
        of_axes = {key: more.pop(key) for key in AXES if key in more}
        draw(*data, title=title, **own, **more, ax=ax)
        _set_axes(ax, {**words, **of_axes})
    for ax in axes[len(panels) :]:
        ax.remove()
    _keep_one_legend(axes[: len(panels)])
    if words.get("title"):
        look: dict[str, Any] = {"x": 0.01, "ha": "left", "fontweight": "bold", "color": INK}
        whole_figure(ax).suptitle(filled(words["title"]), fontsize=12, **look)
    return ax


def _keep_one_legend(axes: list[Axes]) -> None:
    """Remove the legends that say the same as that of the first panel."""
    legends = [legend for ax in axes if (legend := ax.get_legend()) is not None]
    names = [[text.get_text() for text in legend.get_texts()] for legend in legends]
    for legend, own in zip(legends[1:], names[1:], strict=True):
        if own == names[0]:
            legend.remove()


def _draw_parts(
    words: Mapping[str, Any], data: tuple[Any, ...], details: Mapping[str, Any]
) -> Axes:
    """Draw each part of a picture with its own function, data and words, side by side."""
    axes = new_panels(len(words["parts"]), height=words.get("height", HEIGHT))
    for part, one, ax in zip(words["parts"], data, axes, strict=True):
        draw = _drawing_function(part["draw"])
        known = set(inspect.signature(draw).parameters)
        labels = {key: _filled(part[key], details) for key in part if key in known}
        given = {key: value for key, value in details.items() if key in known}
        draw(*one, **labels, **part.get("options", {}), **given, ax=ax)
        _set_axes(ax, part)
    return axes[0]


def _filled(words: Any, details: Mapping[str, Any]) -> Any:
    """Return a text, or each of a list of texts, translated and with its places filled."""
    if isinstance(words, list):
        return [_filled(text, details) for text in words]
    text = translate(words)
    return text.format(**details) if details else text


def _drawing_function(name: str) -> Callable[..., Any]:
    """Return a function of `course_lib` by its public name, or by `module:name` inside it."""
    module, _, inside = name.rpartition(":")
    found: Callable[..., Any] = getattr(
        import_module(f"course_lib.{module}" if module else "course_lib"), inside
    )
    return found


def _set_axes(ax: Any, words: Mapping[str, Any]) -> None:
    if isinstance(ax, Axes):
        ax.set(**{key: words[key] for key in AXES if key in words})
        if "ylim" in words and ax.get_yscale() == "log":
            # which ticks are best depends on the limits, not on the data
            plain_ticks(ax.yaxis, decades=3)
