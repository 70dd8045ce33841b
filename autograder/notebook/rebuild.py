"""Rebuild a submitted notebook on the instructor's: only the work in it is the student's."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from autograder import messages
from autograder.course.submission_files import MAX_BYTES

MAX_CELLS = 1_000
MAX_SOURCE = 200_000
MAX_NOTES = 300_000
"""Characters of Markdown in the student's own cells: rendering time would have no limit."""
EXPERIMENT = "experiment"

_GRADED = re.compile(r"""^grade\(["'](\w+)["']\)""", re.MULTILINE)


def is_experiment(cell: NotebookNode) -> bool:
    """Return whether a cell is an experiment, which students may edit and no mark depends on."""
    return EXPERIMENT in cell.metadata.get("tags", ())


def is_locked(cell: NotebookNode) -> bool:
    """Return whether a cell is the instructor's, so that none of it can be a student's."""
    own = cell.metadata.get("nbgrader", {})
    return bool(not own.get("solution") and (own.get("grade") or own.get("locked")))


def exercise_of(cell: NotebookNode) -> str | None:
    """Return the exercise or question that a graded cell grades; None for other cells."""
    if not cell.metadata.get("nbgrader", {}).get("grade") or cell.cell_type != "code":
        return None
    found = _GRADED.search(cell.source)
    return found.group(1) if found else None


@lru_cache(maxsize=32)
def skeleton_of(source: str) -> str:
    """Return the instructor's notebook (JSON) with solutions cleared and checksums computed."""
    # Workers, which rebuild but never call this, start twice as quickly without nbgrader.
    from nbgrader.preprocessors import ComputeChecksums

    from autograder.notebook.clear_answers import ClearAnswers

    notebook = nbformat.reads(source, as_version=4)
    resources: dict[str, Any] = {}
    for step in (ClearAnswers(), ComputeChecksums()):
        notebook, resources = step.preprocess(notebook, resources)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return str(nbformat.writes(notebook))


@dataclass(frozen=True)
class Rebuilt:
    """The rebuilt notebook and, if nothing in the submission fits it, a sentence that says so."""

    notebook: NotebookNode
    problem: str | None = None


def rebuild(submission: bytes, skeleton: str) -> Rebuilt:
    """Put the student's work into the skeleton.

    The student's part is the source of solution cells and unlocked text (by `grade_id`; of
    duplicates the last counts), of experiment cells (by cell id), and cells of their own, each
    after the same cell as before. Everything else is the instructor's.
    """
    notebook: NotebookNode = _copy(_parsed(skeleton))
    try:
        submitted = read_cells(submission)
    except ValueError as error:
        return Rebuilt(notebook, messages.UNREADABLE.format(why=error))
    known = {_key(cell): cell for cell in notebook.cells}
    seen: dict[str, str] = {}
    extras: dict[str | None, list[NotebookNode]] = {}
    anchor: str | None = None
    remaining = MAX_NOTES
    for cell in submitted:
        key = _submitted_key(cell, known)
        if key is not None:
            anchor = key
            seen[key] = cell["source"]
            continue
        if cell["cell_type"] != "code":
            cell["source"] = cell["source"][:remaining]
            remaining -= len(cell["source"])
        if cell["source"].strip():
            extras.setdefault(anchor, []).append(_extra(cell))
    for key, source in seen.items():
        if _is_open(known[key]):
            known[key].source = source
    asked = {_key(cell) for cell in notebook.cells if _is_written_in(cell)}
    problem = messages.OTHER_NOTEBOOK if submitted and asked and asked.isdisjoint(seen) else None
    notebook.cells = _interleave(notebook.cells, seen, extras)
    return Rebuilt(notebook, problem)


@lru_cache(maxsize=32)
def _parsed(skeleton: str) -> NotebookNode:
    """Return the skeleton as a notebook; a worker parses it once for all submissions to it."""
    return cast(NotebookNode, nbformat.v4.reads(skeleton))


def _copy(node: Any) -> Any:
    """Return a copy that shares no dictionary or list; `deepcopy` takes twice as long."""
    if isinstance(node, dict):
        return NotebookNode((key, _copy(value)) for key, value in node.items())
    return [_copy(value) for value in node] if isinstance(node, list) else node


def _interleave(
    cells: list[NotebookNode], seen: dict[str, str], extras: dict[str | None, list[NotebookNode]]
) -> list[NotebookNode]:
    """Put extra cells after their anchor, but after missing solution cells that were there.

    A student who deleted a solution cell and answered in a new one must not have that answer
    undone by the empty solution cell.
    """
    result: list[NotebookNode] = []
    waiting = list(extras.get(None, ()))
    for cell in cells:
        key = _key(cell)
        if key in seen or not _is_open(cell):
            result += waiting
            waiting = []
        result.append(cell)
        waiting += extras.get(key, ())
    result += waiting
    used: set[str] = set()
    for number, cell in enumerate(result):
        if cell.id in used:
            cell.id = f"extra-{number}"
        used.add(cell.id)
    return result


def _key(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {cell.id}")


def _submitted_key(cell: dict[str, Any], known: dict[str, NotebookNode]) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    name = cell.get("id")
    for key in (grade_id, name, f"cell {name}" if isinstance(name, str) else None):
        if isinstance(key, str) and key in known:
            return key
    return None


def _is_open(cell: NotebookNode) -> bool:
    """Return whether the student may have written this cell's source."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution")) or is_experiment(cell)


def _is_written_in(cell: NotebookNode) -> bool:
    """Return whether the cell is one for a student's code."""
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _extra(cell: dict[str, Any]) -> NotebookNode:
    code = cell["cell_type"] == "code"
    make = nbformat.v4.new_code_cell if code else nbformat.v4.new_markdown_cell
    return cast(NotebookNode, make(source=cell["source"], id="extra"))  # type: ignore[no-untyped-call]


def read_cells(submission: bytes) -> list[dict[str, Any]]:
    """Read the cells of a submitted file, whatever it is: `cell_type`, `source`, and the rest.

    Raises ValueError with the end of a sentence that says what is wrong with the file.
    """
    if len(submission) > MAX_BYTES:
        raise ValueError(messages.TOO_BIG.format(size=len(submission), limit=MAX_BYTES))
    try:
        data = json.loads(submission.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError(messages.NOT_JSON.format(why="not JSON")) from None
    cells = _cells_of(data)
    readable = (cell for cell in map(_readable, cells) if cell is not None)
    return list(islice(readable, MAX_CELLS))


def _cells_of(data: Any) -> list[Any]:
    if isinstance(data, dict) and isinstance(data.get("cells"), list):
        return list(data["cells"])
    if isinstance(data, dict) and isinstance(data.get("worksheets"), list):  # format 3 and older
        sheets = [sheet for sheet in data["worksheets"] if isinstance(sheet, dict)]
        return [
            c for sheet in sheets if isinstance(sheet.get("cells"), list) for c in sheet["cells"]
        ]
    raise ValueError(messages.NOT_JSON.format(why="no cells"))


def _readable(cell: Any) -> dict[str, Any] | None:
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return None
    source = source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return {**cell, "cell_type": kind, "source": source[:MAX_SOURCE]}
