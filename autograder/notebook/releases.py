"""Find what a notebook of another release lacks, and what it has in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder import messages
from autograder.notebook.lesson import Lesson, is_open
from autograder.notebook.recognize import Recognized
from course_lib.cell_text import defined_names


@dataclass(frozen=True)
class OtherRelease:
    """What a submission does not have of the lesson as it is now."""

    missing: tuple[str, ...] = ()
    """Exercises, questions and written answers that have no cell, in the lesson's order."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """A missing function -> the one that an older release has in its place."""

    def notices(self) -> list[str]:
        """Return the sentences for the student and the instructor."""
        if not self.missing:
            return []
        names = messages.listed([f"`{name}`" for name in self.missing])
        return [messages.CELLS_MISSING.format(names=names)]


def other_release(
    cells: Sequence[dict[str, Any]], recognized: Recognized, lesson: Lesson
) -> OtherRelease:
    """Compare the submitted cells with the lesson: what was moved or edited is not missing."""
    defined = {
        name
        for cell in cells
        if cell["cell_type"] == "code"
        for name in defined_names(cell["source"])
    }
    own_text = any(
        key is None and cell["cell_type"] != "code"
        for cell, key in zip(cells, recognized.keys, strict=True)
    )
    missing = {
        name: key
        for name, key in _to_answer(lesson).items()
        if name not in defined
        and key not in recognized.chosen
        and not (own_text and lesson.cells[key].cell_type != "code")  # the answer may be there
        and lesson.checks.get(name) not in recognized.chosen
    }
    instead = {
        name: other
        for name, key in missing.items()
        if (other := _in_its_place(key, cells, recognized, lesson))
    }
    return OtherRelease(tuple(missing), instead)


def _to_answer(lesson: Lesson) -> dict[str, str]:
    """Return the name and the key of each cell that students write and somebody grades."""
    written = {
        key: key
        for key, cell in lesson.cells.items()
        if cell.cell_type != "code"
        and is_open(cell)
        and cell.metadata.get("nbgrader", {}).get("grade")
    }
    named = {name: key for name, key in lesson.solutions.items() if name in lesson.checks}
    both = {key: name for name, key in {**named, **written}.items()}
    return {both[key]: key for key in lesson.cells if key in both}


def _in_its_place(
    key: str, cells: Sequence[dict[str, Any]], recognized: Recognized, lesson: Lesson
) -> str | None:
    """Return what is defined by the one cell to write in that stands where a cell is missing."""
    order, chosen = list(lesson.cells), recognized.chosen
    at = order.index(key)
    before = next((chosen[k] for k in reversed(order[:at]) if k in chosen), -1)
    after = next((chosen[k] for k in order[at + 1 :] if k in chosen), len(cells))
    found = [
        next(defined_names(cell["source"]), None)
        for cell, known in zip(
            cells[before + 1 : after], recognized.keys[before + 1 : after], strict=True
        )
        if known is None and cell["cell_type"] == "code" and is_to_write(cell)
    ]
    return found[0] if len(found) == 1 else None


def is_to_write(cell: Mapping[str, Any]) -> bool:
    """Return whether a submitted cell says of itself that it is one for answers."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return isinstance(nbgrader, dict) and bool(nbgrader.get("solution"))
