"""Make the table that `course grade` ends with."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from autograder import messages
from autograder.gradebook.marks import SubmissionMark
from autograder.grading.batch import Batch
from autograder.html.sanitize import points
from autograder.visible import in_one_line


def summary_rows(batch: Batch) -> list[tuple[str, ...]]:
    """Return one row for each assignment.

    The numbers are those of the class report: all points so far, of everybody who handed in.
    """
    return [
        _row(
            assignment,
            [mark for (_, name), mark in batch.marks.items() if name == assignment],
            len(_people(batch, assignment)),
            maximum,
            [_called(batch, s) for s, name in sorted(batch.problems) if name == assignment],
        )
        for assignment, maximum in batch.out_of.items()
    ]


def _people(batch: Batch, assignment: str) -> set[str]:
    """Return everybody in the course, also those whose first submission could not be graded."""
    handed_in = {student for student, name in (*batch.marks, *batch.problems) if name == assignment}
    return {*batch.names, *handed_in}


def nothing_from(batch: Batch) -> list[str]:
    """Return a sentence for each assignment that some of the course's people did not hand in."""
    sentences = []
    for assignment in batch.out_of:
        here = {*batch.marks, *batch.problems}  # what cannot be graded was handed in all the same
        missing = [name for s, name in batch.names.items() if (s, assignment) not in here]
        if missing:
            words = {"count": len(missing), "students": messages.all_of(missing)}
            sentences.append(messages.NOTHING_FROM.format(assignment=assignment, **words))
    return sentences


def _called(batch: Batch, student: str) -> str:
    return batch.names.get(student) or in_one_line(student)


def _row(
    assignment: str,
    marks: list[SubmissionMark],
    people: int,
    out_of: float,
    students: Iterable[str],
) -> tuple[str, ...]:
    scores = [mark.score for mark in marks]
    return (
        assignment,
        messages.SO_MANY_OF.format(count=len(marks), of=people),
        points(median(scores)) if scores else "-",
        f"{out_of:g}",
        str(sum(score >= out_of for score in scores)),
        str(sum(len(mark.pending) for mark in marks)),
        ", ".join(students) or "-",
    )
