"""Find a font for the words of a figure that Matplotlib's own font has no letters for.

Where there is none, the figure says in English what it can, and a sentence says what to install:
boxes in place of letters would tell nobody anything.
"""

from __future__ import annotations

import re
import textwrap
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from course_lib.language import SOURCE, current, translate, untranslate
from course_lib.plots import messages

CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Fonts with Chinese letters, the best first; the one for Japanese is a name of the same file."""

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

_KEY = re.compile(r"(?<![A-Za-z_\\$])[A-Za-z][a-z]{2,}(?:-[a-z]+)*(?![A-Za-z_(])")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")

_NOT_FIRST, _NOT_LAST = "，。；：！？、）”》", "（“《"
"""Marks that no line begins with, and those that none ends with."""
_PIECES = re.compile(
    rf"[{_NOT_LAST}]*(?:{_CHINESE.pattern}|(?:(?!{_CHINESE.pattern})\S)+\s*|\s+)[{_NOT_FIRST}]*"
)

_told: list[str] = []
"""What has been said in this process: once is enough."""


def say_in_language(figure: Figure) -> None:
    """Translate single words that code looks up, such as the key that names a curve."""
    if current() != SOURCE:
        for text in figure.findobj(Text):
            other = _said(text.get_text())
            if other != text.get_text():
                text.set_text(other)
        for ax in figure.axes:
            for axis in (ax.xaxis, ax.yaxis):
                names = [text.get_text() for text in axis.get_ticklabels()]
                others = [_said(name) for name in names]
                if others != names and isinstance(axis.get_major_locator(), FixedLocator):
                    axis.set_ticks(axis.get_ticklocs(), labels=others)
            artists: list[Any] = [*ax.lines, *ax.containers, *ax.collections]
            for artist in artists:
                label = artist.get_label()
                if isinstance(label, str) and label:
                    artist.set_label(_said(label))


def _said(text: str) -> str:
    """Return a text in the current language, and the keys in it too: `动量，mixed`."""
    other = translate(text)
    if other.isascii():
        return other
    other = _KEY.sub(lambda word: translate(word[0]), other)
    return _BETWEEN.sub("", other)


def fit(figure: Figure) -> None:
    """Give each text of a figure a font that has its letters, or else put it into English."""
    if current() == SOURCE:
        return
    texts = [text for text in figure.findobj(Text) if _CHINESE.search(text.get_text())]
    if not texts:
        return
    font = chinese_font()
    for text in texts:
        if font:
            text.set_fontfamily(_families(text.get_text(), font))
        else:
            text.set_text(_in_english(text.get_text()))
    if not font:
        _tell(messages.NO_FONT)


def _families(text: str, font: str) -> list[str]:
    """Return the fonts of a text; beside a formula, Matplotlib uses the first of them alone."""
    own = [*rcParams["font.family"]]
    return [font, *own] if text.count("$") > 1 else [*own, font]


@cache
def chinese_font() -> str | None:
    """Return the best font with Chinese letters that is installed; None if there is none."""
    manager = font_manager.fontManager
    if not {font.name for font in manager.ttflist} & {*CHINESE}:
        for file in font_manager.findSystemFonts(
            _FOLDERS
        ):  # Matplotlib's list may be older than a font
            if _FILES.search(Path(file).name):
                with suppress(Exception):  # a damaged file is no font
                    manager.addfont(file)
    files = {font.name: font.fname for font in manager.ttflist}
    return next((name for name in CHINESE if name in files and _can_be_read(files[name])), None)


_FOLDERS = [
    *font_manager.X11FontDirectories,
    *font_manager.OSXFontDirectories,
    *font_manager.MSUserFontDirectories,
    r"C:\Windows\Fonts",
]
_FILES = re.compile("NotoSansCJK|NotoSansSC|SourceHanSans|PingFang|msyh|simhei|wqy-|STHeiti", re.I)
"""The names of files with such fonts."""


def _can_be_read(file: str) -> bool:
    """Return whether a font's file is open to this process, which it is not in every sandbox."""
    with suppress(OSError), open(file, "rb"):
        return True
    return False


def columns(text: str) -> int:
    """Return how many letters wide a text is; a Chinese one takes the room of two.

    >>> columns("Adam 动量")
    9
    """
    return len(text) + len(_CHINESE.findall(text))


def wrapped(text: str, width: int) -> str:
    """Return a text in lines of at most so many letters; between Chinese ones it may break.

    No word is broken: one that is longer has a line of its own.
    """
    if columns(text) == len(text):
        lines = textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
        return "\n".join(lines or [text])
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)


def _in_english(text: str) -> str:
    """Return a text without letters that would be boxes."""
    return _CHINESE.sub("", untranslate(text, current())).strip()


def _tell(sentence: str) -> None:
    if sentence not in _told:
        _told.append(sentence)
        print(sentence)
