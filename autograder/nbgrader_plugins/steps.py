"""Run nbgrader's own steps for `course`: release and feedback."""

from __future__ import annotations

import json
import logging
import os
import re
from glob import has_magic
from typing import Any

from nbgrader.api import MissingEntry, SubmittedAssignment
from nbgrader.apps import NbGraderAPI

from autograder import messages
from autograder.course.folder import Course
from autograder.course.secret import NAME as SECRET
from autograder.course.secret import make_secret
from autograder.errors import CourseError, SecretMissing
from autograder.full_disk import raise_full, says_full
from autograder.gradebook.database import is_filled, open_gradebook, require_writable
from autograder.nbgrader_plugins import messages as about_steps
from autograder.notebook.lesson import require_exercises
from autograder.notebook.rebuild import skeleton_of
from autograder.refused import known_sentence
from autograder.visible import in_one_line

_REFUSED = re.compile(r"\w+Error: \[Errno (\d+)\] .*: '(.+)'$", re.MULTILINE)
_COMPLAINT = re.compile(r"^\s*(?:[\w.]+(?:Error|Exception): .+)$", re.MULTILINE)


def _api(course: Course) -> Any:
    for name in ("traitlets", "tornado.application"):
        log = logging.getLogger(name)  # the result contains what matters of it
        log.propagate = False
        log.handlers[:] = [logging.NullHandler()]
    return NbGraderAPI(config=course.config)


def release(course: Course, assignment: str) -> None:
    """Make the students' version of an assignment and enter it in the gradebook.

    Raises `CourseError` if it has an exercise that the grader does not know, or nbgrader refuses.
    """
    require_exercises(course.read_source(assignment), assignment)
    _make_secret_unless_graded(course)
    _require_same_cells(course, assignment)
    result = _api(course).generate_assignment(assignment)
    _require_success(result, about_steps.NOT_RELEASED, assignment=assignment)


def write_feedback(course: Course, assignment: str, student: str) -> None:
    """Write nbgrader's feedback page for one graded submission.

    nbgrader takes a student's name for a pattern: `*` would write everybody's pages.
    """
    if has_magic(student) or "\n" in student or student != student.strip():
        raise CourseError(
            about_steps.NOT_A_NAME.format(student=in_one_line(student), assignment=assignment)
        )
    result = _api(course).generate_feedback(assignment, student_id=student, force=True)
    whose = {"student": in_one_line(student), "assignment": assignment}
    _require_success(result, about_steps.NO_FEEDBACK, **whose)


def _make_secret_unless_graded(course: Course) -> None:
    """Make the secret, unless work was graded: a new one would change its hidden numbers."""
    if not (course.root / SECRET).exists() and is_filled(course):
        with open_gradebook(course) as gradebook:
            if gradebook.db.query(SubmittedAssignment).first() is not None:
                raise SecretMissing(about_steps.LOST_SECRET.format(path=course.root / SECRET))
    make_secret(course.root)


def _require_same_cells(course: Course, assignment: str) -> None:
    """Raise `CourseError` if there are marks, and cells were added or removed since.

    So it does if the gradebook cannot be written: nbgrader would refuse both in a traceback.
    """
    if not is_filled(course):
        return
    with open_gradebook(course) as gradebook:
        require_writable(course, gradebook)
        try:
            notebook = gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return
        count = len(notebook.submissions)
        known = {cell.name for cell in notebook.source_cells}
    skeleton = skeleton_of(course.read_source(assignment))
    now = {
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in json.loads(skeleton)["cells"]
        if "checksum" in cell["metadata"].get("nbgrader", {})
    }
    for cells, sentence in (
        (known - now, messages.CELLS_REMOVED),
        (now - known, messages.CELLS_ADDED),
    ):
        if count and cells:
            listed = ", ".join(sorted(cells))
            raise CourseError(sentence.format(assignment=assignment, count=count, cells=listed))


def _require_success(result: dict[str, Any], sentence: str, **values: str) -> None:
    """Raise `CourseError` with nbgrader's last error message, if it failed."""
    if result["success"]:
        return
    output = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    if says_full(output):
        raise_full()
    if refused := _REFUSED.search(output):
        error = OSError(int(refused[1]), os.strerror(int(refused[1])), refused[2])
        if known_sentence(error) is not None:
            raise error
    if "\nKeyboardInterrupt" in output:  # nbgrader takes it for an error like any other
        raise KeyboardInterrupt
    complaints = [c for c in _COMPLAINT.findall(output) if "NbGraderException" not in c]
    why = complaints[-1].strip() if complaints else output.strip()[-500:]
    raise CourseError(sentence.format(why=why, **values))
