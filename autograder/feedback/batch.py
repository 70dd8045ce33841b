"""Write the feedback of a whole class in worker processes; nbgrader writes one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
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


def write_pages(
    course: Course, pages: Sequence[Page], jobs: int, show: Callable[[int, int], None]
) -> list[str]:
    """Write these pages, and return a sentence for each that could not be written."""
    show(0, len(pages))
    workers = min(jobs, len(pages) // WORTH_A_WORKER)
    written = _here(course, pages) if workers < 2 else _in_workers(course, pages, workers)
    failures = []
    for done, failure in enumerate(written, start=1):
        failures += [failure] if failure else []
        show(done, len(pages))
    return failures


def _here(course: Course, pages: Sequence[Page]) -> Iterator[str | None]:
    for page in pages:
        yield _write(course, page)


def _in_workers(course: Course, pages: Sequence[Page], workers: int) -> Iterator[str | None]:
    pool = ProcessPoolExecutor(
        workers, mp_context=context(), initializer=_start_worker, initargs=(course.root,)
    )
    with pool:
        try:
            for future in as_completed([pool.submit(_write_in_worker, page) for page in pages]):
                yield future.result()
        except BrokenProcessPool:
            raise CourseError(WORKER_ENDED) from None
        finally:
            pool.shutdown(cancel_futures=True)


_opened: list[Course] = []
"""In a worker: the course folder, opened once."""


def _start_worker(root: Path) -> None:
    end_with_main_process()
    _opened[:] = [Course(root)]


def _write_in_worker(page: Page) -> str | None:
    return _write(_opened[0], page)


def _write(course: Course, page: Page) -> str | None:
    try:
        write_feedback(course, *page)
    except CourseError as error:
        return str(error)
    return None
