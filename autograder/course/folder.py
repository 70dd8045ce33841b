"""A course folder in nbgrader's layout: its configuration, sources and submissions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.course import messages
from autograder.course.find_notebook import is_noise
from autograder.course.misplaced import misplaced
from autograder.errors import CourseError
from autograder.light_imports import import_tools_of
from autograder.refused import in_the_way, sentence_about
from course_lib.language import SOURCE, languages

CONFIG = "nbgrader_config.py"


def named_in(arguments: Sequence[str]) -> Path:
    """Return the course folder that a command's arguments name, or the present one."""
    folders = [after for word, after in pairwise(arguments) if word == "--course"]
    return Path((folders or ["."])[-1])


def source_file(coursedir: Any, assignment: str, notebook: str) -> Path:
    """Return the path of the instructor's notebook."""
    folder = coursedir.format_path(coursedir.source_directory, ".", assignment)
    return Path(folder) / f"{notebook}.ipynb"


def language_of_course(config: Any) -> str:
    """Return the language in which a course hands out its lessons; by default English."""
    return str(config.OptimizationCourse.get("language") or SOURCE)


def zone_of_exchange(config: Any) -> str:
    """Return the time zone in which nbgrader's exchange notes when work was handed in."""
    return str(config.Exchange.get("timezone") or "UTC")


def require_language(language: str) -> None:
    """Raise `CourseError` unless lessons can be had in this language."""
    known = (SOURCE, *languages())
    if language not in known:
        raise CourseError(messages.NO_LANGUAGE.format(language=language, known=", ".join(known)))


@dataclass(frozen=True)
class Submitted:
    """The place of one student's submission to one assignment."""

    student: str
    assignment: str
    folder: Path

    @property
    def notebook(self) -> Path:
        """The file that is graded."""
        return self.folder / f"{self.assignment}.ipynb"


