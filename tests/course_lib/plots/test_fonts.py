"""A figure in Chinese has Chinese letters, or English words where no font has them: no boxes."""

import warnings
from collections.abc import Iterator
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text

from course_lib import language
from course_lib.plots import fonts, labels
from course_lib.plots.described import describe
from course_lib.plots.lines import plot_lines

WORDS = {
    "learning rate": "学习率",
    "momentum": "动量",
    "Cost after {n} steps": "走 {n} 步之后的代价",
    "cost $J$": "代价 $J$",
}


class Chinese(dict[str, str]):
    """A catalogue with these words alone."""

    _catalog = WORDS

    def gettext(self, text: str) -> str:
        return WORDS.get(text, text)


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    language.forget()
    monkeypatch.setattr(language, "_catalogues", cache(lambda _: (Chinese(),)))
    monkeypatch.setattr(fonts, "_told", [])
    with language.use("zh"):
        yield
    language.forget()


def drawn(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], str]:
    """The texts of a figure after it was shown, and what was printed."""
    ax = plot_lines(
        np.array([1.0, 2.0]),
        {"momentum": np.array([1.0, 2.0])},
        title="走 3 步之后的代价",
        xlabel="学习率",
        ylabel="代价 $J$",
    )
    figure = ax.figure
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        describe(ax, alt="一条线。")
        figure.canvas.draw()
    texts = [text.get_text() for text in figure.findobj(Text)]
    plt.close("all")
    return [text for text in texts if text], capsys.readouterr().out


@pytest.mark.needs("chinese_font")
def test_chinese_words_have_a_font(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    texts, said = drawn(capsys)

    assert {"走 3 步之后的代价", "学习率", "代价 $J$", "动量"} <= {
        t.replace("\n", "") for t in texts
    }
    assert said == ""
    assert not caplog.messages, "a letter that a formula's font lacks is only logged"


def test_without_a_font_the_words_are_english_and_a_sentence_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)

    texts, said = drawn(capsys)

    assert {"Cost after 3 steps", "learning rate", "cost $J$", "momentum"} <= set(texts)
    assert "Noto Sans CJK" in said
    assert drawn(capsys)[1] == "", "once is enough"


def test_the_names_on_an_axis_are_translated() -> None:
    figure, ax = plt.subplots()
    ax.set_xticks([0, 1], labels=["走 momentum", "你的 momentum_step"])
    fonts.say_in_language(figure)
    assert [text.get_text() for text in ax.get_xticklabels()] == ["走动量", "你的 momentum_step"]
    plt.close("all")


def test_names_of_curves_break_between_chinese_letters() -> None:
    assert (
        fonts.wrapped("没有偏差修正的 Adam，学习率 0.1", 12)
        == "没有偏差修正\n的 Adam，学\n习率 0.1"
    )
    assert fonts.wrapped("在根号外面（PyTorch、Adam）", 14) == "在根号外面\n（PyTorch、\nAdam）"
    assert labels._wrapped("批统计量，排好序的数字") == "批统计量，\n排好序的数字"
    assert fonts.wrapped("gradient descent here", 12) == "gradient\ndescent here"


def test_names_of_curves_are_broken_between_words_alone() -> None:
    assert labels._wrapped("from zero, bias-corrected") == "from zero,\nbias-corrected"
    assert fonts.wrapped("a backpropagation", 12) == "a\nbackpropagation"
