"""Recognize a lesson's cells in a student's notebook, even if a program has dropped their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course_lib.cell_text import checked_names, defined_names
from course_lib.update.notebook import Cell, digest, grade_id, is_stub, is_task


class Lesson:
    """The cells of a release, and by what they are recognized where their names are lost."""

    def __init__(self, release: Mapping[str, Cell], before: Mapping[str, str]) -> None:
        """Take the newer release's cells, and the digests of the one that the student has."""
        self.keys = {*before, *release}
        self._texts: dict[str, list[str]] = {}
        self._checks: dict[str, str] = {}
        self._tasks: dict[str, str] = {}
        for key, number in before.items():
            self._texts.setdefault(number, []).append(key)
        for key, cell in release.items():
            self._texts.setdefault(digest(cell["source"]), []).append(key)
            if cell["cell_type"] == "code":
                self._checks |= dict.fromkeys(checked_names(cell["source"]), key)
                asked = defined_names(cell["source"]) if is_task(cell) else ()
                self._tasks |= dict.fromkeys(asked, key)

    def by_text(self, cell: Cell) -> Iterable[str]:
        """Return the cells that have or had this text."""
        return self._texts.get(digest(cell["source"]), ()) if cell["source"].strip() else ()

    def by_check(self, cell: Cell) -> Iterable[str]:
        """Return the cells that check what this one checks."""
        names = checked_names(cell["source"]) if cell["cell_type"] == "code" else ()
        return (self._checks[name] for name in names if name in self._checks)

    def by_definition(self, cell: Cell) -> Iterable[str]:
        """Return the cells that ask for what this one defines."""
        names = defined_names(cell["source"]) if cell["cell_type"] == "code" else ()
        return (self._tasks[name] for name in names if name in self._tasks)


def recognize(
    cells: Sequence[Cell], release: Mapping[str, Cell], before: Mapping[str, str]
) -> list[str | None]:
    """Return for each of the student's cells which cell of the lesson it is; None for their own.

    A cell that has lost its name is recognized by its text, by what it checks or by what it
    defines, unless another cell has the name or it is new in the release.
    """
    lesson = Lesson(release, before)
    keys = [_by_name(cell, lesson.keys) for cell in cells]
    lost = {key for key in (before or release) if key not in keys}
    for find in (lesson.by_text, lesson.by_check, lesson.by_definition):
        for i, cell in enumerate(cells):
            if keys[i] is None:
                keys[i] = next((key for key in find(cell) if key in lost), None)
                lost.discard(keys[i] or "")
    return keys


def choose(cells: Sequence[Cell], keys: Sequence[str | None]) -> dict[str, int]:
    """Return where each cell of the lesson is: of several copies the first one with an answer."""
    chosen: dict[str, int] = {}
    for i, key in enumerate(keys):
        if key is not None:
            first = chosen.setdefault(key, i)
            if is_stub(cells[first]["source"]) and not is_stub(cells[i]["source"]):
                chosen[key] = i
    return chosen


def _by_name(cell: Cell, known: set[str]) -> str | None:
    for name in (grade_id(cell), cell.get("id"), cell["metadata"].get("id")):  # Colab's place
        for key in (name, f"cell {name}") if isinstance(name, str) else ():
            if key in known:
                return key
    return None
