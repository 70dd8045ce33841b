"""Look for solutions and hidden tests in what is about to be handed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from autograder.handout import messages
from autograder.notebook.reading import read_cells
from autograder.notebook.rebuild import skeleton_of
from course_lib.language import SOURCE

MARKS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS", "### BEGIN MARK SCHEME", "grader_tests")
"""Texts that only instructors' notebooks contain."""

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)\s*### END SOLUTION", re.DOTALL)


def leaks(name: str, data: bytes, source: str, language: str = SOURCE) -> list[str]:
    """Return a phrase for each thing in a file to be handed out that students must not get.

    `source` is the instructor's notebook (JSON). In a released notebook, whose `name` ends in
    .ipynb, the solution cells must be exactly as a release leaves them; no file may contain a
    solution of two lines or more, however it is indented. `language` is that of the release.
    """
    cells = list(_cells(data)) if name.endswith(".ipynb") else []
    text = "\n".join(cell["source"] for cell in cells) or data.decode("utf-8", "replace")
    found = [messages.HAS_MARK.format(mark=mark) for mark in MARKS if mark in text]
    bare = _bare(text)
    for cell, solution in _solutions(source):
        if "\n" in solution and solution in bare:
            found.append(messages.HAS_SOLUTION.format(cell=cell))
    return found + [
        messages.NOT_A_STUB.format(cell=cell) for cell in _not_empty(cells, source, language)
    ]


def _solutions(source: str) -> Iterator[tuple[str, str]]:
    for cell in _cells(source.encode()):
        for region in _REGION.findall(cell["source"]):
            yield _id(cell), _bare(region)


def _not_empty(released: list[dict[str, Any]], source: str, language: str) -> Iterator[str]:
    """Yield the solution cells that differ from a release's."""
    empty = {_id(cell): cell["source"] for cell in _cells(skeleton_of(source, language).encode())}
    for cell in released:
        grading = cell.get("metadata", {}).get("nbgrader", {})
        if grading.get("solution") and cell["source"] != empty.get(_id(cell), cell["source"]):
            yield _id(cell)


def _cells(notebook: bytes) -> Iterator[dict[str, Any]]:
    try:
        yield from read_cells(notebook)
    except ValueError:
        return


def _id(cell: dict[str, Any]) -> str:
    name: str = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", cell.get("id", ""))
    return name


def _bare(code: str) -> str:
    """Return code without its indentation and empty lines."""
    lines = (line.strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line)
