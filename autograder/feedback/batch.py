"""Write the feedback of a whole class in worker processes; nbgrader writes one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.grading.processes import context, end_with_main_process
from autograder.nbgrader_plugins.steps import write_feedback

WORTH_A_WORKER = 12
"""The number of pages that one process writes while a second one starts."""
WORKER_ENDED = (
    "A process that wrote feedback was killed from outside; perhaps the machine is short of "
    "memory. Run `course feedback` again, if necessary with --jobs 1."
)

Page = tuple[str, str]
"""An assignment and a student."""


@dataclass
class Written:
    """What came of writing pages: a sentence for each that failed, and which say something new."""

    failures: list[str] = field(default_factory=list)
    changed: list[Page] = field(default_factory=list)

    def add(self, page: Page, outcome: str | bool) -> None:
        """Add what became of one page: why it failed, or whether it replaces a different one."""
        if isinstance(outcome, str):
            self.failures.append(outcome)
        elif outcome:
            self.changed.append(page)


def write_pages(
    course: Course, pages: Sequence[Page], jobs: int, show: Callable[[int, int], None]
) -> Written:
    """Write these pages."""
    show(0, len(pages))
    workers = min(jobs, len(pages) // WORTH_A_WORKER)
    outcomes = _here(course, pages) if workers < 2 else _in_workers(course, pages, workers)
    written = Written()
    for done, (page, outcome) in enumerate(outcomes, start=1):
        written.add(page, outcome)
        show(done, len(pages))
    return written


def _here(course: Course, pages: Sequence[Page]) -> Iterator[tuple[Page, str | bool]]:
    for page in pages:
        yield page, _write(course, page)


def _in_workers(
    course: Course, pages: Sequence[Page], workers: int
) -> Iterator[tuple[Page, str | bool]]:
    pool = ProcessPoolExecutor(
        workers, mp_context=context(), initializer=_start_worker, initargs=(course.root,)
    )
    with pool:
        try:
            futures = {pool.submit(_write_in_worker, page): page for page in pages}
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool:
            raise CourseError(WORKER_ENDED) from None
        finally:
            pool.shutdown(cancel_futures=True)


_opened: list[Course] = []
"""In a worker: the course folder, opened once."""


def _start_worker(root: Path) -> None:
    end_with_main_process()
    _opened[:] = [Course(root)]


def _write_in_worker(page: Page) -> str | bool:
    return _write(_opened[0], page)


def _write(course: Course, page: Page) -> str | bool:
    """Write a page; return why it failed, or whether it says something else than the one before."""
    assignment, student = page
    folder = course.path(course.directory.feedback_directory, student, assignment)
    path = folder / f"{assignment}.html"
    before = path.read_bytes() if path.exists() else None
    try:
        write_feedback(course, assignment, student)
    except CourseError as error:
        return str(error)
    return before is not None and path.read_bytes() != before
