"""Rebuild a submitted notebook on the instructor's: only the work in it is the student's."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from autograder import messages
from autograder.course import messages as of_files
from autograder.notebook.elsewhere import Item, put_in_place
from autograder.notebook.lesson import (
    EXPERIMENT,
    Lesson,
    exercise_of,
    is_experiment,
    is_locked,
    is_open,
    language_of,
    lesson_of,
)
from autograder.notebook.nodes import node_of
from autograder.notebook.pictures import Pictures
from autograder.notebook.reading import MAX_SOURCE, Submission, read
from autograder.notebook.recognize import (
    Recognized,
    recognize,
    split_at_checks,
)
from autograder.notebook.releases import OtherRelease, is_to_write, other_release
from autograder.notices import in_language
from autograder.translation.notebooks import translated
from course_lib.cell_text import added_code, added_text, checked_names, defined_names
from course_lib.language import SOURCE, use

MAX_CODE = 1_000_000
"""Characters of code in all: the grader searches it several times. No lesson has a tenth of it."""
MAX_NOTES = 300_000
"""Characters of Markdown in the student's own cells: rendering time would have no limit."""

MAX_COPIES = 2
"""Further copies of a check that are kept: before each, a function may be another one."""

_WORD = re.compile(r"\b[^\W\d]\w*")


@lru_cache(maxsize=32)
def skeleton_of(source: str, language: str = SOURCE) -> str:
    """Return the instructor's notebook (JSON) with solutions cleared and checksums computed.

    Grading starts from the English one, whatever language a student's notebook has.
    """
    # Workers, which rebuild but never call this, start twice as quickly without nbgrader.
    from nbgrader.preprocessors import ComputeChecksums

    from autograder.notebook.clear_answers import ClearAnswers

    notebook = nbformat.reads(source, as_version=4)
    resources: dict[str, Any] = {}
    notebook, resources = ClearAnswers().preprocess(notebook, resources)
    if language != SOURCE:
        notebook = translated(notebook, language)
    notebook, resources = ComputeChecksums().preprocess(notebook, resources)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return str(nbformat.writes(notebook))


@dataclass(frozen=True)
class Rebuilt:
    """The rebuilt notebook, and sentences about what is odd about the submission.

    `unread` says that nothing of the submission could be read, `release` what it lacks, `as_text`
    which cells of code were cells of text, and `python` the version that it was written with, if
    that is a newer one; `foreign` that nothing in the file is of this lesson.
    """

    notebook: NotebookNode
    notices: tuple[str, ...] = ()
    unread: bool = False
    release: OtherRelease = field(default_factory=OtherRelease)
    as_text: tuple[str, ...] = ()
    python: str | None = None
    foreign: bool = False


def rebuild(submission: bytes, skeleton: str, otherwise: str = SOURCE) -> Rebuilt:
    """Put the student's work into the skeleton, in the student's order.

    The student's part is the source of solution cells, experiments and unlocked text, and cells of
    their own, among them further copies of a cell and what was added to locked ones. Everything
    else is the instructor's. Cells that are missing come back, solution cells empty.

    What is said is in the language of the student's notebook, and in `otherwise` if the file cannot
    be read.
    """
    try:
        submitted = read(submission, lesson_of(skeleton, SOURCE).checks)
    except ValueError as error:
        return rebuilt_empty(skeleton, str(error), otherwise)
    language = language_of(submitted, skeleton)
    with use(language):
        notices = tuple(in_language(notice) for notice in submitted.notices)
        submitted = replace(submitted, notices=notices)
        return _rebuilt(submitted, lesson_of(skeleton, language))


