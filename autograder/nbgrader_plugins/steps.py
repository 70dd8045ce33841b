"""nbgrader's own steps, called from `course`: release and feedback."""

from __future__ import annotations

import logging
import re
from typing import Any

from nbgrader.api import SubmittedAssignment
from nbgrader.apps import NbGraderAPI

from autograder.course.folder import Course
from autograder.course.secret import NAME as SECRET
from autograder.course.secret import make_secret
from autograder.errors import CourseError, SecretMissing
from autograder.gradebook.database import open_gradebook

LOST_SECRET = (
    "{path} is missing, though work has been graded with it, and a new one would change the marks "
    "of a re-grade. Restore it from your backup; without one, begin anew with `course init`."
)

_COMPLAINT = re.compile(r"^\s*(?:[\w.]+(?:Error|Exception): .+)$", re.MULTILINE)


def _api(course: Course) -> Any:
    log = logging.getLogger("traitlets")  # what matters of it comes back with the result
    log.propagate = False
    log.handlers[:] = [logging.NullHandler()]
    return NbGraderAPI(config=course.config)


def release(course: Course, assignment: str) -> None:
    """Makes the students' version of an assignment and enters it in the gradebook."""
    _make_secret_unless_graded(course)
    _require_success(_api(course).generate_assignment(assignment), f"{assignment} was not released")


def write_feedback(course: Course, assignment: str, student: str) -> None:
    """Writes nbgrader's feedback page for one graded submission."""
    result = _api(course).generate_feedback(assignment, student_id=student, force=True)
    _require_success(result, f"The feedback for {student} on {assignment} was not written")


def _make_secret_unless_graded(course: Course) -> None:
    """A new secret would change the hidden numbers of work that has its marks already."""
    if not (course.root / SECRET).exists():
        with open_gradebook(course) as gradebook:
            if gradebook.db.query(SubmittedAssignment).first() is not None:
                raise SecretMissing(LOST_SECRET.format(path=course.root / SECRET))
    make_secret(course.root)


def _require_success(result: dict[str, Any], what: str) -> None:
    """Raises `CourseError` with the last thing that nbgrader complained of, if it failed."""
    if result["success"]:
        return
    said = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    complaints = [c for c in _COMPLAINT.findall(said) if "NbGraderException" not in c]
    raise CourseError(f"{what}. {complaints[-1].strip() if complaints else said.strip()[-500:]}")
