"""Grade a whole class: workers grade, and this process alone writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import DBAPIError

from autograder.course.folder import Course, Submitted, zone_of_exchange
from autograder.course.lock import course_lock
from autograder.course.secret import read_secret
from autograder.course.submission_files import time_of_submission
from autograder.errors import SubmissionNotGraded, SubmissionNotSaved
from autograder.full_disk import is_full
from autograder.gradebook.database import open_gradebook, require_writable
from autograder.gradebook.late_penalties import Penalties
from autograder.gradebook.marks import Submissions, read_cells, read_people, read_submissions
from autograder.gradebook.settle import settle_marks
from autograder.grading import messages
from autograder.grading.again import Again
from autograder.grading.graded_with import (
    KEY,
    Parts,
    changed_parts,
    parts_of_class,
    parts_of_submission,
    reasons,
)
from autograder.grading.job import Graded, Identity, Job, Settings
from autograder.grading.local_workers import LocalWorkers, Workers, grade_all
from autograder.grading.outdated import GradedBefore, grading_before
from autograder.grading.save import released_skeleton, save
from autograder.notebook.cell_outputs import METADATA_KEY
from autograder.notebook.worked import read_work
from autograder.refused import sentence_about
from autograder.sandbox.confine import (
    refuse_readable,
    require_confinement,
    require_fork,
    secret_places,
)
from course_lib.language import of_metadata


@dataclass
class Result:
    """The outcome of one submission that was to be graded."""

    submitted: Submitted
    graded: Graded | None = None
    failure: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The student and the assignment."""
        return self.submitted.student, self.submitted.assignment


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
    """How many were graded before and have not changed."""
    problems: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(student, assignment) -> sentences, also of those that were graded before."""
    marks_before: Submissions = field(default_factory=dict)
    """All marks of these assignments, as they were before."""
    marks: Submissions = field(default_factory=dict)
    """All marks of these assignments, as they are afterwards."""
    reasons: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(student, assignment) -> sentences that say why it was graded again."""
    out_of: dict[str, float] = field(default_factory=dict)
    """The maximum points of each assignment."""
    names: dict[str, str] = field(default_factory=dict)
    """What everybody in the gradebook is called: student -> name and ID."""

    def run(self, assignments: list[str], progress: Callable[[int, int], None]) -> None:
        """Grade what is not graded yet; `progress` is told how many are done, and of how many."""
        require_fork()
        secret = read_secret(self.course.root)
        if self.settings.confined:
            require_confinement()
            refuse_readable(secret_places(self.course.root))
        with course_lock(self.course), open_gradebook(self.course) as gradebook:
            require_writable(self.course, gradebook)
            skeletons = {
                name: released_skeleton(self.course, gradebook, name) for name in assignments
            }
            self.marks_before = read_submissions(gradebook, assignments)
            try:
                self._run(gradebook, skeletons, secret, progress)
            finally:  # also of what was graded before somebody stopped it
                self._read_marks(gradebook, assignments)

    def _run(
        self,
        gradebook: Gradebook,
        skeletons: Mapping[str, str],
        secret: bytes,
        progress: Callable[[int, int], None],
    ) -> None:
        submissions = [s for name in skeletons for s in self.course.submissions(name)]
        again = Again(self.course.root)
        if self.force:
            again.ask_for((s.student, s.assignment) for s in submissions)
        progress(0, len(submissions))
        tasks = self._tasks(submissions, skeletons, secret, again)
        penalties = Penalties(self.course)
        with closing(self._graded(tasks, len(submissions))) as results:
            for result in results:
                self._save(gradebook, result, penalties)
                if not result.failure:
                    again.done(result.key)
                self._note(result)
                progress(len(self.results) + self.skipped, len(submissions))
        again.finish(skeletons, [result.key for result in self.results if result.failure])
        progress(len(submissions), len(submissions))

    def _read_marks(self, gradebook: Gradebook, assignments: list[str]) -> None:
        """Settle and read all marks, for the summary.

        Where a gradebook that went away has made submissions fail, their sentences say so.
        """
        try:
            settle_marks(self.course, gradebook, assignments)
            self.marks = read_submissions(gradebook, assignments)
            self.out_of = {name: sum(read_cells(gradebook, name).values()) for name in assignments}
            self.names = {person.id: person.called for person in read_people(gradebook)}
        except DBAPIError:
            if not any(result.failure for result in self.results):
                raise

    def _tasks(
        self,
        submissions: list[Submitted],
        skeletons: Mapping[str, str],
        secret: bytes,
        again: Again,
    ) -> Iterator[tuple[Submitted, Job]]:
        """Read each submission once, and yield those that are new or have changed."""
        shared = {
            name: parts_of_class(name, skeletons[name], self.settings, secret)
            for name in {submitted.assignment for submitted in submissions}
        }
        zone = zone_of_exchange(self.course.config)
        for submitted in submissions:
            try:
                skeleton = skeletons[submitted.assignment]
                data, problem, notices = read_work(submitted.notebook, skeleton)
            except OSError as error:  # not the student's fault, so the marks stay as they are
                self._note(Result(submitted, failure=sentence_about(error)))
                continue
            time = time_of_submission(submitted.folder, zone)
            identity = Identity.of(submitted.folder, submitted.student, submitted.assignment)
            other = identity.other_than(submitted.student)
            own = parts_of_submission(data, problem, notices, time, other)
            parts = own | shared[submitted.assignment]
            before = grading_before(_graded_notebook(self.course, submitted))
            if self._why(submitted, parts, before, again):
                yield (
                    submitted,
                    Job(
                        identity,
                        data,
                        problem,
                        skeleton,
                        secret,
                        self.settings,
                        parts,
                        notices,
                        self._language(before),
                    ),
                )

    def _language(self, graded: GradedBefore) -> str:
        """Return the language of what this student handed in before, or else the course's."""
        if not graded.known or graded.known.get("unread"):
            return self.course.language
        return of_metadata({METADATA_KEY: graded.known})

    def _why(self, submitted: Submitted, parts: Parts, graded: GradedBefore, again: Again) -> bool:
        """Return whether a submission has to be graded, and note why; skip it if it has not."""
        one = submitted.student, submitted.assignment
        before, saved = graded.known, graded.is_saved(self.marks_before.get(one))
        changed = changed_parts(before.get(KEY), parts)
        if not changed and saved and not again.is_waiting(one):
            self.skipped += 1
            self._note_problems(submitted, before.get("incidents"))
            return False
        if KEY in before:
            otherwise = messages.ASKED_FOR if saved else messages.NOT_IN_GRADEBOOK
            self.reasons[one] = reasons(submitted.assignment, changed) or [otherwise]
        elif before:
            self.reasons[one] = [messages.GRADED_ELSEWHERE]
        return True

    def _graded(self, tasks: Iterator[tuple[Submitted, Job]], count: int) -> Generator[Result]:
        first = next(tasks, None)
        if first is None:  # then no worker is needed
            return
        workers = self._workers(count)
        try:
            for submitted, outcome in grade_all(workers, chain([first], tasks)):
                match outcome:
                    case SubmissionNotGraded():
                        yield Result(submitted, failure=str(outcome))
                    case Exception() if is_full(outcome):
                        raise outcome
                    case Exception():
                        failure = f"{type(outcome).__name__}: {outcome}"
                        yield Result(submitted, failure=failure)
                    case _:
                        yield Result(submitted, outcome)
        except BaseException:  # somebody stopped it, or no more can be saved
            workers.abandon()
            raise
        workers.close()

    def _save(self, gradebook: Gradebook, result: Result, penalties: Penalties) -> None:
        if result.graded is None:
            return
        try:
            other_files = self.settings.other_files
            save(self.course, gradebook, result.submitted, result.graded, other_files, penalties)
        except (SubmissionNotSaved, OSError) as error:
            if is_full(error):  # then no other can be saved either
                raise
            result.failure = sentence_about(error) if isinstance(error, OSError) else str(error)
        result.graded = result.graded.without_notebook()

    def _note(self, result: Result) -> None:
        self.results.append(result)
        problems = list(result.graded.problems) if result.graded else []
        problems += [result.failure] if result.failure else []
        self._note_problems(result.submitted, problems)

    def _note_problems(self, submitted: Submitted, sentences: object) -> None:
        if isinstance(sentences, list) and sentences:
            self.problems[submitted.student, submitted.assignment] = list(map(str, sentences))

    def _workers(self, count: int) -> Workers:
        if self.scheduler is None:
            return LocalWorkers(max(1, min(self.jobs, count)))
        from autograder.grading.dask_workers import ClusterWorkers

        return ClusterWorkers(self.scheduler, self.course.root, self.settings.confined)


def default_jobs() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _graded_folder(course: Course, submitted: Submitted) -> Path:
    step = course.directory.autograded_directory
    return course.path(step, submitted.student, submitted.assignment)


def _graded_notebook(course: Course, submitted: Submitted) -> Path:
    return _graded_folder(course, submitted) / f"{submitted.assignment}.ipynb"
