"""Find pairs of students who share a rare wrong behaviour: a reason to talk, never proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from autograder.groups.groups import Group
from autograder.report.summary import Summary
from course_lib.cases.plain_results import PLAIN_RESULTS

FEWEST = 10
"""In a smaller class, nothing is rare."""
RARE = 0.05
"""Share of those who handed in that makes a wrong behaviour rare; two of them always may."""


@dataclass(frozen=True)
class Shared:
    """A wrong behaviour that few have: in which exercise, and how many of how many."""

    assignment: str
    exercise: str
    count: int
    of: int
    what: str
    """The name of the mistake, or the change that does the same; empty if none is known."""


@dataclass(frozen=True)
class Pair:
    """Two students, and what they share; the rarest pair comes first."""

    students: tuple[str, str]
    shared: tuple[Shared, ...]

    @property
    def rarity(self) -> float:
        """Grow with each behaviour that is shared, and with how few have it."""
        return sum(log(one.of / one.count) for one in self.shared)


def pairs(summaries: Sequence[Summary]) -> list[Pair]:
    """Return the pairs who share a rare wrong behaviour in any of the assignments."""
    found: dict[tuple[str, str], list[Shared]] = {}
    for summary in summaries:
        for group, shared in _rare(summary):
            for one, other in combinations(sorted(group.students), 2):
                found.setdefault((one, other), []).append(shared)
    made = [Pair(students, tuple(shared)) for students, shared in found.items()]
    return sorted(made, key=lambda pair: (-pair.rarity, pair.students))


def _rare(summary: Summary) -> Iterator[tuple[Group, Shared]]:
    of = summary.submitted.count
    most = max(2, int(RARE * of))
    if of < FEWEST:
        return
    for wrong in summary.wrong:
        for group in wrong.groups:
            known = group.names or group.first.explained.behaviour is not None
            if known and 2 <= len(group.answers) <= most and not _is_plain(group):
                what = " + ".join(group.names).replace("_", " ") or "".join(group.changes[:1])
                yield (
                    group,
                    Shared(summary.titles.assignment, wrong.exercise, len(group.answers), of, what),
                )


def _is_plain(group: Group) -> bool:
    """Return whether the functions compute nothing, which tells nothing about their authors."""
    return any(name in PLAIN_RESULTS for name in group.names)
