"""Remember in the course folder what is to be graded again, so that it can be interrupted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from autograder.whole_file import write_whole

NOTE = ".grading_again"
"""A line for each submission that is to be graded again, and then one for each that was."""

_TODO, _FAILED, _DONE = "todo", "failed", "done"

One = tuple[str, str]
"""A student and an assignment."""


class Again:
    """The submissions that somebody asked to grade again although nothing has changed.

    Each that is done is noted at once, so that the work goes on where it was stopped, even by a
    power failure.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / NOTE
        self._waiting: dict[One, str] = {}
        for state, *one in self._lines():
            if state == _DONE:
                self._waiting.pop((one[0], one[1]), None)
            else:
                self._waiting[one[0], one[1]] = state

    def ask_for(self, submissions: Iterable[One]) -> None:
        """Ask for these; of an assignment that was stopped half way, only for the rest."""
        stopped = {one[1] for one, state in self._waiting.items() if state == _TODO}
        for one in submissions:
            if one[1] not in stopped:
                self._waiting[one] = _TODO
        self._write()

    def is_waiting(self, one: One) -> bool:
        """Return whether a submission still has to be graded again."""
        return one in self._waiting

    def done(self, one: One) -> None:
        """Note that a submission was graded."""
        if self._waiting.pop(one, None) is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps([_DONE, *one]))  # the line before may be cut off

    def finish(self, assignments: Collection[str], failed: Collection[One]) -> None:
        """Note that everything was tried; what failed is tried again by the next grading."""
        if not self._waiting:
            self._path.unlink(missing_ok=True)
            return
        self._waiting = {
            one: _FAILED if one[1] in assignments else state
            for one, state in self._waiting.items()
            if one[1] not in assignments or one in failed
        }
        self._write()

    def _write(self) -> None:
        lines = [json.dumps([state, *one]) for one, state in sorted(self._waiting.items())]
        write_whole(self._path, "\n".join(lines))

    def _lines(self) -> list[list[str]]:
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            try:
                read = json.loads(line)
            except ValueError:  # empty, or cut off
                continue
            if isinstance(read, list) and len(read) == 3:
                found.append([str(word) for word in read])
        return found
