"""Find what `nbgrader autograde` is to grade: alone, it sees only names that end in `.ipynb`."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import Any

from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException

from autograder.course.find_notebook import find_notebook, is_noise, notebooks_in
from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.nbgrader_plugins import messages
from autograder.visible import in_one_line

_MOST = 5
"""Files that are named where nothing can be graded."""


def find_all_work() -> None:
    """Let nbgrader find all work, and say in our words if there is none.

    It looks before it asks any plug-in, and stops if no name in the whole batch is as it expects.
    """
    matches_names = Autograde.init_notebooks

    def init_notebooks(converter: Any) -> None:
        converter.assignments, converter.notebooks = {}, []
        if not _wants_every_notebook(converter) or _has_plain_name(converter):
            matches_names(converter)
        _add_otherwise_named(converter)
        if not converter.assignments:
            sentence = _why_nothing(converter)
            converter.log.error("%s", sentence)
            raise NbGraderException(sentence)

    Autograde.init_notebooks = init_notebooks


def has_another(folder: Path, assignment: str) -> bool:
    """Return whether a folder has work under a name that nbgrader does not look for."""
    return bool(notebooks_in(folder) or find_notebook(folder, assignment)[0])


def _folders(converter: Any) -> list[str]:
    coursedir = converter.coursedir
    return glob.glob(converter._format_source(coursedir.assignment_id, coursedir.student_id))


def _has_plain_name(converter: Any) -> bool:
    pattern = f"{converter.coursedir.notebook_id}.ipynb"
    return any(glob.glob(os.path.join(folder, pattern)) for folder in _folders(converter))


def _wants_every_notebook(converter: Any) -> bool:
    coursedir = converter.coursedir
    return Path(f"{coursedir.assignment_id}.ipynb").match(f"{coursedir.notebook_id}.ipynb")


def _add_otherwise_named(converter: Any) -> None:
    assignment = converter.coursedir.assignment_id
    for folder in _folders(converter) if _wants_every_notebook(converter) else ():
        if folder not in converter.assignments and has_another(Path(folder), assignment):
            converter.assignments[folder] = [str(Path(folder, f"{assignment}.ipynb"))]


def _why_nothing(converter: Any) -> str:
    """Return a sentence about what is there in place of work."""
    coursedir = converter.coursedir
    root, assignment = Path(coursedir.root), coursedir.assignment_id
    files = sorted(
        in_one_line(os.path.relpath(entry.path, root))
        for folder in _folders(converter)
        for entry in os.scandir(folder)
        if not is_noise(entry.name)
    )
    if files:
        shown = ", ".join(files[:_MOST])
        return messages.NO_NOTEBOOK_IN_BATCH.format(assignment=assignment, files=shown)
    student = "STUDENT" if coursedir.student_id == "*" else coursedir.student_id
    folder = os.path.relpath(converter._format_source(assignment, student), root)
    try:
        others = Course(root).misplaced()
    except (OSError, CourseError):
        others = []
    return " ".join([messages.NO_FOLDER_IN_BATCH.format(folder=folder), *others[:_MOST]])
