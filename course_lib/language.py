"""Say everything in the language of the notebook: find the translations of whole sentences.

English is the source. Sentences are constants of modules called `messages`, and an attribute of
such a module, `messages.NOT_WRITTEN`, is the sentence in the current language. Where a translation
is missing, the English sentence takes its place.
"""

from __future__ import annotations

import gettext
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import ModuleType
from typing import Any

from course_lib.own_notebook import METADATA_KEY, own_metadata

SOURCE = "en"
"""The language in which the course is written."""

VARIABLE = "COURSE_LANGUAGE"
"""The environment variable that sets the language outside a notebook."""

_TAG = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]{2,4})?")

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_folders: list[Traversable] = [resources.files("course_lib") / "languages"]
"""Where the catalogues are, `LANGUAGE.mo`; the first one that has a sentence translates it."""


@cache
def _add_folder_of(package: str) -> None:
    """Look for catalogues in the folder of another package too, after those that are known."""
    folder = resources.files(package) / "languages"
    if folder not in _folders:
        _folders.append(folder)
        _catalogues.cache_clear()


def forget() -> None:
    """Read the catalogues anew, and look again which language the notebook has."""
    _catalogues.cache_clear()
    _patterns.cache_clear()
    _english.cache_clear()
    of_this_notebook.cache_clear()


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, besides English."""
    return tuple(sorted({file.name.removesuffix(".mo") for file in catalogue_files()}))


def catalogue_files() -> tuple[Traversable, ...]:
    """Return all compiled catalogues that translate something."""
    found = []
    for folder in _folders:
        with suppress(OSError):
            files = sorted(folder.iterdir(), key=lambda file: file.name)
            found += [file for file in files if file.name.endswith(".mo")]
    return tuple(found)


@contextmanager
def use(language: str | None) -> Iterator[None]:
    """Say everything in this language within a block; None stands for English."""
    token = _chosen.set(language or SOURCE)
    try:
        yield
    finally:
        _chosen.reset(token)


def choose(language: str) -> None:
    """Say everything in this language from now on."""
    _chosen.set(language)


def current() -> str:
    """Return the chosen language, or else that of the notebook that runs in this process."""
    return _chosen.get() or of_this_notebook()


def translate(text: str, language: str | None = None) -> str:
    """Return the text in a language, by default the current one; the text itself if there is none.

    >>> translate("A sentence that nobody has translated.", "zh")
    'A sentence that nobody has translated.'
    """
    language = language or current()
    if language == SOURCE or not text:
        return text
    for catalogue in _catalogues(language):
        found = catalogue.gettext(text)
        if found != text:
            return found
    return text


def whole_message(text: str, to: str | None = None) -> str:
    """Return a message without fields in a language, whatever language it is in."""
    for language in languages():
        if english := _english(language).get(text):
            return translate(english, to)
    return translate(text, to)


@cache
def _english(language: str) -> dict[str, str]:
    """Return translation -> English text."""
    pairs = [getattr(catalogue, "_catalog", {}) for catalogue in _catalogues(language)]
    return {
        other: text
        for one in pairs
        for text, other in one.items()
        if isinstance(other, str) and text
    }


def untranslate(text: str, language: str) -> str:
    """Return the English text of a translation, with the values of its fields; else the text."""
    for pattern, english in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            return _filled(english, found.groups())
    return text


def _filled(text: str, values: Iterable[str]) -> str:
    """Return a text with these values in place of its fields."""
    rest = iter(values)
    return _FIELD.sub(lambda _: next(rest, ""), text)


_FIELD = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Return what finds the English text of a translation, whose fields are in the same order.

    The most definite come first: those with the most text between their fields.
    """
    found = []
    for catalogue in _catalogues(language):
        pairs: dict[Any, str] = getattr(catalogue, "_catalog", {})
        for english, other in pairs.items():
            if not isinstance(english, str) or not english:
                continue
            if _FIELD.findall(english) == _FIELD.findall(other):
                pieces = [re.escape(piece) for piece in _FIELD.split(other)]
                found.append((sum(map(len, pieces)), "(.+?)".join(pieces), english))
    found.sort(key=lambda one: -one[0])
    return [(re.compile(words, re.DOTALL), english) for length, words, english in found if length]


@cache
def _catalogues(language: str) -> tuple[gettext.NullTranslations, ...]:
    if not _TAG.fullmatch(language):
        return ()
    found = []
    for folder in _folders:
        with suppress(Exception):  # damaged, or not there: English remains
            data = (folder / f"{language}.mo").read_bytes()
            found.append(gettext.GNUTranslations(io.BytesIO(data)))
    return tuple(found)


def translated(value: Any) -> Any:
    """Return a sentence, or sentences in a dictionary or tuple, in the current language."""
    if isinstance(value, str):
        return translate(value)
    if isinstance(value, dict):
        return {key: translated(item) for key, item in value.items()}
    return tuple(map(translated, value)) if type(value) is tuple else value


class _Messages(ModuleType):
    """A module whose constants are read in the current language."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        return translated(value) if name.isupper() else value


def holds_messages(module: str) -> None:
    """Let the constants of a module be read in the current language; called at its end.

    The catalogues of its package are in the folder `languages` there.
    """
    sys.modules[module].__class__ = _Messages
    _add_folder_of(module.partition(".")[0])


@cache
def of_this_notebook() -> str:
    """Return the language of the notebook whose kernel this is; English if it is not known.

    Jupyter and Visual Studio Code tell a kernel the notebook's path. Elsewhere the notebooks in
    the working directory count, if they agree. Where the terminal lacks the language's letters,
    English remains.
    """
    named = os.environ.get(VARIABLE)
    found = {named} if named else {_of_own(own) for own in own_metadata()}
    language = found.pop() if len(found) == 1 else SOURCE
    return language if can_be_shown(language) else SOURCE


def can_be_shown(language: str) -> bool:
    """Return whether what is printed here may have the letters of a language.

    A terminal with a code page or a locale that lacks them would show nothing of use.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    catalogues: Any = _catalogues(language)
    texts = [t for c in catalogues for t in list(c._catalog.values())[:50] if isinstance(t, str)]
    try:
        "".join(filter(str.isalpha, "".join(texts))).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def of_metadata(metadata: Any) -> str:
    """Return the language that a notebook's metadata names; English if they name none."""
    return _of_own(metadata.get(METADATA_KEY) if isinstance(metadata, Mapping) else None)


def counted(forms: Mapping[str, str], count: float, **words: Any) -> str:
    """Return the sentence for one thing or for many, with the count and other words filled in.

    >>> counted({"one": "{count} page is left.", "many": "{count} pages are left."}, 1)
    '1 page is left.'
    """
    return forms["one" if count == 1 else "many"].format(count=count, **words)


def in_a_row(*parts: str) -> str:
    """Return sentences behind each other: with a space between them, but none behind a wide mark.

    >>> in_a_row("One.", "Two."), in_a_row("一。", "二。")
    ('One. Two.', '一。二。')
    """
    text = ""
    for part in filter(None, parts):
        text += " " * (bool(text) and text[-1] not in _WIDE) + part
    return text


_WIDE = "。！？；：，）”"


def html_tag(language: str) -> str:
    """Return a language as pages name it."""
    return {"zh": "zh-CN"}.get(language, language)


def _of_own(own: Any) -> str:
    language = own.get("language") if isinstance(own, Mapping) else None
    return language if isinstance(language, str) and _TAG.fullmatch(language) else SOURCE
