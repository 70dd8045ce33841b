"""Read marks from nbgrader's gradebook; the report, the exports and the demo all read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook import messages
from autograder.gradebook.database import is_made, open_gradebook
from autograder.gradebook.joined import with_submission
from autograder.messages import listed
from autograder.visible import called
from course_lib.language import counted

Submissions = dict[tuple[str, str], "SubmissionMark"]
"""(student, assignment) -> mark, of those who submitted."""


@dataclass(frozen=True)
class Person:
    """A student as the gradebook knows them."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """The first and last name; empty if the gradebook has neither."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def called(self) -> str:
        """The name and the ID, as people are shown."""
        return called(self.id, self.name)


@dataclass(frozen=True)
class CellMark:
    """The mark of one graded cell; `pending` until somebody has marked it by hand."""

    machine: float | None = None
    by_hand: float | None = None
    """Points given by hand, which replace the machine's."""
    extra: float = 0.0
    """Extra credit, which is added to either."""
    pending: bool = False

    @property
    def score(self) -> float:
        """The points that count."""
        points = self.machine if self.by_hand is None else self.by_hand
        return (points or 0.0) + self.extra

    @property
    def earlier(self) -> bool:
        """Whether the points by hand are for what was handed in before; they count meanwhile."""
        return self.pending and self.by_hand is not None


@dataclass
class SubmissionMark:
    """The marks of one submission so far, by graded cell in alphabetical order."""

    submitted: datetime | None = None
    penalty: float = 0.0
    late: timedelta = timedelta()
    """How late it was handed in, extensions considered."""
    notebook: str = ""
    """The ID of the submitted notebook, by which the formgrader finds it."""
    cells: dict[str, CellMark] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The points so far less the penalty for lateness, and never below zero."""
        return max(0.0, self.machine + self.hand - self.penalty)

    @property
    def machine(self) -> float:
        """The points that the grader gave and nobody replaced."""
        return sum(cell.machine or 0.0 for cell in self.cells.values() if cell.by_hand is None)

    @property
    def hand(self) -> float:
        """The points given by hand: instead of the machine's, or as extra credit."""
        return sum((cell.by_hand or 0.0) + cell.extra for cell in self.cells.values())

    @property
    def pending(self) -> tuple[str, ...]:
        """The cells that still have to be marked by hand."""
        return tuple(name for name, cell in self.cells.items() if cell.pending)


@dataclass(frozen=True)
class Marks:
    """The marks of some assignments: their maximum points, the students, and who has what."""

    assignments: Mapping[str, float]
    people: Sequence[Person]
    submissions: Submissions
    unfinished: bool = True
    """Whether a mark is given to the LMS that still waits for a person, with its points so far."""

    def counts(self, mark: SubmissionMark) -> bool:
        """Return whether a mark is to be given to the LMS."""
        return self.unfinished or not mark.pending

    def of(self, student: str) -> dict[str, SubmissionMark]:
        """Return one student's marks by assignment."""
        return {
            assignment: self.submissions[student, assignment]
            for assignment in self.assignments
            if (student, assignment) in self.submissions
        }

    def notices(self) -> list[str]:
        """Return a sentence for each assignment in which marks by hand are missing."""
        notices = []
        names = {person.id: person.called for person in self.people}
        for assignment in self.assignments:
            marks = {s: mark for (s, a), mark in self.submissions.items() if a == assignment}
            pending = sorted(s for s, mark in marks.items() if mark.pending)
            pending = [names.get(student, student) for student in pending]
            if pending:
                forms = messages.PENDING if self.unfinished else messages.PENDING_BLANK
                words = {"submitted": len(marks), "students": listed(pending)}
                notices.append(counted(forms, len(pending), assignment=assignment, **words))
        return notices


def read_marks(
    gradebook: Gradebook,
    assignments: Sequence[str] = (),
    students: Sequence[str] = (),
    unfinished: bool = True,
) -> Marks:
    """Read the marks of the given assignments and students, or of all that have any.

    The number of queries does not depend on the size of the class. Raises `CourseError` for an
    assignment that the gradebook does not have, and if nobody has submitted anything.
    """
    known = {a.name: float(a.max_score or 0.0) for a in gradebook.assignments}
    for name in assignments:
        if name not in known:
            names = ", ".join(known) or "–"
            raise CourseError(messages.UNKNOWN_ASSIGNMENT.format(name=name, known=names))
    submissions = read_submissions(gradebook, assignments, students)
    if not submissions:
        raise CourseError(nothing_to_export(assignments))
    submitted = {assignment for _, assignment in submissions}
    wanted = dict.fromkeys(assignments or [name for name in known if name in submitted])
    people = [p for p in read_people(gradebook) if not students or p.id in students]
    return Marks({name: known[name] for name in wanted}, people, submissions, unfinished)


