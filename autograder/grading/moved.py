"""Find whose marks were moved by a grading, and say so with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from autograder.gradebook.marks import SubmissionMark, Submissions
from autograder.grading import messages
from autograder.visible import in_one_line
from course_lib.language import in_a_row

LEAST = 0.005
"""Smaller differences are of rounding."""


@dataclass(frozen=True)
class Move:
    """A mark that is another one than before, and in which graded cells."""

    student: str
    assignment: str
    before: float
    after: float
    cells: tuple[tuple[str, float], ...]
    """Graded cells with the points that each has more, or less, than before."""

    @property
    def difference(self) -> float:
        """The points that the student has more, or less, than before."""
        return self.after - self.before


def moves(before: Submissions, after: Submissions) -> list[Move]:
    """Return the marks that differ, of those who had one before."""
    found = []
    for (student, assignment), new in sorted(after.items()):
        old = before.get((student, assignment))
        if old is not None and abs(new.score - old.score) > LEAST:
            cells = tuple(_cells(old, new))
            found.append(Move(student, assignment, old.score, new.score, cells))
    return found


def _cells(old: SubmissionMark, new: SubmissionMark) -> Iterator[tuple[str, float]]:
    for name in sorted(old.cells.keys() | new.cells.keys()):
        points = [mark.cells[name].score if name in mark.cells else 0.0 for mark in (old, new)]
        if abs(points[1] - points[0]) > LEAST:
            yield name, points[1] - points[0]


def sentences(
    found: Sequence[Move],
    why: Mapping[tuple[str, str], Sequence[str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """Return lines that say who has more or fewer points than before, and why.

    `why` has sentences for (student, assignment), `names` what students are called. Those whose
    marks moved for the same reasons in the same cells are in one line.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[Move]] = {}
    for move in found:
        reasons = tuple(why.get((move.student, move.assignment), ()))
        groups.setdefault((move.assignment, reasons), []).append(move)
    lines = []
    for (assignment, reasons), group in groups.items():
        up = sum(move.difference > 0 for move in group)
        counts = {"assignment": assignment, "up": up, "down": len(group) - up}
        lines.append(in_a_row(messages.MOVED.format(**counts), *reasons))
        lines += _by_cells(group, names)
    return lines


def _by_cells(group: Sequence[Move], names: Mapping[str, str]) -> Iterator[str]:
    alike: dict[str, list[Move]] = {}
    for move in group:
        cells = ", ".join(f"{name} {points:+g}" for name, points in move.cells)
        alike.setdefault(cells or messages.MOVED_BY_PENALTY, []).append(move)
    for cells, several in alike.items():
        called = (names.get(move.student) or in_one_line(move.student) for move in several)
        pairs = zip(called, several, strict=True)
        marks = (f"{name} {m.before:g} → {m.after:g}" for name, m in pairs)
        yield messages.MOVED_IN.format(cells=cells, marks=", ".join(marks))
