"""Our steps in nbgrader's own pipeline: plain `nbgrader autograde` grades in the sandbox."""

from __future__ import annotations

import atexit
import glob
from functools import partial
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import remove

from autograder.course.find_notebook import is_there
from autograder.course.folder import (
    Course,
    language_of_course,
    source_file,
    zone_of_exchange,
)
from autograder.course.in_nbgrader import ending_nbgrader, require_settings_of
from autograder.course.secret import make_secret, read_secret
from autograder.course.submission_files import (
    files_to_keep,
    read_timestamp,
    time_of_submission,
)
from autograder.gradebook.database import open_gradebook
from autograder.gradebook.forgiven import read_forgiven, settle_forgiven
from autograder.gradebook.save_marks import Texts, written_texts
from autograder.grading.graded_with import parts_of_class, parts_of_submission
from autograder.grading.job import Identity
from autograder.grading.marking import grade_notebook
from autograder.grading.submission import close_server, rebuild_submission, shared_server
from autograder.nbgrader_plugins import grade_options, translate
from autograder.nbgrader_plugins.matching import find_all_work, has_another
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.lesson import require_exercises
from autograder.notebook.rebuild import skeleton_of
from autograder.notebook.worked import read_work
from autograder.sandbox.confine import refuse_readable, secret_places
from autograder.visible import in_one_line

atexit.register(close_server)
find_all_work()


class MakeSecret(NbGraderPreprocessor):
    """Makes the course's secret at a release, if there is none yet.

    As the first step of a release, it sees that the course's settings are right.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        with ending_nbgrader(self.log):
            require_settings_of(self.parent.parent)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        make_secret(Path(_coursedir(self).root))
        return nb, resources


class Forgive(NbGraderPreprocessor):
    """Enters what `course forgive` decided, after nbgrader has entered cells or marks."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        course = Course(Path(_coursedir(self).root))
        if read_forgiven(course.root):
            with open_gradebook(course) as gradebook:
                settle_forgiven(course, gradebook, [resources["nbgrader"]["assignment"]])
        return nb, resources


class OverwriteCells(translate.OverwriteCells):
    """Does the step before it, except to cells that `course forgive` dropped.

    In the gradebook these have no points, and nbgrader would take the cell for a damaged one. All
    cells are the instructor's already.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        rules = read_forgiven(Path(_coursedir(self).root))
        self._forgiven = rules.get(resources["nbgrader"]["assignment"], {})
        done: tuple[NotebookNode, Any] = super().preprocess(nb, resources)
        return done

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in self._forgiven:
            return cell, resources
        done: tuple[NotebookNode, Any] = super().preprocess_cell(cell, resources, cell_index)
        return done


class Grade(grade_options.Grade, NbGraderPreprocessor):
    """Runs and grades a rebuilt notebook, in place of nbgrader's `Execute`."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        settings = self.settings()
        student, assignment = (resources["nbgrader"][key] for key in ("student", "assignment"))
        course = _coursedir(self)
        folder = Path(course.format_path(course.submitted_directory, student, assignment))
        grade_notebook(
            nb,
            Identity.of(folder, student, assignment),
            read_secret(Path(course.root)),
            shared_server(settings.confined, settings.experiments),
            settings.limits,
            settings.experiments,
        )
        return nb, resources


