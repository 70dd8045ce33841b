"""Define an attack: the cells and files that a cheating student hands in, and the honest marks."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_folder import ROOT, Folder, set_source

Notebook = dict[str, Any]

HONEST_BEFORE = {"check-ewa": 7.0, "check-bias_correct": 6.0, "check-ewa_from_first": 5.0}
TARGET = {"check-ewa_weights": 0.0}
HONEST_AFTER = {
    "check-averaging_window": 2.0,
    "check-ewa_with_gaps": 7.0,
    "check-larger_beta": 1.0,
    "check-bias_correction": 1.0,
    "check-fifty_days": 1.0,
}
NOT_MARKED = {"reflection": None}
FULL: dict[str, float | None] = {
    **HONEST_BEFORE,
    "check-ewa_weights": 3.0,
    **HONEST_AFTER,
    **NOT_MARKED,
}
NOTHING: dict[str, float | None] = dict.fromkeys(FULL, 0.0)

PRELUDE = """
import numpy as np
ROOT, CHECKOUT = {root!r}, {checkout!r}


def found(*things):
    print("FO" + "UND:", *things)


def attempt(name, action):
    try:
        found(name, action())
    except BaseException as error:
        print(name, "gave", type(error).__name__)

"""
FOUND = "FOUND:"
"""What an attack prints when it got hold of something; its own source does not hold this text."""

CHEAT = "def ewa_weights(beta, T):\n    return None"


@dataclass(frozen=True)
class Attack:
    """A submission with most exercises solved and one, `ewa_weights`, cheated for.

    `cell` stands before that exercise, `cheat` in its place and `later` after it. `earns` is what
    the honest part is worth. `stock` says what the very same submission gains from nbgrader's own
    autograde: `marks`, or `finds` something hidden; `open` lists what it can do without walls, and
    `elsewhere` tells what was seen elsewhere without the defence.
    """

    name: str
    what: str
    cell: str = ""
    cheat: str = CHEAT
    later: str = ""
    earns: dict[str, float | None] = field(
        default_factory=lambda: {**HONEST_BEFORE, **TARGET, **HONEST_AFTER, **NOT_MARKED}
    )
    edit: Callable[[Notebook], Notebook | bytes] | None = None
    beside: Callable[[Path, Path], None] | None = None
    stock: str = ""
    open: tuple[str, ...] = ()
    elsewhere: str = ""

    def hand_in(self, folder: Folder) -> None:
        """Writes the submission, with the files that lie beside it."""
        notebook = without_experiments(folder.solved("ewa"))
        set_source(notebook, "ewa_weights", self.cheat)
        prelude = PRELUDE.format(root=str(folder.root), checkout=str(ROOT))
        if self.cell:
            insert(notebook, "check-ewa_from_first", prelude + self.cell)
        if self.later:
            insert(notebook, "check-ewa_weights", self.later)
        handed_in = self.edit(notebook) if self.edit else notebook
        path = folder.hand_in(self.name, "ewa", handed_in)
        if self.beside:
            self.beside(path, folder.root)


def without_experiments(notebook: Notebook) -> Notebook:
    """They are the student's to delete; the submissions of these tests run faster without."""
    notebook["cells"] = [
        cell for cell in notebook["cells"] if "experiment" not in cell["metadata"].get("tags", ())
    ]
    return notebook


def code(source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"own-{os.urandom(4).hex()}",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def insert(notebook: Notebook, after: str, source: str) -> None:
    """Puts a cell of the student's own behind another."""
    ids = [cell["id"] for cell in notebook["cells"]]
    notebook["cells"].insert(ids.index(after) + 1, code(source))


def cell_of(notebook: Notebook, cell_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]]
    found = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    assert len(found) == 1, cell_id
    return found[0]
