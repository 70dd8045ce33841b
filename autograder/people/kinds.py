"""Tell by which kind of ID a course calls the people of a roster: new ones are called alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.lms.names import folder_name
from autograder.lms.rosters.roster import Listed
from autograder.people.registry import Member

_EMAIL = "Email address"


@dataclass(frozen=True)
class Kind:
    """A column of a roster, of which the whole is an ID, or only what stands before an @."""

    column: str
    before_at: bool = False

    def of(self, row: Listed | Member) -> str:
        """Return the ID of this kind that a row, or a member, has; empty if there is none."""
        value = row.ids.get(self.column) or (row.email if self.column == _EMAIL else "")
        return folder_name(value.split("@")[0] if self.before_at else value)


def usual_kind(known: Iterable[tuple[Listed, Member]], members: Iterable[Member]) -> Kind | None:
    """Return the kind of ID by which the course calls most people of a roster whom it knows.

    If it knows nobody of the roster, its other people decide. None says that they are called by
    nothing that this roster, or the list of people, has.
    """
    found: list[tuple[Listed | Member, Member]] = [*known]
    found = found or [(member, member) for member in members if member.ids]
    counts = Counter(kind for row, member in found for kind in _kinds(row, member))
    best = max(counts, key=lambda kind: counts[kind], default=None)
    return best if best and 2 * counts[best] >= len(found) else None


def is_called(kind: Kind | None, row: Listed | Member, member: Member) -> bool:
    """Return whether the course calls a member by this kind of ID."""
    return kind is not None and kind.of(row).casefold() == member.student.casefold()


def _kinds(row: Listed | Member, member: Member) -> Iterator[Kind]:
    """Yield each kind whose value in a row is what the course calls a member."""
    for column in dict.fromkeys([*row.ids, _EMAIL]):
        for before_at in (False, True):
            kind = Kind(column, before_at)
            if kind.of(row) and is_called(kind, row, member):
                yield kind
                break
