"""Write one graded submission into nbgrader's gradebook and folders, as nbgrader itself would."""

from __future__ import annotations

import json
import shutil
import stat
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from autograder.course.folder import Course, Submitted, zone_of_exchange
from autograder.course.lock import DRAFT, OLD
from autograder.course.submission_files import files_to_keep, read_timestamp
from autograder.errors import CourseError, GradebookRefused, SubmissionNotSaved, UnusableFile
from autograder.gradebook.database import explained
from autograder.gradebook.late_penalties import Penalties
from autograder.gradebook.save_marks import SaveMarks, written_texts
from autograder.gradebook.submission_rows import SubmissionRows
from autograder.grading import messages
from autograder.grading.job import Graded
from autograder.notebook.lesson import require_exercises
from autograder.notebook.nodes import node_of
from autograder.notebook.rebuild import skeleton_of

_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def released_skeleton(course: Course, gradebook: Gradebook, assignment: str) -> str:
    """Return the skeleton of an assignment that was released as its source is now.

    Raises `CourseError` if the gradebook has another one or none, or if the source has an exercise
    that this version of the grader does not know.
    """
    try:
        notebook = gradebook.find_notebook(assignment, assignment)
    except MissingEntry:
        lost = course.is_handed_out(assignment)
        form = messages.GRADEBOOK_LOST if lost else messages.NOT_RELEASED
        raise CourseError(form.format(assignment=assignment)) from None
    known = {cell.name: cell.checksum for cell in notebook.source_cells}
    source = course.read_source(assignment)
    require_exercises(source, assignment)
    skeleton = skeleton_of(source)
    metadata = [cell["metadata"].get("nbgrader", {}) for cell in json.loads(skeleton)["cells"]]
    now = {m["grade_id"]: m["checksum"] for m in metadata if "checksum" in m}
    changed = sorted(name for name in known.keys() | now if known.get(name) != now.get(name))
    if changed:
        form = messages.SOURCE_CHANGED
        raise CourseError(form.format(assignment=assignment, cells=", ".join(changed)))
    return skeleton


@contextmanager
def _one_transaction(gradebook: Gradebook) -> Iterator[None]:
    """Commit once at the end: nbgrader commits after every row, and here that only flushes."""
    session = gradebook.db
    commit, session.commit = session.commit, session.flush
    try:
        with warnings.catch_warnings():
            # nbgrader builds its objects expecting a commit after each; a flush warns, and is fine
            warnings.simplefilter("ignore", SAWarning)
            yield
            commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.commit


def save(
    course: Course,
    gradebook: Gradebook,
    submitted: Submitted,
    graded: Graded,
    other_files: Sequence[str],
    penalties: Penalties,
) -> None:
    """Write marks and files, or raise `SubmissionNotSaved` and leave everything as it was.

    The gradebook comes first and the folder last, by a rename, so that a folder that exists
    always has its marks.
    """
    draft = _draft(course, submitted)
    try:
        _write(draft, submitted, graded, other_files)
        with explained(course), _one_transaction(gradebook):
            _save_marks(course, gradebook, submitted, graded, penalties)
        _put_in_place(draft, _destination(course, submitted))
    except UnusableFile as error:
        raise SubmissionNotSaved(str(error)) from None
    except GradebookRefused as error:
        raise SubmissionNotSaved(str(error)) from None
    finally:
        _remove(draft)


def _save_marks(
    course: Course,
    gradebook: Gradebook,
    submitted: Submitted,
    graded: Graded,
    penalties: Penalties,
) -> None:
    student, assignment = submitted.student, submitted.assignment
    time = read_timestamp(submitted.folder, zone_of_exchange(course.config))
    rows = SubmissionRows(gradebook, assignment, student, time)
    step = SaveMarks()
    step.gradebook = rows
    step.texts_before = written_texts(_destination(course, submitted) / f"{assignment}.ipynb")
    step.notebook_id, step.assignment_id, step.student_id = assignment, assignment, student
    for index, cell in enumerate(_cells_to_mark(graded.notebook)):
        step.preprocess_cell(cell, {}, index)
    rows.save()
    if rows.may_be_late:
        gradebook.db.expire_all()  # nbgrader's objects know nothing of what these rows have saved
        penalties.assign(gradebook.find_submission_notebook_by_id(rows.notebook))


_MARKED = "grade", "solution", "task"
"""Kinds of cells for which nbgrader keeps a mark or a comment."""


def _cells_to_mark(text: str) -> list[NotebookNode]:
    """Return the cells that get a mark or a comment, without figures, tables and verdicts.

    nbgrader uses nothing else, and takes long to make its objects of it.
    """
    data = json.loads(text)
    marked = [(cell, cell["metadata"].get("nbgrader") or {}) for cell in data["cells"]]
    data["cells"] = [cell for cell, own in marked if any(map(own.get, _MARKED))]
    for cell in data["cells"]:
        cell["metadata"] = {"nbgrader": cell["metadata"]["nbgrader"]}
        outputs = cell.get("outputs", ())
        cell["outputs"] = [output for output in outputs if output["output_type"] != "display_data"]
    cells: list[NotebookNode] = rejoin_lines(node_of(data)).cells
    return cells


def _destination(course: Course, submitted: Submitted) -> Path:
    step = course.directory.autograded_directory
    return course.path(step, submitted.student, submitted.assignment)


def _draft(course: Course, submitted: Submitted) -> Path:
    destination = _destination(course, submitted)
    return destination.with_name(DRAFT + destination.name)


def _write(draft: Path, submitted: Submitted, graded: Graded, other_files: Sequence[str]) -> None:
    """Write the whole folder `autograded/STUDENT/ASSIGNMENT`, under another name."""
    _remove(draft)
    draft.mkdir(parents=True)
    notebook = draft / f"{submitted.assignment}.ipynb"
    notebook.write_text(graded.notebook, encoding="utf-8")
    notebook.chmod(_READ_ONLY)
    for name, data in files_to_keep(submitted.folder, other_files).items():
        (draft / name).write_bytes(data)
        (draft / name).chmod(_READ_ONLY)


def _put_in_place(draft: Path, destination: Path) -> None:
    old = destination.with_name(OLD + destination.name)
    _remove(old)
    if destination.exists():
        destination.rename(old)
    draft.rename(destination)
    _remove(old)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
