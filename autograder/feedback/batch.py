"""Write the feedback of a whole class in worker processes; nbgrader writes one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from autograder.bounded.budget import fork_helper
from autograder.course.folder import Course
from autograder.course.lock import OLD, feedback_lock
from autograder.errors import CourseError
from autograder.feedback import messages
from autograder.feedback.fingerprint import Fingerprints, Page, fingerprints
from autograder.gradebook.database import is_made, open_gradebook
from autograder.grading.local_workers import kill_workers
from autograder.grading.processes import context, end_with_main_process
from autograder.nbgrader_plugins.steps import write_feedback

WORTH_A_WORKER = 12
"""The number of pages that one process writes while a second one starts."""


class Outcome(Enum):
    """What came of writing a page, compared with the one that was there."""

    new = auto()
    changed = auto()
    same = auto()


@dataclass
class Written:
    """What came of writing pages: why each failed, and which say something new."""

    failed: dict[Page, str] = field(default_factory=dict)
    """Page -> a sentence."""
    changed: list[Page] = field(default_factory=list)
    new: int = 0
    """How many were written, those that changed included."""
    same: int = 0
    """How many were left alone, because they say the same as before."""

    @property
    def saved(self) -> int:
        """How many pages are there and up to date."""
        return self.new + self.same

    def add(self, page: Page, outcome: Outcome | str) -> None:
        """Add what became of one page, or why it failed."""
        if isinstance(outcome, str):
            self.failed[page] = outcome
        elif outcome is Outcome.same:
            self.same += 1
        else:
            self.new += 1
            if outcome is Outcome.changed:
                self.changed.append(page)


def write_pages(
    course: Course,
    pages: Sequence[Page],
    jobs: int,
    show: Callable[[int, int], None],
    written: Written | None = None,
) -> Written:
    """Write these pages, but none that is there and would be made from the same as before.

    `written`, if given, knows at any time how many there are.
    """
    written = Written() if written is None else written
    with feedback_lock(course):
        known = Fingerprints(course)
        now = _fingerprints(course, pages)
        stale = [page for page in pages if not known.is_same(page, now.get(page))]
        written.same = len(pages) - len(stale)
        show(written.same, len(pages))
        workers = min(jobs, len(stale) // WORTH_A_WORKER)
        outcomes = _here(course, stale) if workers < 2 else _in_workers(course, stale, workers)
        with _noting(known, now) as made:
            for done, (page, outcome) in enumerate(outcomes, start=written.same + 1):
                written.add(page, outcome)
                if isinstance(outcome, Outcome):
                    made.append(page)
                show(done, len(pages))
    return written


def _fingerprints(course: Course, pages: Sequence[Page]) -> Mapping[Page, str]:
    if not pages or not is_made(course):
        return {}
    with open_gradebook(course) as gradebook:
        return fingerprints(course, gradebook, pages)


@contextmanager
def _noting(known: Fingerprints, now: Mapping[Page, str]) -> Iterator[list[Page]]:
    """Yield a list for the pages that are made; note them, however it ends."""
    made: list[Page] = []
    try:
        yield made
    except BaseException:
        with suppress(OSError):  # without the note, they are only made once more
            known.note({page: now[page] for page in made if page in now})
        raise
    known.note({page: now[page] for page in made if page in now})


def _here(course: Course, pages: Sequence[Page]) -> Iterator[tuple[Page, Outcome | str]]:
    for page in pages:
        yield page, _write(course, page)


def _in_workers(
    course: Course, pages: Sequence[Page], workers: int
) -> Iterator[tuple[Page, Outcome | str]]:
    pool = ProcessPoolExecutor(
        workers, mp_context=context(), initializer=_start_worker, initargs=(course.root,)
    )
    try:
        futures = {pool.submit(_write_in_worker, page): page for page in pages}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool:
        raise CourseError(messages.WORKER_ENDED) from None
    except BaseException:  # somebody stopped it, or the disk is full
        kill_workers(pool)
        raise
    pool.shutdown()


_opened: list[Course] = []
"""In a worker: the course folder, opened once."""


def _start_worker(root: Path) -> None:
    fork_helper()
    end_with_main_process()
    _opened[:] = [Course(root)]


def _write_in_worker(page: Page) -> Outcome | str:
    return _write(_opened[0], page)


def _write(course: Course, page: Page) -> Outcome | str:
    """Write a page, or return why it failed; one that says the same as before stays as it is."""
    assignment, student = page
    folder = course.path(course.directory.feedback_directory, student, assignment)
    old = folder.with_name(f"{OLD}{assignment}")
    if old.is_dir():  # somebody pulled the plug
        _replace(folder, old)
    if folder.is_dir():
        folder.rename(old)
    try:
        write_feedback(course, assignment, student)
    except BaseException as error:
        if old.is_dir():
            _replace(folder, old)
        if isinstance(error, CourseError):
            return str(error)
        raise
    if not old.is_dir():
        return Outcome.new
    if _files(old) == _files(folder):
        _replace(folder, old)
        return Outcome.same
    shutil.rmtree(old)
    return Outcome.changed


def _replace(folder: Path, old: Path) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
    old.rename(folder)


def _files(folder: Path) -> dict[Path, bytes]:
    """Return the content of all files in a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}
