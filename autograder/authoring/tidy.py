"""Give the cells of a lesson what nbgrader and the tests of lessons need, for `course tidy`.

Authors write cells in JupyterLab, which gives them random IDs and no metadata. What a cell is can
be seen from its text: a check, a solution, imports, an experiment, or a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring import messages
from autograder.errors import CourseError
from autograder.notebook.lesson import EXPERIMENT
from course_lib.cell_text import checked_names, defined_names
from grader_tests.engine.registry import exists, find

REFLECTION_POINTS = 3
STOPS = "raises-exception"
"""The tag with which Run All goes on below a cell that fails."""
HIDDEN_TEST = """### BEGIN HIDDEN TESTS
from grader_tests import grade

grade("{name}")
### END HIDDEN TESTS"""

_MADE_UP = re.compile(r"(cell-)?[0-9a-f]{8,}(-[0-9a-f-]+)?|\d+|")
_SOLUTION = "### BEGIN SOLUTION"
_IMPORT = re.compile(r"^(import|from)\s", re.MULTILINE)
_TITLE = re.compile(r"""title=f?["'](.+?)["']""")
_WORDS = 4
"""Words of a heading that make an ID."""


@dataclass(frozen=True)
class Tidied:
    """A cell that was changed, and what it is: a key of `messages.CHANGED`."""

    cell: str
    kind: str


def tidy(path: Path) -> list[Tidied]:
    """Complete the cells of a notebook in its place; return those that were changed.

    What a cell already says of itself stays, except for an ID that a program made up.
    Raises `CourseError` if it is no notebook, or if it checks what does not exist.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CourseError(messages.NO_NOTEBOOK.format(path=path, error=error)) from None
    changed = []
    used = {name for cell in notebook.cells if (name := _own_name(cell))}
    asked = has_task = False
    for cell in notebook.cells:
        before = nbformat.from_dict(cell)
        kind = _kind(cell, asked, has_task)
        asked, has_task = _asks_for_words(cell), has_task or kind == "task"
        _complete(cell, kind)
        cell["id"] = _own_name(cell) or _unused(_name(cell, kind), used)
        used.add(cell["id"])
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["grade_id"] = cell["id"]
        if cell != before:
            changed.append(Tidied(cell["id"], kind))
    if changed:
        notebook.nbformat_minor = max(5, notebook.nbformat_minor)
        nbformat.write(notebook, path)
    return changed


def _own_name(cell: NotebookNode) -> str | None:
    """Return the name that a person gave to a cell, for nbgrader or as its ID."""
    names = (cell.metadata.get("nbgrader", {}).get("grade_id"), cell.get("id"))
    return next((str(name) for name in names if name and not _MADE_UP.fullmatch(str(name))), None)


def _kind(cell: NotebookNode, asked: bool, has_task: bool) -> str:
    """Return what a cell is; `asked` says that the text above it asks for words."""
    known = cell.metadata.get("nbgrader", {})
    if cell.cell_type != "code":
        return "reflection" if known.get("solution") or (asked and not known) else "locked"
    if EXPERIMENT in cell.metadata.get("tags", ()):
        return "experiment"
    if known.get("solution") or _SOLUTION in cell.source:
        return "task"
    if known.get("grade") or checked_names(cell.source):
        return "check"
    imports = _IMPORT.search(cell.source) and not has_task
    return "locked" if known or imports else "experiment"


def _asks_for_words(cell: NotebookNode) -> bool:
    return cell.cell_type != "code" and "in your own words" in cell.source.lower()


def _complete(cell: NotebookNode, kind: str) -> None:
    """Add the metadata of its kind to a cell, and to a check the hidden test."""
    if kind == "experiment":
        _add_tags(cell, EXPERIMENT, STOPS)
        return
    known = cell.metadata.get("nbgrader", {})
    written = kind in ("task", "reflection")
    graded = kind in ("check", "reflection")
    complete: dict[str, object] = {
        "grade": graded,
        "locked": not written,
        "solution": written,
        "task": False,
    }
    if kind == "reflection":
        complete["points"] = REFLECTION_POINTS
    if kind == "check":
        complete["points"] = _complete_check(cell)
    fixed = {"cell_type": cell.cell_type, "schema_version": 3}
    cell.metadata["nbgrader"] = NotebookNode({**complete, **known, **fixed})


def _complete_check(cell: NotebookNode) -> float:
    """Add the hidden test and the tag to a check, and return the points of its exercise."""
    name = next(iter(checked_names(cell.source)), "")
    item = find(name) if exists(name) else None
    if item is None:
        raise CourseError(messages.NO_EXERCISE.format(cell=cell.get("id"), name=name))
    if "BEGIN HIDDEN TESTS" not in cell.source:
        cell.source = f"{cell.source.rstrip()}\n{HIDDEN_TEST.format(name=name)}"
    _add_tags(cell, STOPS)
    points = float(item.points)
    return int(points) if points.is_integer() else points


def _add_tags(cell: NotebookNode, *tags: str) -> None:
    known = list(cell.metadata.get("tags", []))
    cell.metadata["tags"] = [*known, *(tag for tag in tags if tag not in known)]


def _name(cell: NotebookNode, kind: str) -> str:
    """Return an ID that says what a cell is."""
    if kind == "check":
        return f"check-{checked_names(cell.source)[0]}"
    if kind == "task":
        name = next(defined_names(cell.source), None)
        if name is None:
            raise CourseError(messages.NO_NAME.format(cell=cell.get("id")))
        return name
    if cell.cell_type == "code" and kind == "locked":
        return "imports"
    if kind == "reflection":
        return "reflection"
    if _asks_for_words(cell):
        return "ask-reflection"
    heading = next((line for line in cell.source.split("\n") if line.startswith("#")), "")
    about = next((name for name in re.findall(r"`(\w+)`", heading) if exists(name)), None)
    if about and cell.cell_type != "code":
        return f"task-{about}"
    if heading.startswith("# ") and cell.cell_type != "code":
        return "title"
    title = _TITLE.search(cell.source)
    words = title[1] if title and cell.cell_type == "code" else heading or cell.source
    slug = "-".join(re.findall(r"[a-z]+", words.lower())[:_WORDS])
    return slug if slug and not _MADE_UP.fullmatch(slug) else kind


def _unused(name: str, used: set[str]) -> str:
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    return free
