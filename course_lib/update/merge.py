"""Merge a newer release of a lesson into a student's notebook.

The release brings texts, checks, new tasks and new experiments, the student's notebook its answers,
changed experiments and own cells. Both are compared with the release that the student began with,
whose cells the notebook's metadata name; without them, the student's text counts as theirs.
"""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from course_lib.cell_text import added_code, added_text, checked_names, defined_names
from course_lib.language import of_metadata
from course_lib.own_notebook import METADATA_KEY
from course_lib.update import messages
from course_lib.update.notebook import (
    Cell,
    Notebook,
    as_own,
    digest,
    is_experiment,
    is_locked,
    is_stub,
    is_task,
    key_of,
    named,
    new_id,
    note_release,
    release_of,
    with_source,
)
from course_lib.update.recognize import choose, recognize

_ANSWER_LINES = 40
_MOST_PASSES = 3


@dataclass(frozen=True)
class Change:
    """A sentence about what an update changed; `look` if the student should act, `code` to show."""

    sentence: str
    look: bool = False
    code: str = ""


@dataclass(frozen=True)
class Merged:
    """The merged notebook and what has changed; `begun` says if it had any work of the student."""

    notebook: Notebook
    changes: tuple[Change, ...]
    begun: bool


@dataclass
class _Place:
    """A cell of the lesson, if any, and the student's that stay right above it and behind it."""

    cells: list[Cell] = field(default_factory=list)
    behind: list[Cell] = field(default_factory=list)


def merge(student: Notebook, released: Notebook) -> Merged:
    """Return the student's notebook with the release in it; merging again changes nothing.

    An answer that was taken out of a cell of the lesson is recognized when it is merged once more.
    """
    merged = _Merge(student, released).result()
    for _ in range(_MOST_PASSES):
        again = _Merge(merged.notebook, released).result()
        if again.notebook == merged.notebook:
            break
        merged = replace(again, changes=merged.changes + again.changes)
    return merged


class _Merge:
    """One merge: `self.release` has the new cells, `self.before` the digests of the old ones."""

    def __init__(self, student: Notebook, released: Notebook) -> None:
        self.student, self.released = student, released
        self.cells: list[Cell] = student["cells"]
        self.release: dict[str, Cell] = {key_of(cell): cell for cell in released["cells"]}
        self.before = release_of(student)
        self.keys = recognize(self.cells, self.release, self.before)
        self.chosen = choose(self.cells, self.keys)
        self.changes: list[Change] = []
        self.begun = False

    def result(self) -> Merged:
        """Return the merged notebook."""
        top, places = self._places()
        cells = list(top.behind)
        for key, known in self.release.items():
            if key in places:
                cells += [*places[key].cells, *places[key].behind]
            elif key not in self.chosen and self._is_to_be_added(key, known):
                cells.append(copy.deepcopy(known))
        notebook = copy.deepcopy({**self.student, "cells": _with_ids(cells)})
        notebook |= {"nbformat": 4, "nbformat_minor": max(5, self._minor())}
        noted = copy.deepcopy(self.released)
        note_release(noted)
        notebook["metadata"][METADATA_KEY] = noted["metadata"][METADATA_KEY]
        return Merged(notebook, tuple(self.changes), self.begun)

    def _minor(self) -> int:
        minor = self.student.get("nbformat_minor")
        return minor if isinstance(minor, int) else 0

    def _places(self) -> tuple[_Place, dict[str, _Place]]:
        """Return what is above the lesson's first cell, and the place of each that has not moved.

        Cells of the student's own, and those that they moved, stay behind the cell before them.
        """
        staying = self._staying()
        top = here = _Place()
        places: dict[str, _Place] = {}
        for i, (cell, key) in enumerate(zip(self.cells, self.keys, strict=True)):
            if key is None or self.chosen[key] != i:
                self.begun = self.begun or bool(cell["source"].strip())
                is_copy = key is not None and cell.get("id") == self.release.get(key, {}).get("id")
                here.behind.append({**cell, "id": new_id()} if is_copy else cell)
            elif key not in self.release:
                here.behind += self._removed(cell, key)
            else:
                before, merged, behind = self._merged(cell, self.release[key], key)
                if key in staying:
                    here = places[key] = _Place([*before, merged], behind)
                else:
                    here.behind += [*before, merged, *behind]
        return top, places

    def _staying(self) -> set[str]:
        """Return the lesson's cells that the student did not move: as many as can be in order."""
        order = {key: n for n, key in enumerate(self.before or self.release)}
        present = sorted((i, key) for key, i in self.chosen.items() if key in self.release)
        keys = [key for _, key in present if key in order]
        return {keys[i] for i in _longest_increasing([order[key] for key in keys])}

    def _is_untouched(self, cell: Cell, key: str) -> bool:
        """Return whether the student has not changed a cell of the lesson."""
        number = digest(cell["source"])
        if key in self.release and number == digest(self.release[key]["source"]):
            return True
        if self.before:
            return number == self.before.get(key)
        known = self.release.get(key)
        return is_stub(cell["source"]) or (known is not None and is_locked(known))

    def _has_changed(self, key: str) -> bool | None:
        """Return whether the release changes a cell; None if that is not known."""
        if key not in self.before:
            return None
        return self.before[key] != digest(self.release[key]["source"])

    def _removed(self, cell: Cell, key: str) -> list[Cell]:
        """Return what is left of a cell that the release no longer has: the student's part."""
        if self._is_untouched(cell, key) or not cell["source"].strip():
            self._say(messages.CELL_REMOVED, cell)
            return []
        self.begun = True
        self._say(messages.ANSWER_KEPT, cell, look=True)
        return [as_own(cell)]

    def _merged(self, cell: Cell, known: Cell, key: str) -> tuple[list[Cell], Cell, list[Cell]]:
        """Return the merged cell of the lesson, and cells of the student's before and behind it."""
        merged = _in_form_of(cell, known)
        if digest(cell["source"]) == digest(known["source"]):
            return [], merged, []
        if self._is_untouched(cell, key):
            form = messages.TASK_REFRESHED if is_task(known) else messages.CELL_CHANGED
            self._say(form, known)
            return [], _renewed(merged, known), []
        self.begun = True
        if cell["cell_type"] != known["cell_type"]:
            if known["cell_type"] == "code" or not is_task(known):
                self._say(messages.ADDITION_KEPT, known, look=True)
                return [as_own(cell)], _renewed(merged, known), []
            return [], {**_renewed(merged, known), "source": cell["source"]}, []
        changed = self._has_changed(key)
        if is_task(known):
            self._compare_tasks(cell, known, changed)
            return [], merged, []
        if changed is False:
            return [], merged, []
        if is_experiment(known):
            form = messages.EXPERIMENT_TWICE if self.before else messages.EXPERIMENT_OTHER
            self._say(form, known, look=True)
            return [as_own(cell)], _renewed(merged, known), []
        return self._edited(cell, merged, known)

    def _compare_tasks(self, cell: Cell, known: Cell, changed: bool | None) -> None:
        """Say so if a task has changed since it was answered, and not only its language."""
        languages = {of_metadata(one["metadata"]) for one in (self.student, self.released)}
        if len(languages) > 1:
            changed = None
        if changed is None and known["cell_type"] == "code":
            head = _head(known["source"])
            changed = head is not None and head not in cell["source"].split("\n")
        if changed:
            code = "\n".join(known["source"].split("\n")[:_ANSWER_LINES])
            self._say(messages.TASK_CHANGED, known, look=True, code=code)

    def _edited(self, cell: Cell, merged: Cell, known: Cell) -> tuple[list[Cell], Cell, list[Cell]]:
        """Return a text or a check that both have changed: the new one, and what was added."""
        source = known["source"]
        if known["cell_type"] == "code" and cell["cell_type"] == "code":
            graded = bool(checked_names(source))
            before, behind = added_code(cell["source"], source, graded)
        else:
            before, behind = "", added_text(cell["source"], source)
        if before or behind:
            self._say(messages.ADDITION_KEPT, known, look=True)
        own = [[as_own(cell, part)] if part.strip() else [] for part in (before, behind)]
        return own[0], _renewed(merged, known), own[1]

    def _is_to_be_added(self, key: str, known: Cell) -> bool:
        """Return whether a cell that the student's notebook does not have belongs into it."""
        if key not in self.before and self.before:
            self._say(messages.TASK_NEW if is_task(known) else messages.CELL_NEW, known)
            return True
        if is_experiment(known) and self.before:
            return False  # the student has deleted it
        names = {*defined_names(known["source"])} if known["cell_type"] == "code" else set()
        if is_task(known) and names & {*self._defined()}:
            return False  # an empty one could undo the answer that is elsewhere
        self._say(messages.CELL_BACK if self.before else messages.CELL_NEW, known)
        return True

    def _defined(self) -> list[str]:
        code = [cell["source"] for cell in self.cells if cell["cell_type"] == "code"]
        return [name for source in code if not is_stub(source) for name in defined_names(source)]

    def _say(self, form: str, cell: Cell, look: bool = False, code: str = "") -> None:
        self.changes.append(Change(form.format(cell=named(cell)), look, code))