def _rebuilt(submitted: Submission, lesson: Lesson) -> Rebuilt:
    pictures = Pictures()
    left = MAX_CODE
    for cell in submitted.cells:
        _shorten(cell, pictures, min(MAX_SOURCE, left))
        left -= len(cell["source"]) if cell["cell_type"] == "code" else 0
    cells = split_at_checks(submitted.cells, lesson)
    recognized = recognize(cells, lesson)
    items = _items(cells, recognized, lesson)
    deleted = lesson.cells.keys() - recognized.chosen.keys()
    _add_missing(items, lesson)
    _put_setup_first(items, lesson)
    foreign = _of_another_lesson(cells, recognized, lesson)
    is_other = messages.OTHER_NOTEBOOK in foreign  # then its texts are answers to other questions
    elsewhere = set() if is_other else put_in_place(items, lesson, deleted)
    notebook: NotebookNode = node_of({**lesson.notebook, "cells": []})
    notebook.cells = _with_own_ids([item.cell for item in items])
    other = OtherRelease() if foreign else other_release(cells, recognized, lesson)
    other = replace(other, missing=tuple(n for n in other.missing if n not in elsewhere))
    notices = (*submitted.notices, *foreign, *other.notices())
    as_text = _written_as_text(cells, recognized, lesson)
    return Rebuilt(notebook, notices, False, other, as_text, submitted.python, bool(foreign))


def _written_as_text(
    cells: list[dict[str, Any]], recognized: Recognized, lesson: Lesson
) -> tuple[str, ...]:
    return tuple(
        key
        for key, position in recognized.chosen.items()
        if lesson.cells[key].cell_type == "code" and cells[position]["cell_type"] != "code"
    )


def rebuilt_empty(skeleton: str, why: str, language: str = SOURCE) -> Rebuilt:
    """Return the skeleton alone, with a sentence that says why nothing could be put into it."""
    with use(language):
        notice = of_files.UNREADABLE.format(why=in_language(why))
    return Rebuilt(node_of(lesson_of(skeleton, language).notebook), (notice,), unread=True)


def _shorten(cell: dict[str, Any], pictures: Pictures, most_code: int) -> None:
    """Cut a cell's source to a reasonable size; a picture in a text is not part of its size."""
    most = max(0, most_code) if cell["cell_type"] == "code" else MAX_SOURCE
    if cell["cell_type"] != "code":
        cell["source"], cell["attachments"] = pictures.of(cell["source"], cell.get("attachments"))
    if len(cell["source"]) > most:
        more = messages.CUT_CODE if cell["cell_type"] == "code" else messages.CUT_TEXT
        cell["source"] = cell["source"][:most] + more


def _items(cells: list[dict[str, Any]], recognized: Recognized, lesson: Lesson) -> list[Item]:
    """Return the submitted cells in their order: the lesson's, and those of the student's own."""
    items: list[Item] = []
    remaining = MAX_NOTES
    copies = Counter[str]()

    def add_own(
        cell: dict[str, Any], source: str, experiment: bool = False, replaces: bool = False
    ) -> None:
        nonlocal remaining
        if cell["cell_type"] != "code":
            if len(source) > remaining:
                source = source[:remaining] + messages.CUT_TEXT
            remaining = max(0, remaining - len(source))
        if source.strip():
            items.append(Item(None, _own(cell, source, experiment), replaces))

    for position, (cell, key) in enumerate(zip(cells, recognized.keys, strict=True)):
        if key is None:
            add_own(cell, cell["source"])
            continue
        known, chosen = lesson.cells[key], recognized.chosen[key] == position
        if is_open(known):
            if chosen:
                items.append(Item(key, _filled(known, cell)))
            else:
                add_own(cell, cell["source"], experiment=is_experiment(known))
            continue
        before, behind = _added(cell, known)
        replaces = not _is_whole(known, cell)
        add_own(cell, before)
        if chosen:
            items.append(Item(key, node_of(known)))
        elif copies[key] < MAX_COPIES and exercise_of(known) in checked_names(cell["source"]):
            copies[key] += 1
            add_own(cell, f'check("{exercise_of(known)}")')
        add_own(cell, behind, replaces=replaces)
    return items


def _is_whole(known: NotebookNode, cell: dict[str, Any]) -> bool:
    """Return whether a submitted cell has all lines of the lesson's."""
    lines = {line.strip() for line in cell["source"].split("\n")}
    return all(line.strip() in lines for line in known.source.split("\n"))


