"""Read all answers to one reflection, with the marks that they have so far."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.by_hand import messages
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.joined import with_submission


@dataclass(frozen=True)
class Mark:
    """What the gradebook has of one answer."""

    points: float | None
    """Points given by hand."""
    automatic: float | None
    pending: bool
    comment: str | None

    @property
    def given(self) -> float | None:
        """The points of the answer; None if somebody has to mark it, perhaps again."""
        if self.pending:
            return None
        return self.automatic if self.points is None else self.points


@dataclass(frozen=True)
class Answer:
    """One student's answer."""

    student: str
    name: str
    text: str
    attachments: Mapping[str, Any]
    mark: Mark

    @property
    def digest(self) -> str:
        """What changes with the text: a mark is for the text that was read."""
        return hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:16]


def cells_by_hand(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """Return the points of each written answer of an assignment, by its cell."""
    rows = (
        gradebook.db.query(GradeCell.name, GradeCell.max_score)
        .join(Notebook, Notebook.id == GradeCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .filter(Assignment.name == assignment, GradeCell.cell_type == "markdown")
        .order_by(GradeCell.name)
    )
    return {name: float(points or 0.0) for name, points in rows}


def choose_cell(gradebook: Gradebook, assignment: str, cell: str | None) -> tuple[str, float]:
    """Return the written answer to mark and its points; raise `CourseError` if there is none."""
    cells = cells_by_hand(gradebook, assignment)
    known = ", ".join(cells)
    if not cells:
        raise CourseError(messages.NOTHING_BY_HAND.format(assignment=assignment))
    if cell is None and len(cells) > 1:
        raise CourseError(messages.WHICH_CELL.format(assignment=assignment, known=known))
    cell = cell or next(iter(cells))
    if cell not in cells:
        form = messages.NO_SUCH_CELL
        raise CourseError(form.format(assignment=assignment, cell=cell, known=known))
    return cell, cells[cell]


def read_answers(
    course: Course, gradebook: Gradebook, assignment: str, cell: str, student: str | None = None
) -> list[Answer]:
    """Return everybody's answer, or one student's, ordered by student."""
    comment = gradebook.db.query(Comment.notebook_id, Comment.manual_comment)
    comments = dict(comment.filter(Comment.name == cell).all())
    grades = gradebook.db.query(
        SubmittedAssignment.student_id,
        Student.first_name,
        Student.last_name,
        SubmittedNotebook.id,
        Grade.manual_score,
        Grade.auto_score,
        Grade.needs_manual_grade,
    )
    rows = (
        with_submission(grades, Grade)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .filter(Assignment.name == assignment, BaseCell.name == cell)
        .order_by(SubmittedAssignment.student_id)
    )
    if student is not None:
        rows = rows.filter(SubmittedAssignment.student_id == student)
    answers = []
    for who, first, last, notebook, points, automatic, pending in rows:
        text, attachments = read_text(course, who, assignment, cell)
        mark = Mark(points, automatic, bool(pending), comments.get(notebook))
        name = " ".join(filter(None, (first, last)))
        answers.append(Answer(who, name, text, attachments, mark))
    return answers


def read_text(
    course: Course, student: str, assignment: str, cell: str
) -> tuple[str, Mapping[str, Any]]:
    """Return a written answer in a graded notebook, and the pictures that belong to it."""
    folder = course.path(course.directory.autograded_directory, student, assignment)
    try:
        notebook = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
        [found] = [one for one in notebook.cells if _grade_id(one) == cell]
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError):
        return messages.UNREADABLE, {}
    return found.source, found.get("attachments", {})


def _grade_id(cell: Any) -> str | None:
    own = cell.metadata.get("nbgrader") or {}
    return own.get("grade_id")
