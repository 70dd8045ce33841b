"""Read, write and look at notebooks as plain JSON, whatever minor version they are of."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import uuid
from pathlib import Path
from typing import Any

from course_lib.cell_text import checked_names, defined_names, plain
from course_lib.own_notebook import METADATA_KEY
from course_lib.update import messages

Cell = dict[str, Any]
Notebook = dict[str, Any]

RELEASE = "release"
"""What the course's own metadata call the cells as they were released: `[[key, digest], ...]`.

It is what tells a student's edits from the lesson's, wherever the cells are now.
"""
EXPERIMENT_TAG = "experiment"
_STUB = re.compile(r"^[ \t]*raise NotImplementedError\b", re.MULTILINE)
_UNANSWERED = re.compile(r"\w+ = None\s*(#.*)?")
_WIDTH = 60


class UnreadableNotebook(Exception):
    """Raised if a file is no notebook of version 4."""


def read(path: Path) -> Notebook:
    """Read a notebook; each cell's source is one text.

    Raises `UnreadableNotebook` if the file is none.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        cells = [_readable(cell) for cell in notebook["cells"]]
        metadata = notebook.get("metadata") or {}
        if notebook.get("nbformat", 4) != 4 or not isinstance(metadata, dict):
            raise UnreadableNotebook(path)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableNotebook(path) from error
    return {**notebook, "cells": cells, "metadata": metadata}


def _readable(cell: Cell) -> Cell:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    metadata = cell.get("metadata")
    known = {"cell_type": cell["cell_type"], "source": text.replace("\r\n", "\n")}
    ran: Cell = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {**ran, **cell, **known, "metadata": metadata if isinstance(metadata, dict) else {}}


def text_of(notebook: Notebook) -> str:
    """Return a notebook as nbformat writes it."""
    cells = [{**cell, "source": cell["source"].splitlines(True)} for cell in notebook["cells"]]
    content = {**notebook, "cells": cells}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole: whoever reads it finds the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def digest(source: str) -> str:
    """Return twelve digits that tell sources apart, whatever spaces a program leaves at ends."""
    return hashlib.sha256(plain(source.replace("\r\n", "\n")).encode()).hexdigest()[:12]


def key_of(cell: Cell) -> str:
    """Return what a released cell is recognized by: its grade ID, or its ID."""
    return str(grade_id(cell) or f"cell {cell.get('id')}")


def grade_id(cell: Cell) -> str | None:
    """Return the name under which nbgrader knows a cell, if it does."""
    name = _nbgrader(cell).get("grade_id")
    return name if isinstance(name, str) else None


def _nbgrader(cell: Cell) -> dict[str, Any]:
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def note_release(notebook: Notebook) -> None:
    """Note in a notebook's metadata, when it is released, what its cells are."""
    cells = [[key_of(cell), digest(cell["source"])] for cell in notebook["cells"]]
    notebook["metadata"].setdefault(METADATA_KEY, {})[RELEASE] = cells


def release_of(notebook: Notebook) -> dict[str, str]:
    """Return the cells of the release that a notebook comes from, key -> digest, in their order.

    Empty if its metadata do not say.
    """
    try:
        cells = notebook["metadata"].get(METADATA_KEY, {}).get(RELEASE, ())
        return {str(key): str(number) for key, number in cells}
    except (TypeError, ValueError, AttributeError):
        return {}


def is_task(cell: Cell) -> bool:
    """Return whether a cell of the lesson is one to write an answer into."""
    return bool(_nbgrader(cell).get("solution"))


def is_experiment(cell: Cell) -> bool:
    """Return whether a cell is one to play with."""
    return EXPERIMENT_TAG in (cell["metadata"].get("tags") or ())


def is_locked(cell: Cell) -> bool:
    """Return whether a cell of the lesson is for reading and running only."""
    return not is_task(cell) and not is_experiment(cell)


def is_stub(source: str) -> bool:
    """Return whether code is still waiting for an answer."""
    return bool(_STUB.search(source)) or bool(_UNANSWERED.fullmatch(source.strip()))


def named(cell: Cell) -> str:
    """Name a cell in a sentence: by its function, its heading or its first words."""
    if cell["cell_type"] == "code" and is_task(cell):
        name = next(defined_names(cell["source"]), None)
        if name:
            return messages.FUNCTION.format(name=name)
    if cell["cell_type"] == "code" and (checked := checked_names(cell["source"])):
        return messages.CHECK.format(name=checked[0])
    lines = [line.strip(" #*") for line in cell["source"].split("\n")]
    words = next((line for line in lines if line), "")
    if not words:
        return messages.EMPTY
    words = words if len(words) <= _WIDTH else words[:_WIDTH].rsplit(" ", 1)[0] + " …"
    form = messages.EXPERIMENT if is_experiment(cell) else messages.TEXT
    return form.format(words=words)


def as_own(cell: Cell, source: str | None = None) -> Cell:
    """Return a cell as one of the student's own, with another source if one is given.

    An experiment stays one, so that grading does not run it.
    """
    tags = [tag for tag in cell["metadata"].get("tags") or () if isinstance(tag, str)]
    own = {**copy.deepcopy(cell), "metadata": {"tags": tags} if tags else {}}
    own["id"] = new_id()
    return own if source is None else with_source(own, source)


def with_source(cell: Cell, source: str) -> Cell:
    """Return a cell with another source, and without what the old one printed."""
    changed = {**cell, "source": source}
    if cell["cell_type"] == "code":
        changed |= {"outputs": [], "execution_count": None}
    return changed


def new_id() -> str:
    """Return an ID that no other cell has."""
    return uuid.uuid4().hex[:8]
