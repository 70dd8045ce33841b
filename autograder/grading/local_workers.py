"""Grade in worker processes of this machine; if one dies, nothing is lost."""

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
from autograder.grading import messages
from autograder.grading.job import Graded, Job
from autograder.grading.processes import context, zygote
from autograder.sandbox.zygote import Zygote

AHEAD = 4
"""Submissions queued for each worker; the limit keeps memory flat for large classes."""

QUIET_SECONDS = 60
"""After so long without a graded submission, check that there are workers left."""

TRIES = 2
"""How often a submission may end a worker that grades nothing else before it is abandoned."""

T = TypeVar("T")


def grade_in_worker(job: Job) -> Graded:
    """Grade a submission; only the workers import what that needs."""
    from autograder.grading.submission import grade_submission

    return grade_submission(job)


def _start(zygote: Zygote) -> None:
    from autograder.grading.submission import start_worker

    start_worker(zygote)


class Workers(Protocol):
    """An executor that knows how many submissions to accept, and how to handle a failure."""

    @property
    def ahead(self) -> int:
        """The number of submissions that may be given out at once."""

    def submit(self, job: Job) -> Future[Graded]:
        """Give a submission to a worker."""

    def result(self, job: Job, future: Future[Graded]) -> Graded:
        """Return what a finished future holds, or raise `SubmissionNotGraded` or `CourseError`."""

    def require_some(self) -> None:
        """Raise `CourseError` if there is no worker left to wait for."""

    def close(self) -> None:
        """Release the workers, and drop what they have not finished."""

    def abandon(self) -> None:
        """Leave the workers at once, whatever they are doing."""


def grade_all(
    workers: Workers, tasks: Iterator[tuple[T, Job]]
) -> Iterator[tuple[T, Graded | Exception]]:
    """Yield each task with its outcome, in the order in which they finish.

    Tasks are taken only as fast as they are graded. A `CourseError` ends everything.
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

    If one dies, Python ends its whole pool, and the culprit is unknown. So a new pool continues
    with the class, and the interrupted submissions are graded again one by one, in a spare worker.
    """

    def __init__(self, count: int, grade: Callable[[Job], Graded] = grade_in_worker) -> None:
        self._count, self._grade = count, grade
        self._pool = _pool(count)
        self._spare: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """The number of submissions that may be given out at once."""
        return AHEAD * self._count

    def submit(self, job: Job) -> Future[Graded]:
        """Give a submission to the pool; start a new one if it broke."""
        with suppress(BrokenProcessPool):
            return self._pool.submit(self._grade, job)
        _end(self._pool)
        self._pool = _pool(self._count)
        return self._pool.submit(self._grade, job)

    def result(self, job: Job, future: Future[Graded]) -> Graded:
        """Return what a finished future holds; grade again, on its own, if the pool broke."""
        with suppress(BrokenProcessPool):
            return future.result()
        for _ in range(TRIES):
            with suppress(BrokenProcessPool):
                return self._spare_worker().submit(self._grade, job).result()
            self._end_spare_worker()
        raise SubmissionNotGraded(messages.BROKE_ITS_WORKER.format(tries=TRIES))

    def _spare_worker(self) -> ProcessPoolExecutor:
        if self._spare is None:
            self._spare = _pool(1)
            try:
                self._spare.submit(os.getpid).result()
            except BrokenProcessPool:
                raise CourseError(messages.NO_WORKERS) from None
        return self._spare

    def _end_spare_worker(self) -> None:
        if self._spare is not None:
            _end(self._spare)
            self._spare = None

    def require_some(self) -> None:
        """Do nothing: a process that ends is replaced, so there is always one."""

    def close(self) -> None:
        """End the workers, each after the submission that it is grading."""
        self._end_spare_worker()
        _end(self._pool)

    def abandon(self) -> None:
        """Kill the workers: their sandboxes end with them, and nothing of theirs is saved."""
        for pool in filter(None, (self._pool, self._spare)):
            kill_workers(pool)


def kill_workers(pool: ProcessPoolExecutor) -> None:
    """Kill the processes of a pool, and wait for none of them."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool, intact or broken, and drop what it has not finished.

    Before Python 3.11.5 (in Debian 12, say) a broken pool hangs forever while it writes work to a
    pipe that nobody reads: https://github.com/python/cpython/issues/94777
    """
    queue = getattr(pool, "_call_queue", None)
    if queue is not None and sys.version_info < (3, 11, 5):
        queue._reader.close()
    pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=context(), initializer=_start, initargs=(zygote(),)
    )
