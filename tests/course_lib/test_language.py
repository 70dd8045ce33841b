"""Sentences are said in the language of the notebook, and in English where they have no other."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from course_lib import language
from course_lib.checking import messages
from course_lib.checking.judgement import not_written
from course_lib.own_notebook import METADATA_KEY

Speak = Callable[[dict[str, str]], None]


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speak]:
    """Return a function that makes a catalogue of the language `xx`."""

    def make(translations: dict[str, str]) -> None:
        catalogue = Catalog(charset="utf-8")
        for english, other in translations.items():
            catalogue.add(english, other)
        data = io.BytesIO()
        write_mo(data, catalogue)
        (tmp_path / "xx.mo").write_bytes(data.getvalue())
        language.forget()

    monkeypatch.setattr(language, "_folders", [tmp_path])
    yield make
    language.forget()


def test_messages_are_read_in_the_language_in_use(speak: Speak) -> None:
    speak({"{name}: not written yet.": "{name}：还没有写。"})

    with language.use("xx"):
        assert not_written("ewa").headline == "ewa：还没有写。"
    assert not_written("ewa").headline == "ewa: not written yet."


def test_messages_in_tables_are_translated_too(speak: Speak) -> None:
    speak({"The results are right, but they came in another order than the expected one.": "反了"})

    with language.use("xx"):
        assert messages.FORM["order"] == messages.FORM_HIDDEN["order"] == "反了"
        assert messages.FORM["spelling"].startswith("The word is right")


@pytest.mark.parametrize("data", [None, b"", b"not a catalogue"])
def test_english_takes_the_place_of_a_catalogue_that_cannot_be_read(
    speak: Speak, tmp_path: Path, data: bytes | None
) -> None:
    if data is not None:
        (tmp_path / "xx.mo").write_bytes(data)

    with language.use("xx"):
        assert language.translate("A sentence.") == "A sentence."


@pytest.mark.parametrize("name", ["../xx", "", "en", "XX/..", "xx\0"])
def test_a_strange_language_is_english(speak: Speak, name: str) -> None:
    speak({"A sentence.": "一句话。"})

    with language.use(name):
        assert language.translate("A sentence.") == "A sentence."
    assert language.of_metadata({METADATA_KEY: {"language": name}}) == "en"


def test_the_language_of_a_kernel_is_that_of_its_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shell:
        user_ns: ClassVar[dict[str, str]] = {}

    class IPython:
        get_ipython = Shell

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    for name, metadata in (("zh", {"optimization_course": {"language": "zh"}}), ("en", {})):
        text = json.dumps({"cells": [], "metadata": metadata})
        (tmp_path / f"{name}.ipynb").write_text(text, encoding="utf-8")

    language.forget()
    assert language.of_this_notebook() == "en", "the folder's notebooks disagree"
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "zh.ipynb"))
    language.forget()
    assert language.of_this_notebook() == "zh"
    monkeypatch.delenv("JPY_SESSION_NAME")
    (tmp_path / "en.ipynb").unlink()
    language.forget()
    assert language.of_this_notebook() == "zh", "the only notebook of the folder"
    language.forget()


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "中文"),
        ("gb18030", "中文"),
        ("cp936", "中文"),
        ("ascii", "one"),
        ("cp1252", "one"),
    ],
)
def test_a_terminal_without_the_letters_gets_english(
    speak: Speak, monkeypatch: pytest.MonkeyPatch, encoding: str, said: str
) -> None:
    speak({"one": "中文"})
    monkeypatch.setenv(language.VARIABLE, "xx")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))

    assert language.translate("one") == said
