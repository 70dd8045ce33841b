"""Make the table that `course grade` ends with."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from autograder.gradebook.marks import SubmissionMark
from autograder.grading.batch import Batch
from autograder.visible import in_one_line

HEADER = ("assignment", "graded", "median", "of", "full marks", "to mark by hand", "needs a look")


def summary_rows(batch: Batch) -> list[tuple[str, ...]]:
    """Return one row for each assignment.

    The numbers are those of the class report: all points so far, of everybody who handed in.
    """
    return [
        _row(
            assignment,
            [mark for (_, name), mark in batch.marks.items() if name == assignment],
            maximum,
            sorted(student for student, name in batch.problems if name == assignment),
        )
        for assignment, maximum in batch.out_of.items()
    ]


def _row(
    assignment: str, marks: list[SubmissionMark], out_of: float, students: Iterable[str]
) -> tuple[str, ...]:
    scores = [mark.score for mark in marks]
    return (
        assignment,
        str(len(marks)),
        f"{median(scores):g}" if scores else "-",
        f"{out_of:g}",
        str(sum(score >= out_of for score in scores)),
        str(sum(len(mark.pending) for mark in marks)),
        ", ".join(map(in_one_line, students)) or "-",
    )
