"""Bring the gradebook up to date before marks are shown.

First come groups' marks by hand, then what was forgiven, then the penalties for late work, which
may depend on the points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment

from autograder.course.folder import Course
from autograder.course.upload_note import shared_by
from autograder.gradebook.forgiven import settle_forgiven
from autograder.gradebook.late_penalties import settle_late_penalties


def settle_marks(
    course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()
) -> list[str]:
    """Settle the marks of these assignments, or of all; return sentences about what is forgiven."""
    if course.submitted.is_dir():
        share_marks_by_hand(course, gradebook, assignments)
    forgiven = settle_forgiven(course, gradebook, assignments)
    settle_late_penalties(course, gradebook, assignments)
    return forgiven


def share_marks_by_hand(
    course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()
) -> None:
    """Copy a mark by hand, with its comment, to the members whose same answer still waits for one.

    Where two members were given different marks, each keeps their own.
    """
    query = gradebook.db.query(SubmittedAssignment).join(
        Assignment, Assignment.id == SubmittedAssignment.assignment_id
    )
    if assignments:
        query = query.filter(Assignment.name.in_(assignments))
    step = course.directory.submitted_directory
    groups: dict[tuple[str, ...], list[SubmittedAssignment]] = {}
    for submission in query:
        name = submission.assignment.name
        members = shared_by(course.path(step, submission.student_id, name), submission.student_id)
        if len(members) > 1:
            groups.setdefault((name, *members), []).append(submission)
    for several in groups.values():
        _share(several)
    gradebook.db.commit()


def _share(submissions: Sequence[SubmittedAssignment]) -> None:
    grades: dict[str, list[tuple[Any, Any]]] = {}
    for submission in submissions:
        for notebook in submission.notebooks:
            comments = {comment.name: comment for comment in notebook.comments}
            for grade in notebook.grades:
                grades.setdefault(grade.name, []).append((grade, comments.get(grade.name)))
    for pairs in grades.values():
        _share_one(pairs)


def _share_one(pairs: Sequence[tuple[Any, Any]]) -> None:
    """Copy the one mark of a cell that a person gave to those who wait for one."""
    given = [pair for pair in pairs if _is_given(pair[0])]
    if len({(grade.manual_score, grade.extra_credit) for grade, _ in given}) != 1:
        return
    mark, comment = given[0]
    for grade, own in pairs:
        if grade.needs_manual_grade:
            grade.manual_score = mark.manual_score
            grade.extra_credit = mark.extra_credit
            grade.needs_manual_grade = False
            if own is not None and comment is not None:
                own.manual_comment = comment.manual_comment


def _is_given(grade: Any) -> bool:
    return grade.manual_score is not None and not grade.needs_manual_grade
