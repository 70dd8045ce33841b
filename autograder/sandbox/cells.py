"""What a session has its child do in the order of the notebook, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.replies import Note


@dataclass(frozen=True)
class CellResult:
    """The result of running a cell: raw outputs, and what went wrong.

    `incident` is a sentence about the cell as a whole; `notes` are about its statements.
    """

    outputs: list[Any]
    incident: str | None = None
    notes: tuple[Note, ...] = ()
    syntax_error: int | None = None


@dataclass
class Cell:
    """A cell that was run; `fatal` if it killed a child, `without` lines that never end.

    Of an experiment, `only` some statements are run.
    """

    label: str
    source: str
    own: bool = False
    fatal: bool = False
    seconds: float = 0.0
    without: list[int] = field(default_factory=list)
    only: tuple[int, ...] | None = None


Step = list[str]
"""Something to do between cells: to capture a name, or to skip a cell."""