class Course:
    """A course folder, opened by its path."""

    def __init__(self, root: Path) -> None:
        import_tools_of("nbgrader")
        from nbgrader.coursedir import CourseDirectory

        if not root.is_dir():
            raise CourseError(messages.NO_FOLDER.format(root=root))
        _find_programs()
        self.root = root.resolve()
        self.config = self._load()
        self.directory = CourseDirectory(config=self.config)

    def _load(self) -> Config:
        from autograder.course.nbgrader_settings import configure  # it imports much of nbgrader
        from autograder.course.settings import require_settings

        config = Config()
        configure(config)
        if sentence := in_the_way(self.root / CONFIG, folder=False):
            raise CourseError(sentence)
        if (self.root / CONFIG).exists():
            try:
                loader = PyFileConfigLoader(CONFIG, path=str(self.root))
                config.merge(loader.load_config())
            except OSError as error:
                raise CourseError(sentence_about(error)) from None
            except Exception as error:
                words = {"path": self.root / CONFIG, "why": str(error).rstrip(".")}
                raise CourseError(messages.SETTINGS_UNREADABLE.format(**words)) from error
        require_settings(config, self.root / CONFIG)
        config.CourseDirectory.root = str(self.root)
        return config

    @property
    def db_url(self) -> str:
        """Where the gradebook is."""
        return str(self.directory.db_url)

    @property
    def language(self) -> str:
        """The language of the notebooks that are handed out, and of the report."""
        return language_of_course(self.config)

    def hand_out_in(self, language: str | None) -> None:
        """Choose another language than the configuration's; None leaves it at that one.

        Raises `CourseError` if there is no such translation.
        """
        if language is not None:
            self.config.OptimizationCourse.language = language
        require_language(self.language)

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return str(self.directory.course_id)

    @property
    def submitted(self) -> Path:
        """The folder with a folder for each student; it may lie outside the course folder."""
        return self.root / str(self.directory.submitted_directory)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of one assignment at a step such as `submitted`."""
        return Path(self.directory.format_path(step, student, assignment))

    def assignments(self) -> list[str]:
        """Return the assignments that have a source notebook, in the course's order."""
        from grader_tests.engine.registry import names

        return [name for name in names() if self.source(name).exists()]

    def source(self, assignment: str) -> Path:
        """Return the path of an assignment's source notebook."""
        return source_file(self.directory, assignment, assignment)

    def read_source(self, assignment: str) -> str:
        """Return an assignment's source notebook; raise `CourseError` unless it is a notebook."""
        import warnings

        import nbformat

        path = self.source(assignment)
        try:
            text = path.read_text("utf-8")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about what nbformat adds to old notebooks
                nbformat.validate(nbformat.reads(text, as_version=4))
        except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
            why = (str(error).splitlines() or [""])[0].rstrip(".")[:200]
            raise CourseError(messages.DAMAGED_SOURCE.format(path=path, why=why)) from None
        return text

    def require(self, assignments: list[str]) -> list[str]:
        """Return the given assignments, or all; raise `CourseError` for one that does not exist."""
        known = self.assignments()
        assignments = [name.rstrip("/") for name in assignments]
        self.require_course()
        if not known:
            where = {"root": self.root, "source": self.directory.source_directory}
            raise CourseError(messages.NO_LESSONS.format(**where))
        for name in assignments:
            if name not in known:
                form = messages.NO_ASSIGNMENT
                raise CourseError(form.format(name=name, root=self.root, known=", ".join(known)))
        return assignments or known

    def require_course(self) -> None:
        """Raise `CourseError` if this is some other folder, in which nothing may be written."""
        if not (self.root / CONFIG).exists() and not self.assignments():
            raise CourseError(messages.NOT_A_COURSE.format(root=self.root))

    def submissions(self, assignment: str) -> Iterator[Submitted]:
        """Yield every student's folder for an assignment, ordered by student."""
        step = self.directory.submitted_directory
        top = self.submitted
        if sentence := in_the_way(top, folder=True):
            raise CourseError(sentence)
        if not top.is_dir():
            raise CourseError(messages.NO_SUBMITTED.format(folder=top, step=step))
        names = (entry.name for entry in top.iterdir() if entry.is_dir())
        for student in sorted(name for name in names if not is_noise(name)):
            folder = self.path(step, student, assignment)
            if _is_folder_or_closed(folder):
                yield Submitted(student, assignment, folder)

    def submitted_assignments(self) -> list[str]:
        """Return the assignments with submissions; raise `CourseError` if there are none."""
        found = [name for name in self.require([]) if any(self.submissions(name))]
        if not found:
            nothing = messages.NO_SUBMISSIONS.format(folder=self.submitted)
            raise CourseError("\n".join([nothing, *self.misplaced()]))
        return found

    def misplaced(self) -> list[str]:
        """Return a sentence for each entry of submitted/ that is no student's known assignment."""
        return [*misplaced(self.submitted, self.assignments())]

    def is_handed_out(self, assignment: str = "*") -> bool:
        """Return whether a release or a graded submission is there, of an assignment or of any."""
        steps = self.directory.release_directory, self.directory.autograded_directory
        patterns = f"{steps[0]}/{assignment}/*.ipynb", f"{steps[1]}/*/{assignment}/*.ipynb"
        return any(any(self.root.glob(pattern)) for pattern in patterns)

    def graded_assignments(self) -> list[str]:
        """Return the assignments with graded submissions; raise `CourseError` if there are none."""
        found = [name for name in self.require([]) if self.graded_students(name)]
        if not found:
            raise CourseError(messages.NOTHING_GRADED.format(root=self.root))
        return found

    def graded_students(self, assignment: str) -> list[str]:
        """Return the students whose submission to an assignment has been graded."""
        top = self.root / str(self.directory.autograded_directory)
        if sentence := in_the_way(top, folder=True):
            raise CourseError(sentence)
        students = sorted(e.name for e in top.iterdir() if e.is_dir()) if top.is_dir() else []
        step = self.directory.autograded_directory
        return [name for name in students if self.path(step, name, assignment).is_dir()]


def _is_folder_or_closed(path: Path) -> bool:
    """Return whether it is a folder, or may be one that is closed to us: then grading says so."""
    try:
        return path.is_dir()
    except PermissionError:
        return True


def _find_programs() -> None:
    """Put this environment's programs on the path: nbgrader calls `alembic` by name."""
    ours = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", os.defpath).split(os.pathsep)
    if ours not in paths:
        os.environ["PATH"] = os.pathsep.join([ours, *paths])
