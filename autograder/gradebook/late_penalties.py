"""Late penalties by nbgrader's plug-in, from the points as they are now; and extensions."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties

from autograder.course.folder import Course, zone_of_exchange
from autograder.course.own_table import read_own_table
from autograder.course.times import utc_time
from autograder.errors import CourseError
from autograder.gradebook import messages
from autograder.whole_file import draft_of

EXTENSIONS = "extensions.csv"
"""In the course folder: who may hand in an assignment until when."""
_HEADER = ("student", "assignment", "until")

Extensions = Mapping[tuple[str, str], datetime]
"""(student, assignment) -> the time, in UTC, until which nothing is late."""


def settle_late_penalties(
    course: Course, gradebook: Gradebook, assignments: Sequence[str] = ()
) -> None:
    """Compute the penalties of all late work again, and save them.

    A penalty may depend on the points, and these change after grading, when somebody marks a
    reflection. An extension may be granted at any time.
    """
    query = gradebook.db.query(SubmittedAssignment).join(
        Assignment, Assignment.id == SubmittedAssignment.assignment_id
    )
    query = query.filter(Assignment.duedate.isnot(None))
    if assignments:
        query = query.filter(Assignment.name.in_(assignments))
    penalties = Penalties(course)
    for submission in query:
        for notebook in submission.notebooks:
            penalties.assign(notebook)
    gradebook.db.commit()


class Penalties:
    """The course's rule for late work, and its extensions as they are now, for many submissions."""

    def __init__(self, course: Course) -> None:
        self._extensions = read_extensions(course)
        self._config = course.config

    @cached_property
    def _step(self) -> Any:
        step = AssignLatePenalties(config=self._config)
        step.init_plugin()
        return step

    def assign(self, notebook: SubmittedNotebook) -> None:
        """Do the work of nbgrader's `AssignLatePenalties`, which would open a second gradebook."""
        submission = notebook.assignment
        until = self._extensions.get((submission.student_id, submission.assignment.name))
        if until is not None and submission.assignment.duedate is not None:
            submission.extension = until - submission.assignment.duedate
        late = submission.total_seconds_late
        penalty = None
        if late > 0:
            rule, score = self._step.plugin_inst, notebook.score
            penalty = rule.late_submission_penalty(submission.student_id, score, late)
            if penalty is not None:
                penalty = self._step._check_late_penalty(notebook, penalty)
        notebook.late_submission_penalty = penalty


def read_extensions(course: Course) -> Extensions:
    """Return the extensions of the course; raise `CourseError` for a line that makes no sense."""
    path = course.root / EXTENSIONS
    if not os.path.lexists(path):
        return {}
    try:
        _, rows = read_own_table(path)
    except ValueError:
        rows = [{}]
    found = {}
    for number, row in enumerate(rows, start=2):
        try:
            student, assignment, until = (row[key] for key in _HEADER)
            found[student, assignment] = _time(course, until)
        except (KeyError, CourseError):
            raise CourseError(messages.BAD_EXTENSION.format(path=path, line=number)) from None
    return found


def extend(
    course: Course, gradebook: Gradebook, student: str, assignment: str, until: str
) -> datetime:
    """Let a student hand in an assignment until a time such as `2027-03-03 17:00 UTC`.

    Returns the time, in UTC. Raises `CourseError` for a time that cannot be read, for an
    assignment without a due date, and for a time before it.
    """
    time = _time(course, until)
    try:
        due = gradebook.find_assignment(assignment).duedate
    except MissingEntry:
        due = None
    if due is None:
        raise CourseError(messages.NO_DUE_DATE.format(assignment=assignment))
    if time < due:
        raise CourseError(messages.BEFORE_DUE.format(assignment=assignment, due=f"{due:%F %R}"))
    _write(course.root / EXTENSIONS, {**read_extensions(course), (student, assignment): time})
    settle_late_penalties(course, gradebook, [assignment])
    return time


def _time(course: Course, text: str) -> datetime:
    time = utc_time(text, zone_of_exchange(course.config))
    if time is None:
        raise CourseError(messages.BAD_TIME.format(time=text))
    return time


def _write(path: Path, extensions: Extensions) -> None:
    with draft_of(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for (student, assignment), until in sorted(extensions.items()):
            writer.writerow((student, assignment, f"{until:%Y-%m-%d %H:%M:%S} UTC"))