class SubmissionExporter(NotebookExporter):
    """Reads a submission, whatever it is, and rebuilds it before any step sees it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        course = Path(_coursedir(self).root)
        with ending_nbgrader(self.log):
            require_settings_of(self.parent)
            read_secret(course)
            if Grade(parent=self).settings().confined:
                refuse_readable(secret_places(course))
                shared_server(True)
        _keep_other_files_out(self.parent)
        self.texts_before: dict[tuple[str, str], Texts] = {}
        _note_texts_before(self.parent, self.texts_before)

    def from_filename(
        self, filename: str, resources: Any = None, **options: Any
    ) -> tuple[Any, Any]:
        """Read a notebook; nbgrader asks twice, for the submission and for the rebuilt notebook."""
        converter: Any = self.parent
        if not converter._sanitizing:
            return super().from_filename(filename, resources, **options)
        names = resources["nbgrader"]
        source = source_file(_coursedir(self), names["assignment"], names["notebook"])
        text = source.read_text("utf-8")
        with ending_nbgrader(self.log):
            require_exercises(text, names["assignment"])
        skeleton = skeleton_of(text)
        data, problem, notices = read_work(Path(filename), skeleton)
        settings = Grade(parent=self).settings()
        secret = read_secret(Path(_coursedir(self).root))
        folder, student = Path(filename).parent, names["student"]
        other = Identity.of(folder, student, names["assignment"]).other_than(student)
        time = time_of_submission(folder, zone_of_exchange(self.config))
        graded_with = {
            **parts_of_class(names["assignment"], skeleton, settings, secret),
            **parts_of_submission(data, problem, notices, time, other),
        }
        language = language_of_course(self.config)
        notebook = rebuild_submission(data, problem, skeleton, graded_with, notices, language)
        for sentence in notebook.metadata[METADATA_KEY]["incidents"]:
            self.log.warning("%s: %s", in_one_line(filename), sentence)
        text, resources = self.from_notebook_node(notebook, resources, **options)
        copied = files_to_keep(Path(filename).parent, Grade(parent=self).other_files)
        for name in copied:
            written_before = Path(
                converter._format_dest(names["assignment"], names["student"]), name
            )
            if written_before.exists():
                remove(str(written_before))  # it is read-only
        resources["outputs"] = {**resources.get("outputs", {}), **copied}
        return text, resources


def _keep_other_files_out(converter: Any) -> None:
    """Keep out other files, which nbgrader would copy on to feedback/, following links."""
    coursedir = converter.coursedir
    folders = map(glob.escape, converter.assignments)
    coursedir.ignore = list(dict.fromkeys([*coursedir.ignore, *folders]))
    zone = zone_of_exchange(converter.config)
    coursedir.get_existing_timestamp = partial(read_timestamp, zone=zone)


def _note_texts_before(converter: Any, noted: dict[tuple[str, str], Texts]) -> None:
    """Note the answers graded before, which nbgrader deletes, to compare them with the new ones."""
    init_destination = converter.init_destination

    def note_first(assignment: str, student: str) -> bool:
        graded = Path(converter._format_dest(assignment, student), f"{assignment}.ipynb")
        noted.clear()
        noted[student, assignment] = written_texts(graded)
        if converter._sanitizing:
            _forget_time_that_is_gone(converter, assignment, student)
            converter.notebooks = _notebooks(converter, assignment, student)
        return bool(init_destination(assignment, student))

    converter.init_destination = note_first


def _forget_time_that_is_gone(converter: Any, assignment: str, student: str) -> None:
    """Take a time that is noted nowhere any more out of the gradebook: nbgrader would leave it."""
    folder = Path(converter._format_source(assignment, student))
    if time_of_submission(folder, zone_of_exchange(converter.config)):
        return
    with open_gradebook(Course(Path(_coursedir(converter).root))) as gradebook:
        try:
            gradebook.find_submission(assignment, student).timestamp = None
        except MissingEntry:
            return
        gradebook.db.commit()


def _notebooks(converter: Any, assignment: str, student: str) -> list[str]:
    """Return what nbgrader is to read, with the right name in place of any other.

    nbgrader knows no `Ewa.ipynb`; `read_work` finds it where `ewa.ipynb` is asked for.
    """
    notebook = Path(converter._format_source(assignment, student), f"{assignment}.ipynb")
    elsewhere = not is_there(notebook) and has_another(notebook.parent, assignment)
    return [str(notebook)] if elsewhere else list(converter.notebooks)


def _coursedir(step: Any) -> Any:
    """Return nbgrader's course folder, which the converter at the top of the family has."""
    while not hasattr(step, "coursedir"):
        step = step.parent
    return step.coursedir