def _head(source: str) -> str | None:
    """Return the line that begins a function."""
    return next((line for line in source.split("\n") if line.startswith("def ")), None)


def _in_form_of(cell: Cell, known: Cell) -> Cell:
    """Return the student's cell under the name and with the metadata of the lesson's."""
    others = {name: v for name, v in cell["metadata"].items() if name not in ("nbgrader", "tags")}
    metadata = {**others, **copy.deepcopy(known["metadata"])}
    merged = {**cell, "metadata": metadata}
    return {**merged, "id": known["id"]} if "id" in known else merged


def _renewed(merged: Cell, known: Cell) -> Cell:
    """Return a cell with the lesson's content."""
    content: Cell = {name: known[name] for name in ("cell_type", "attachments") if name in known}
    kept = {name: v for name, v in merged.items() if name != "attachments"}
    if known["cell_type"] != "code":
        kept.pop("outputs", None)
        kept.pop("execution_count", None)
    return with_source({**kept, **copy.deepcopy(content)}, known["source"])


def _with_ids(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells, each with an ID of its own; those of the lesson keep theirs."""
    used: set[object] = set()
    result = []
    for cell in cells:
        if not isinstance(cell.get("id"), str) or cell["id"] in used:
            cell = {**cell, "id": new_id()}
        used.add(cell["id"])
        result.append(cell)
    return result


def _longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the positions of a longest increasing part of a sequence of different numbers.

    >>> _longest_increasing([0, 3, 1, 2])
    [0, 2, 3]
    """
    ends: list[int] = []
    last: list[int] = []
    previous: dict[int, int | None] = {}
    for i, number in enumerate(numbers):
        n = bisect_left(ends, number)
        previous[i] = last[n - 1] if n else None
        ends[n : n + 1] = [number]
        last[n : n + 1] = [i]
    result: list[int] = []
    i_or_none = last[-1] if last else None
    while i_or_none is not None:
        result.append(i_or_none)
        i_or_none = previous[i_or_none]
    return result[::-1]
