"""What a session has its child do in the order of the notebook, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder import messages
from autograder.sandbox.limits import WALL_FACTOR
from autograder.sandbox.reasons import TIME, WHATEVER_FAILS
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
    """A cell that was run; `fatal` if it killed a child, `without` lines to be left out.

    Of an experiment, `only` some statements are run; of a cell that has used up what others need,
    only its `DEFINITIONS`.
    """

    label: str
    source: str
    own: bool = False
    fatal: bool = False
    seconds: float = 0.0
    without: list[int] = field(default_factory=list)
    only: tuple[int, ...] | str | None = None
    ended: bool = False
    """Whether a statement failed as it most likely did at home, and so ended it there."""
    grew: int = 0
    """How much address space it has taken, in bytes."""

    def leave_out(self, notes: Iterable[Note], short_of: str | None) -> None:
        """Run some lines no more: those that never end, and those that lacked what is short."""
        self.without = [note.line for note in notes if note.reason in (TIME, short_of)]

    def whatever_fails(self) -> Cell:
        """Return the same cell to be run below the statement that ended it."""
        return replace(self, only=WHATEVER_FAILS) if self.ended and self.only is None else self

    def time_sentence(self, seconds: float, computed: float, whole: bool) -> str:
        """Say that it was stopped after `seconds`, perhaps the `whole` time of a cell.

        One that hardly computed was waiting instead, and what passed is counted as a fifth.
        """
        form = messages.CELL_TIME if whole else messages.CELL_TIME_SHORT
        if computed < seconds / 2:
            form, seconds = messages.CELL_WAITED, seconds * WALL_FACTOR
        return form.format(cell=self.label, detail=f"{seconds:.3g}")


Step = list[str]
"""Something to do between cells: to capture a name, or to skip a cell."""