def _added(cell: dict[str, Any], known: NotebookNode) -> tuple[str, str]:
    """Return what was added to a locked cell, before and behind it."""
    if known.cell_type != "code" or cell["cell_type"] != "code":
        return "", added_text(cell["source"], known.source)
    return added_code(cell["source"], known.source, exercise_of(known) is not None)


def _filled(known: NotebookNode, cell: dict[str, Any]) -> NotebookNode:
    """Return the lesson's cell with the student's source, and the pictures of a text."""
    filled: NotebookNode = node_of(known)
    filled.source = cell["source"]
    if known.cell_type != "code" and cell.get("attachments"):
        filled.attachments = node_of(cell["attachments"])
    return filled


def _own(cell: dict[str, Any], source: str, experiment: bool) -> NotebookNode:
    if cell["cell_type"] == "code":
        metadata = {"tags": [EXPERIMENT]} if experiment else {}
        return _new(nbformat.v4.new_code_cell, source=source, metadata=metadata)
    own = _new(nbformat.v4.new_markdown_cell, source=source)
    if cell.get("attachments"):
        own.attachments = node_of(cell["attachments"])
    return own


def _new(make: Any, **fields: Any) -> NotebookNode:
    return cast(NotebookNode, make(id="extra", **fields))


def _add_missing(items: list[Item], lesson: Lesson) -> None:
    """Put back each missing cell behind the one before it, and behind the student's own there.

    A solution cell is empty: a stub could undo an answer that was given elsewhere.
    """
    present = {item.key for item in items}
    before: str | None = None
    for key, known in lesson.cells.items():
        if key not in present:
            position = next((i + 1 for i, one in enumerate(items) if one.key == before), 0)
            while before and position < len(items) and items[position].key is None:
                position += 1
            if before is None:
                position = 0
            cell = node_of(known)
            if is_open(known) and not is_experiment(known) and known.cell_type == "code":
                cell.source = ""
            items.insert(position, Item(key, cell, added=True))
        before = key


def _put_setup_first(items: list[Item], lesson: Lesson) -> None:
    """Put the lesson's imports before all code that may need them, if they come later.

    Code of the student's own that needs nothing of them stays above them: it may be there to delete
    all names.
    """
    names = {name for key in lesson.setup for name in _names_in(lesson.cells[key].source)}
    for key in reversed(lesson.setup):
        place = next(i for i, item in enumerate(items) if item.key == key)
        first = next((i for i, item in enumerate(items[:place]) if _may_need(item, names)), place)
        items.insert(first, items.pop(place))


def _may_need(item: Item, names: set[str]) -> bool:
    """Return whether a cell is code of the lesson, or has one of these names."""
    if item.cell.cell_type != "code":
        return False
    return item.key is not None or not names.isdisjoint(_names_in(item.cell.source))


def _names_in(source: str) -> set[str]:
    return {*_WORD.findall(source)} - {*keyword.kwlist}


def _with_own_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    used: set[str] = set()
    for number, cell in enumerate(cells):
        if cell.id in used:
            cell.id = f"extra-{number}"
        used.add(cell.id)
    return cells


def _of_another_lesson(
    cells: list[dict[str, Any]], recognized: Recognized, lesson: Lesson
) -> list[str]:
    """Return a sentence if a notebook has nothing of this lesson that could be graded."""
    if not any(sign.isalnum() for cell in cells for sign in cell["source"]):
        return [messages.NO_CELLS]
    graded = {*lesson.checks.values(), *lesson.solutions.values()}
    sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    names = {name for source in sources for name in defined_names(source)}
    if graded & recognized.chosen.keys() or names & lesson.checks.keys():
        return []
    foreign = any(
        key is None and (checked_names(cell["source"]) or is_to_write(cell))
        for cell, key in zip(cells, recognized.keys, strict=True)
    )
    if foreign:
        return [messages.OTHER_NOTEBOOK]
    if any(is_locked(lesson.cells[key]) for key in recognized.chosen):
        return []
    return [messages.NOTHING_OF_LESSON]