def nothing_to_export(assignments: Sequence[str]) -> str:
    """Return the sentence for these assignments, or for all if none is named."""
    if not assignments:
        return messages.NOTHING_TO_EXPORT
    return messages.NOTHING_TO_EXPORT_OF.format(assignments=", ".join(assignments))


def read_people(gradebook: Gradebook, students: Sequence[str] = ()) -> list[Person]:
    """Read every student, or the given ones, ordered by ID."""
    columns = (Student.id, Student.first_name, Student.last_name, Student.email)
    rows = gradebook.db.query(*columns).order_by(Student.id)
    if students:
        rows = rows.filter(Student.id.in_(students))
    return [Person(*(value or "" for value in row)) for row in rows]


def called_of(course: Course, student: str) -> str:
    """Return the name and the ID of a student; the ID alone if no name is known."""
    if is_made(course):
        with open_gradebook(course) as gradebook:
            for person in read_people(gradebook, [student]):
                return person.called
    return called(student, "")


def read_cells(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """Read the maximum points of each graded cell of an assignment."""
    cells: dict[str, float] = {}
    for kind in (GradeCell, TaskCell):
        rows = (
            gradebook.db.query(kind.name, kind.max_score)
            .join(Notebook, Notebook.id == kind.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .filter(Assignment.name == assignment)
        )
        cells |= {name: float(points or 0.0) for name, points in rows}
    return cells


def read_submissions(
    gradebook: Gradebook, assignments: Sequence[str] = (), students: Sequence[str] = ()
) -> Submissions:
    """Read the marks of every submission, or of those of the given assignments and students."""
    submission = SubmittedAssignment
    rows = (
        gradebook.db.query(
            submission.student_id,
            Assignment.name,
            submission.timestamp,
            submission.late_submission_penalty,
            Assignment.duedate,
            submission.extension,
        )
        .select_from(submission)
        .join(Assignment, Assignment.id == submission.assignment_id)
    )
    found = {
        (student, assignment): SubmissionMark(
            timestamp, float(penalty or 0.0), _late(timestamp, due, extension)
        )
        for student, assignment, timestamp, penalty, due, extension in _only(
            rows, assignments, students
        )
    }
    grades = gradebook.db.query(
        submission.student_id,
        Assignment.name,
        BaseCell.name,
        Grade.auto_score,
        Grade.manual_score,
        Grade.extra_credit,
        Grade.needs_manual_grade,
        SubmittedNotebook.id,
    )
    rows = with_submission(grades, Grade).order_by(BaseCell.name)
    for student, assignment, cell, machine, hand, extra, pending, notebook in _only(
        rows, assignments, students
    ):
        mark = CellMark(machine, hand, float(extra or 0.0), bool(pending))
        found[student, assignment].cells[cell] = mark
        found[student, assignment].notebook = notebook
    return found


def _late(
    submitted: datetime | None, due: datetime | None, extension: timedelta | None
) -> timedelta:
    if submitted is None or due is None:
        return timedelta()
    return max(timedelta(), submitted - due - (extension or timedelta()))


def _only(query: Any, assignments: Sequence[str], students: Sequence[str]) -> Any:
    """Narrow a query to the given assignments and students; no names mean all of them."""
    if assignments:
        query = query.filter(Assignment.name.in_(assignments))
    if students:
        query = query.filter(SubmittedAssignment.student_id.in_(students))
    return query


def not_graded(course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()) -> list[str]:
    """Return a sentence for each assignment with submissions that the gradebook does not have."""
    if not course.submitted.is_dir():
        return []
    known = read_submissions(gradebook, assignments)
    names = {person.id: person.called for person in read_people(gradebook)}
    notices = []
    for name in assignments or course.assignments():
        missing = [s.student for s in course.submissions(name) if (s.student, name) not in known]
        if missing:
            students = listed([names.get(student, student) for student in missing])
            notices.append(messages.NOT_GRADED.format(assignment=name, students=students))
    return notices
