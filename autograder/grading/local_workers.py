"""Where submissions are graded: worker processes of this machine. One that dies loses nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from typing import Protocol, TypeVar

from autograder.errors import CourseError, SubmissionNotGraded
from autograder.grading.processes import context
from autograder.grading.submission import Graded, Job, grade_submission, start_worker

AHEAD = 4
"""Submissions given out ahead for each worker, so that memory does not grow with the class."""

QUIET_SECONDS = 60
"""When nothing was graded for so long, it is time to see whether there still are workers."""

TRIES = 2
"""So often may a submission end a worker that grades nothing else, before it is given up."""

BROKE_ITS_WORKER = (
    f"The process that graded it was ended from outside, {TRIES} times; perhaps the machine is "
    "short of memory. Run `course grade` again to try once more."
)
NO_WORKERS = (
    "No worker process can be started on this machine: it ends before it has done anything. "
    "What was graded is saved. Look for a lack of memory or a limit on processes."
)

T = TypeVar("T")


class Workers(Protocol):
    """What grades: an executor that knows how much to take on, and what to make of a failure."""

    @property
    def ahead(self) -> int:
        """How many submissions may be given out at once."""

    def submit(self, job: Job) -> Future[Graded]:
        """Gives a submission to a worker."""

    def result(self, job: Job, future: Future[Graded]) -> Graded:
        """Return what a finished future holds, or raise `SubmissionNotGraded` or `CourseError`."""

    def require_some(self) -> None:
        """Raises `CourseError` if there is no worker left to wait for."""

    def close(self) -> None:
        """Lets the workers go; what is under way is dropped."""


def grade_all(
    workers: Workers, tasks: Iterator[tuple[T, Job]]
) -> Iterator[tuple[T, Graded | Exception]]:
    """Each task with what came of it, in the order in which they end.

    Takes tasks only as fast as they are graded. A `CourseError` ends it all.
    """
    running: dict[Future[Graded], tuple[T, Job]] = {}
    while True:
        for task, job in islice(tasks, max(0, workers.ahead - len(running))):
            running[workers.submit(job)] = task, job
        if not running:
            return
        done = wait(running, timeout=QUIET_SECONDS, return_when=FIRST_COMPLETED).done
        if not done:
            workers.require_some()
        for future in done:
            task, job = running.pop(future)
            outcome: Graded | Exception
            try:
                outcome = workers.result(job, future)
            except CourseError:
                raise
            except Exception as error:
                outcome = error
            yield task, outcome


class LocalWorkers:
    """Worker processes of this machine.

    When one dies, Python ends its whole pool, and nobody knows whose fault it was. So a new pool
    goes on with the class, and what was under way is graded again one by one, in a spare worker.
    """

    def __init__(self, count: int, grade: Callable[[Job], Graded] = grade_submission) -> None:
        self._count, self._grade = count, grade
        self._pool = _pool(count)
        self._spare: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many submissions may be given out at once."""
        return AHEAD * self._count

    def submit(self, job: Job) -> Future[Graded]:
        """Gives a submission to the pool; to a new one if it broke."""
        with suppress(BrokenProcessPool):
            return self._pool.submit(self._grade, job)
        _end(self._pool)
        self._pool = _pool(self._count)
        return self._pool.submit(self._grade, job)

    def result(self, job: Job, future: Future[Graded]) -> Graded:
        """What a finished future holds; if the pool broke under it, it is graded again, alone."""
        with suppress(BrokenProcessPool):
            return future.result()
        for _ in range(TRIES):
            with suppress(BrokenProcessPool):
                return self._spare_worker().submit(self._grade, job).result()
            self._end_spare_worker()
        raise SubmissionNotGraded(BROKE_ITS_WORKER)

    def _spare_worker(self) -> ProcessPoolExecutor:
        if self._spare is None:
            self._spare = _pool(1)
            try:
                self._spare.submit(os.getpid).result()
            except BrokenProcessPool:
                raise CourseError(NO_WORKERS) from None
        return self._spare

    def _end_spare_worker(self) -> None:
        if self._spare is not None:
            _end(self._spare)
            self._spare = None

    def require_some(self) -> None:
        """A process that ends is replaced, so there always is one."""

    def close(self) -> None:
        """Ends the workers, each when it has done what it is at."""
        self._end_spare_worker()
        _end(self._pool)


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends a pool, whole or broken; what is under way is dropped.

    Before Python 3.11.5 (in Debian 12, say) a broken pool waits for ever while it writes work to a
    pipe that nobody reads: https://github.com/python/cpython/issues/94777
    """
    queue = getattr(pool, "_call_queue", None)
    if queue is not None and sys.version_info < (3, 11, 5):
        queue._reader.close()
    pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=context(), initializer=start_worker)
