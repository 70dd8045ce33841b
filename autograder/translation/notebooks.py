"""Translate a notebook: its texts and the words in its code, but no name and no number."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from autograder.translation import code, markdown
from autograder.translation.markdown import Translate
from course_lib import language
from course_lib.checking.explanations import KEY as ANSWERS
from course_lib.own_notebook import METADATA_KEY


def messages_of(notebook: Any) -> Iterator[tuple[str, str]]:
    """Yield (the cell's ID and the number in it, the message) of all that students see."""
    names = _own_names(notebook)
    for cell in notebook["cells"]:
        if is_translated(cell):
            found = _messages(cell, names)
            yield from ((f"{cell['id']}.{number}", text) for number, text in enumerate(found))


def figure_words_of(notebook: Any) -> Iterator[str]:
    """Yield single words in code that only figures translate."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield from code.figure_words(_source(cell))


def translated(notebook: Any, to: str) -> Any:
    """Return a copy of a notebook in another language, which its metadata name.

    What has no translation stays in English.
    """

    def translate(text: str) -> str:
        return language.translate(text, to)

    return in_words(notebook, to, translate)


def in_words(notebook: Any, to: str, translate: Translate) -> Any:
    """Return a copy of a notebook whose messages are what `translate` makes of them."""
    notebook = copy.deepcopy(notebook)
    names = _own_names(notebook)
    for cell in notebook["cells"]:
        if is_translated(cell) and cell["cell_type"] == "code":
            cell["source"] = code.translated(_source(cell), translate, names)
        elif is_translated(cell):
            cell["source"] = markdown.translated(_source(cell), translate)
    own = notebook["metadata"].setdefault(METADATA_KEY, {})
    own["language"] = to
    for told in own.get(ANSWERS, {}).values():
        told["why"] = {choice: translate(why) for choice, why in told["why"].items()}
    return notebook


def is_translated(cell: Any) -> bool:
    """Return whether students see this cell: a model answer is for the instructor alone."""
    answer = cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] != "code"
    return not answer or _source(cell).startswith("*")


def _own_names(notebook: Any) -> code.Names:
    return code.own_names(_source(c) for c in notebook["cells"] if c["cell_type"] == "code")


def _messages(cell: Any, names: code.Names) -> list[str]:
    source = _source(cell)
    is_code = cell["cell_type"] == "code"
    return code.messages_of(source, names) if is_code else markdown.messages_of(source)


def _source(cell: Any) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
