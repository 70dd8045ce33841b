"""Find a written answer that does not stand in its own cell, and put it there for its marker."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from nbformat import NotebookNode

from autograder import messages
from autograder.notebook.lesson import Lesson, is_locked, is_open
from autograder.notebook.prose import (
    counts_as_long,
    is_prose,
    only_words,
    without_headings,
)
from autograder.translation.stubs import TEXT_STUB
from course_lib.cell_text import plain
from course_lib.language import SOURCE, languages, translate

MOST_TEXTS = 5
"""Texts that are shown of those that are not near."""
MOST_SIGNS = 20_000
"""Characters of each text that is shown."""


@dataclass(frozen=True)
class Item:
    """A cell of the rebuilt notebook; `key` is None for one of the student's own.

    `replaces` says that a text stands in place of the lesson's lines, as in another release, and
    `added` that the submission lacks this cell.
    """

    key: str | None
    cell: NotebookNode
    replaces: bool = False
    added: bool = False


def put_in_place(items: Sequence[Item], lesson: Lesson, deleted: Container[str] = ()) -> set[str]:
    """Put what was written elsewhere into written answers that are empty, and say so there.

    What was written near is the answer. What stands farther away may be notes: it is shown to the
    marker, so that nobody is told that there is no answer. So are few words, where the cell was
    `deleted`. Returns the keys of these answers.
    """
    found = set()
    for i, item in enumerate(items):
        if not _is_answer(item) or item.cell.get("attachments"):
            continue
        own = _written(item, lesson)
        if not counts_as_long(own) and (
            texts := _texts(items, i, lesson, own, item.key in deleted)
        ):
            sentence, cells = texts
            _fill(item.cell, [*filter(None, [own]), sentence], cells)
            found.add(str(item.key))
    return found


def _is_answer(item: Item) -> bool:
    return item.key is not None and item.cell.cell_type != "code" and is_open(item.cell)


def _written(item: Item, lesson: Lesson) -> str:
    return without_stub(item.cell.source, lesson.cells[str(item.key)].source)


def without_stub(source: str, released: str) -> str:
    """Return what a student wrote of a text: without the line that was to be replaced."""
    if plain(source) == plain(released):
        return ""
    stubs = {translate(TEXT_STUB, language) for language in (SOURCE, *languages())}
    return "\n".join(line for line in source.split("\n") if line.strip() not in stubs).strip()


def _texts(
    items: Sequence[Item], i: int, lesson: Lesson, own: str, deleted: bool
) -> tuple[str, list[NotebookNode]] | None:
    """Return a sentence about where an answer was found, and the cells; None if nowhere.

    An answer of few words may only say where the answer is.
    """
    above, below = [*_near(items, i, -1)], [*_near(items, i, 1)]
    near = [*reversed(above), *below]
    if near:
        return (messages.ANSWER_MORE if own else messages.ANSWER_NEAR), near
    far = [*islice(_far(items, i, deleted), MOST_TEXTS)]
    if far:
        if own:
            return messages.ANSWER_MORE_ELSEWHERE, far
        return (messages.ANSWER_ELSEWHERE if len(far) == 1 else messages.ANSWER_AMONG), far
    others = [
        other.cell
        for other in items
        if _is_answer(other) and len(_paragraphs(_written(other, lesson))) > 1
    ]
    return (messages.ANSWER_IN_ANOTHER, others) if others and not own else None


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if without_headings(part).strip()]


def _near(items: Sequence[Item], i: int, way: int) -> Iterator[NotebookNode]:
    """Yield the student's own texts on one side of an answer, the nearest first.

    One text of the lesson may stand between: the question, or what follows the answer.
    """
    passed, adjacent, place = False, True, i
    while 0 <= (place := place + way) < len(items):
        item = items[place]
        if item.added:  # in the student's notebook it keeps nothing apart
            continue
        if item.key is None:
            if _has_text(item.cell, adjacent):
                yield item.cell
        elif passed or item.cell.cell_type == "code" or not is_locked(item.cell):
            return
        else:
            passed = True
        adjacent = False


def _has_text(cell: NotebookNode, adjacent: bool) -> bool:
    """Return whether a cell that is near has more than a heading, as an adjacent one may."""
    if cell.cell_type == "code":
        return is_prose(cell.source)
    text = without_stub(cell.source, "")
    return bool(text) and (adjacent or is_prose(text) or bool(without_headings(text).strip()))


def _far(items: Sequence[Item], i: int, few: bool) -> Iterator[NotebookNode]:
    """Yield the student's own texts in a notebook, the nearest to a place first."""
    for _, item in sorted(enumerate(items), key=lambda one: abs(one[0] - i)):
        cell = item.cell
        if item.key is not None or item.replaces:
            continue
        text = (
            only_words(cell.source) if cell.cell_type == "code" else without_stub(cell.source, "")
        )
        if is_prose(text) or "attachment:" in text or (few and without_headings(text).strip()):
            yield cell


def _fill(cell: NotebookNode, parts: Iterable[str], found: Iterable[NotebookNode]) -> None:
    texts, pictures = [*parts], dict(cell.get("attachments", {}))
    for one in found:
        text = _shown(one)
        texts.append(text if len(text) <= MOST_SIGNS else text[:MOST_SIGNS] + messages.CUT_TEXT)
        pictures |= one.get("attachments", {})
    cell.source = "\n\n".join(texts)
    if pictures:
        cell.attachments = pictures


def _words_of(cell: NotebookNode) -> str:
    return only_words(cell.source) if cell.cell_type == "code" else without_stub(cell.source, "")


def _shown(cell: NotebookNode) -> str:
    """Return a cell as it reads in a text: code that is more than words as code."""
    return _words_of(cell) or f"```python\n{cell.source.replace('```', '` ` `')}\n```"
