"""Predictions and pictures take their words from data, and say what is missing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest

import course_lib
from course_lib.lessons import words
from course_lib.lessons.pictures import picture
from course_lib.lessons.predictions import predict
from course_lib.plots.described import describe

EXAMPLE = """
[predictions.steeper]
question = "Where is the `slope` *steeper*?"
choices = [
    { text = "at 1 & 2", explanation = "It is 2 there." },
    { text = "at 3", explanation = "It is 6 there.", right = true },
]

[pictures.two_lines]
draw = "plot_lines"
title = "At rate {rate}, two lines"
xlabel = "x"
ylabel = "y"
alt = "Two lines rise, at rate {rate}."
ylim = [0, 9]
options = { every_point = true }

[pictures.decades]
draw = "plot_lines"
title = "From a hundredth up"
xlabel = "x"
ylabel = "y"
alt = "One line."
ylim = [0.01, 4.0]
options = { log_y = true }

[pictures.panels]
draw = "plot_lines"
titles = ["left of {middle}", "right of {middle}"]
xlabel = "x"
ylabel = "y"
alt = "Two panels with a line each."

[pictures.two_parts]
alt = "A line, and next to it bars for {many} names."

[[pictures.two_parts.parts]]
draw = "plot_lines"
title = "A line"
xlabel = "x"
ylabel = "y"

[[pictures.two_parts.parts]]
draw = "plot_bars"
title = "{many} bars"
xlabel = "name"
ylabel = "y"
options = { top = 5.0 }
"""
LINES = {"x": np.arange(4.0)}


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "example.toml").write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    words.words_of.cache_clear()


@pytest.mark.usefixtures("example")
def test_a_prediction_opens_without_a_script_and_without_a_kernel() -> None:
    shown = predict("steeper")._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    html = shown["text/html"]
    assert html.count('<details name="predict-steeper"') == 2
    assert "<script" not in html
    assert "<code>slope</code> <em>steeper</em>" in html
    assert "at 1 &amp; 2" in html
    assert html.count("<strong>Yes.</strong>") == 1


@pytest.mark.usefixtures("example")
def test_as_plain_text_the_choices_come_before_what_happens() -> None:
    lines = repr(predict("steeper")).splitlines()
    assert lines[0].startswith("Your guess?")
    assert [line.strip()[:2] for line in lines[1:]] == ["a.", "b.", "", "Wh", "a.", "b."]
    assert "Yes. It is 6 there." in lines[-1]


@pytest.mark.usefixtures("example")
def test_the_parts_of_a_picture_have_functions_and_words_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    axes: list[Any] = []

    def seen(ax: Any, alt: str) -> Any:
        axes.extend(ax.figure.axes)
        return describe(ax, alt)

    monkeypatch.setattr("course_lib.lessons.pictures.describe", seen)
    bars = {"": np.array([1.0, 2.0])}
    shown = picture("two_parts", (np.arange(4.0), LINES), (bars,), names=["a", "b"], many=2)
    assert shown.alt == "A line, and next to it bars for 2 names."
    assert [ax.get_title(loc="left") for ax in axes] == ["A line", "2 bars"]
    assert axes[1].get_ylim()[1] == 5.0


@pytest.mark.usefixtures("example")
def test_a_picture_has_its_words_and_what_the_cell_gives() -> None:
    shown = picture("two_lines", np.arange(4.0), LINES, rate=0.5)
    assert shown.alt == "Two lines rise, at rate 0.5."
    assert plt.get_fignums() == []


@pytest.mark.usefixtures("example")
def test_its_axes_have_the_words_too(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr("course_lib.lessons.pictures.describe", lambda ax, alt: drawn.append(ax))
    picture("two_lines", np.arange(4.0), LINES, rate=0.5, every_point=False)
    picture("panels", panels={"a": (np.arange(4.0), LINES), "b": (np.arange(4.0), LINES)}, middle=2)
    picture("panels", panels={"alone": (np.arange(4.0), LINES)}, middle=2)
    one, two, three = drawn
    assert one.get_title(loc="left") == "At rate 0.5, two lines"
    assert one.get_ylim() == (0, 9)
    assert one.lines[0].get_markevery() is not None
    titles = [ax.get_title(loc="left") for ax in two.get_figure().axes]
    assert titles == ["left of 2", "right of 2"]
    assert three.get_title(loc="left") == "alone"
    plt.close("all")


@pytest.mark.usefixtures("example")
def test_the_limits_decide_which_ticks_a_logarithmic_axis_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr("course_lib.lessons.pictures.describe", lambda ax, alt: drawn.append(ax))
    picture("decades", np.arange(4.0), {"x": 0.01 + np.arange(4.0)})
    ticks = [f"{tick:g}" for tick in drawn[0].get_yticks() if 0.009 < tick < 5]
    assert ticks == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]
    assert drawn[0].get_ylim() == (0.01, 4.0)
    plt.close("all")


@pytest.mark.usefixtures("example")
def test_an_unknown_name_is_said() -> None:
    with pytest.raises(ValueError, match=r"No lesson has a picture called 'steeper'"):
        picture("steeper")
    with pytest.raises(ValueError, match=r"No lesson has a prediction called"):
        predict("two_lines")


# --- the words of all lessons --------------------------------------------------------------------

TOPICS = sorted(path.stem for path in words.FOLDER.glob("*.toml"))


def test_names_are_unique_in_the_whole_course() -> None:
    for kind in words.KINDS:
        names = list(chain.from_iterable(words.words_of(topic).get(kind, {}) for topic in TOPICS))
        assert len(names) == len(set(names)), kind


class Balanced(HTMLParser):
    """Counts tags that are open."""

    depth = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


@pytest.mark.parametrize("topic", TOPICS)
def test_each_prediction_has_two_to_four_choices_and_one_is_right(topic: str) -> None:
    for name in words.words_of(topic).get("predictions", {}):
        asked = predict(name)
        assert 2 <= len(asked.choices) <= 4, name
        assert [choice.right for choice in asked.choices].count(True) == 1, name
        assert all(choice.text and len(choice.explanation) > 20 for choice in asked.choices), name
        html = Balanced()
        html.feed(asked.html())
        assert html.depth == 0


@pytest.mark.parametrize("topic", TOPICS)
def test_each_picture_is_drawn_by_a_function_and_has_a_text(topic: str) -> None:
    for name, entry in words.words_of(topic).get("pictures", {}).items():
        assert len(entry["alt"]) > 40, name
        for part in entry.get("parts", [entry]):
            function = part["draw"]
            assert ":" in function or function in course_lib.__all__, name
            assert set(part) <= {
                *("draw", "title", "titles", "xlabel", "ylabel", "zlabel", "alt", "animate"),
                *("xlim", "ylim", "xscale", "yscale", "columns", "height"),
                *("options", "panel_options"),
            } | {key for key in part if key.endswith(("_label", "_title", "_labels"))}, name
        assert "parts" not in entry or set(entry) <= {"parts", "alt", "height"}, name


@pytest.mark.parametrize("topic", TOPICS)
def test_the_notebook_uses_each_of_them_once_and_no_other(topic: str) -> None:
    root = Path(__file__).resolve().parents[3]
    text = (root / "notebooks" / topic / f"{topic}.ipynb").read_text(encoding="utf-8")
    for kind, call in (("pictures", "picture"), ("predictions", "(?:predict|guess)")):
        used = re.findall(rf"\b{call}\(\s*(?:\\n\",\s*\" *)?\\\"([a-z0-9_]+)\\\"", text)
        assert set(used) == set(words.words_of(topic).get(kind, {})), kind
