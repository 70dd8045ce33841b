"""Grades a whole class: workers grade, this process alone writes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.folder import Course, Submitted
from autograder.course.lock import alone
from autograder.course.secret import read_secret
from autograder.course.submission_files import read_submission, read_timestamp
from autograder.errors import SubmissionNotGraded, SubmissionNotSaved, UnusableFile
from autograder.gradebook.database import open_gradebook, require_writable
from autograder.grading.local_workers import LocalWorkers, Workers, grade_all
from autograder.grading.marking import Identity
from autograder.grading.save import require_released, save
from autograder.grading.submission import (
    Graded,
    Job,
    Settings,
    fingerprint,
)
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.rebuild import skeleton_of
from autograder.sandbox.confine import (
    refuse_readable,
    require_confinement,
    require_fork,
    secret_places,
)


@dataclass
class Result:
    """What became of one submission."""

    submitted: Submitted
    graded: Graded | None = None
    failure: str | None = None

    @property
    def points(self) -> float:
        """Points of the machine-graded cells."""
        return sum(verdict.points or 0.0 for verdict in self.graded.verdicts) if self.graded else 0

    @property
    def out_of(self) -> float:
        """The most that the machine-graded cells can earn."""
        return sum(verdict.out_of or 0.0 for verdict in self.graded.verdicts) if self.graded else 0


@dataclass
class Batch:
    """The work of one `course grade`; on a Dask cluster if `scheduler` names one."""

    course: Course
    settings: Settings
    jobs: int
    force: bool = False
    scheduler: str | None = None
    results: list[Result] = field(default_factory=list)
    skipped: int = 0

    def run(self, assignments: list[str], progress: Callable[[int, int], None]) -> None:
        """Grades what is not graded yet; `progress` hears how many are done, of how many."""
        require_fork()
        secret = read_secret(self.course.root)
        if self.settings.confined:
            require_confinement()
            refuse_readable(secret_places(self.course.root))
        with alone(self.course), open_gradebook(self.course) as gradebook:
            require_writable(self.course, gradebook)
            for assignment in assignments:
                require_released(self.course, gradebook, assignment)
            todo = list(self._todo(assignments))
            progress(0, len(todo))
            if not todo:
                return
            with closing(self._workers(len(todo))) as workers:
                for done, result in enumerate(self._grade(workers, todo, secret), start=1):
                    self._save(gradebook, result)
                    self.results.append(result)
                    progress(done, len(todo))

    def _todo(self, assignments: list[str]) -> Iterator[Submitted]:
        """What has not been graded, or has changed since."""
        for assignment in assignments:
            skeleton = self._skeleton(assignment)
            for submitted in self.course.submissions(assignment):
                try:
                    data, problem = read_submission(_notebook(submitted))
                except OSError as error:  # no fault of the student's, whose marks stay as they are
                    self.results.append(Result(submitted, failure=str(error)))
                    continue
                now = fingerprint(data, problem, skeleton, self.settings)
                graded = _graded_folder(self.course, submitted)
                same = now == _graded_fingerprint(graded, submitted.assignment)
                if same and not self.force and _same_time(submitted.folder, graded):
                    self.skipped += 1
                else:
                    yield submitted

    def _grade(self, workers: Workers, todo: list[Submitted], secret: bytes) -> Iterator[Result]:
        tasks = ((submitted, self._job(submitted, secret)) for submitted in todo)
        for submitted, outcome in grade_all(workers, tasks):
            match outcome:
                case SubmissionNotGraded():
                    yield Result(submitted, failure=str(outcome))
                case Exception():
                    yield Result(submitted, failure=f"{type(outcome).__name__}: {outcome}")
                case _:
                    yield Result(submitted, outcome)

    def _job(self, submitted: Submitted, secret: bytes) -> Job:
        data, problem = read_submission(_notebook(submitted))
        skeleton = self._skeleton(submitted.assignment)
        identity = Identity(submitted.student, submitted.assignment)
        return Job(identity, data, problem, skeleton, secret, self.settings)

    def _skeleton(self, assignment: str) -> str:
        return skeleton_of(self.course.source(assignment).read_text("utf-8"))

    def _save(self, gradebook: Gradebook, result: Result) -> None:
        if result.graded is None:
            return
        try:
            save(self.course, gradebook, result.submitted, result.graded)
        except (SubmissionNotSaved, OSError) as error:
            result.failure = str(error)
        result.graded = result.graded.in_short()

    def _workers(self, todo: int) -> Workers:
        if self.scheduler is None:
            return LocalWorkers(max(1, min(self.jobs, todo)))
        from autograder.grading.dask_workers import ClusterWorkers

        return ClusterWorkers(self.scheduler, self.course.root, self.settings.confined)


def default_jobs() -> int:
    """As many workers as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _notebook(submitted: Submitted) -> Path:
    return submitted.folder / f"{submitted.assignment}.ipynb"


def _graded_folder(course: Course, submitted: Submitted) -> Path:
    step = course.directory.autograded_directory
    return course.path(step, submitted.student, submitted.assignment)


def _graded_fingerprint(folder: Path, assignment: str) -> str | None:
    try:
        text = (folder / f"{assignment}.ipynb").read_text("utf-8")
        known = json.loads(text)["metadata"][METADATA_KEY].get("fingerprint")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return known if isinstance(known, str) else None


def _same_time(submitted: Path, graded: Path) -> bool:
    """Whether the time of handing in is the one that the late penalty was reckoned with."""
    try:
        return read_timestamp(submitted) == read_timestamp(graded)
    except (UnusableFile, OSError):
        return False
