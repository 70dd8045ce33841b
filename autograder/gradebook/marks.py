"""Reads the marks of a whole class from nbgrader's gradebook, for export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.course.folder import Course, CourseError
from autograder.lms import messages


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows them."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name; empty if the gradebook has none."""
        return " ".join(filter(None, (self.first_name, self.last_name)))


@dataclass
class Mark:
    """What one submission has earned so far."""

    submitted: datetime | None
    penalty: float
    machine: float = 0.0
    hand: float = 0.0
    """Points given by hand: in place of the machine's, for a cell's text, or on top."""
    pending: tuple[str, ...] = ()
    """The cells that still wait for a mark by hand."""

    @property
    def score(self) -> float:
        """The mark: points less the penalty for being late, and never below zero."""
        return max(0.0, self.machine + self.hand - self.penalty)


@dataclass(frozen=True)
class Marks:
    """The marks of some assignments: their most points, the students, and who has what."""

    assignments: Mapping[str, float]
    people: Sequence[Person]
    by_both: Mapping[tuple[str, str], Mark]
    """(student, assignment) -> mark, of those who submitted."""

    def of(self, student: str) -> dict[str, Mark]:
        """Assignment -> mark of one student."""
        return {
            a: self.by_both[student, a] for a in self.assignments if (student, a) in self.by_both
        }

    def notices(self) -> list[str]:
        """A sentence for each assignment in which marks by hand are missing."""
        found = []
        for assignment in self.assignments:
            works = {s: mark for (s, a), mark in self.by_both.items() if a == assignment}
            pending = sorted(student for student, mark in works.items() if mark.pending)
            if pending:
                found.append(
                    messages.PENDING.format(
                        assignment=assignment,
                        count=len(pending),
                        submitted=len(works),
                        students=messages.listed(pending),
                    )
                )
        return found


def read_marks(
    gradebook: Gradebook, assignments: Sequence[str] = (), students: Sequence[str] = ()
) -> Marks:
    """The marks of the assignments and students named, or of all that have any.

    The gradebook is asked a fixed number of questions, however large the class is. Raises
    `CourseError` for an assignment that it does not know, and if nobody has handed anything in.
    """
    known = {a.name: float(a.max_score or 0.0) for a in gradebook.assignments}
    for name in assignments:
        if name not in known:
            sentence = messages.UNKNOWN_ASSIGNMENT.format(
                name=name, known=", ".join(known) or "none"
            )
            raise CourseError(sentence)
    by_both = {
        both: mark
        for both, mark in _marks(gradebook).items()
        if (not assignments or both[1] in assignments) and (not students or both[0] in students)
    }
    if not by_both:
        of = f"on {', '.join(assignments)} " if assignments else ""
        raise CourseError(messages.NOTHING_TO_EXPORT.format(of=of))
    handed_in = {assignment for _, assignment in by_both}
    wanted = dict.fromkeys(assignments or [name for name in known if name in handed_in])
    rows = gradebook.db.query(
        Student.id, Student.first_name, Student.last_name, Student.email
    ).order_by(Student.id)
    people = [
        Person(*(value or "" for value in row))
        for row in rows
        if not students or row[0] in students
    ]
    return Marks({name: known[name] for name in wanted}, people, by_both)


def not_graded(course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()) -> list[str]:
    """A sentence for each assignment with work in submitted/ that the gradebook does not know."""
    if not (course.root / str(course.directory.submitted_directory)).is_dir():
        return []
    rows = gradebook.db.query(SubmittedAssignment.student_id, Assignment.name).join(
        Assignment, Assignment.id == SubmittedAssignment.assignment_id
    )
    known = {(student, name) for student, name in rows}
    found = []
    for name in assignments or course.assignments():
        handed_in = [submitted.student for submitted in course.submissions(name)]
        missing = [student for student in handed_in if (student, name) not in known]
        if missing:
            students = messages.listed(missing)
            found.append(messages.NOT_GRADED.format(assignment=name, students=students))
    return found


def _marks(gradebook: Gradebook) -> dict[tuple[str, str], Mark]:
    submissions = gradebook.db.query(
        SubmittedAssignment.student_id,
        Assignment.name,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.late_submission_penalty,
    ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    found = {
        (student, assignment): Mark(timestamp, float(penalty or 0.0))
        for student, assignment, timestamp, penalty in submissions
    }
    grades = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            BaseCell.name,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .order_by(BaseCell.name)
    )
    for student, assignment, cell, auto, manual, extra, pending in grades:
        mark = found[student, assignment]
        if manual is None:
            mark.machine += auto or 0.0
        mark.hand += (manual or 0.0) + (extra or 0.0)
        if pending:
            mark.pending += (cell,)
    return found
