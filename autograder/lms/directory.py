"""Look up students: a roster can, and so can the list of a course's people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Protocol


class Directory(Protocol):
    """Students by row: what `find_notebooks` needs to know of them."""

    @property
    def rows(self) -> Sized:
        """As many as there are students."""

    def student(self, row: int) -> str:
        """Return what the course calls the student of a row."""

    def called(self, row: int) -> str:
        """Return a student's name and ID for messages."""

    def name(self, row: int) -> str:
        """Return a student's name; empty if it is not known."""

    def login(self, row: int) -> str:
        """Return the student's user name; empty if it is not known."""

    def find(self, keys: Sequence[str], names: Iterable[str] = ()) -> int | None:
        """Return the one row with any of these IDs, or else names; None unless just one matches."""

    def find_canvas(self, number: str, name: str) -> int | None:
        """Return the row of a number that Canvas gave, or else of a name as Canvas shortens it."""

    def namesakes(self, name: str) -> int:
        """Return how many students have a name, which may be as Canvas shortens it."""

    def groups(self) -> dict[str, list[str]]:
        """Return the students of each group."""
