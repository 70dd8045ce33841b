"""Grade on a Dask cluster whose workers have this same checkout and the sandbox."""

from __future__ import annotations

import asyncio
import logging
import platform
import time
from concurrent.futures import CancelledError, Future
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import CourseError, SandboxUnavailable, SubmissionNotGraded
from autograder.grading import messages
from autograder.grading.code_digest import checkout_digest
from autograder.grading.job import Graded, Job
from autograder.grading.local_workers import AHEAD
from autograder.grading.submission import grade_submission
from autograder.sandbox.confine import refuse_readable, require_confinement, secret_places
from course_lib import __version__

PATIENCE = 10
"""Seconds to wait for the scheduler, and then for its first worker."""


@dataclass(frozen=True)
class Grader:
    """Everything that has to be the same on every machine, for the same marks."""

    version: str
    checkout: str
    python: str
    numpy: str

    def difference(self, other: Grader) -> dict[str, str] | None:
        """Return the first difference as `what`, `here` and `there`; None if all is the same."""
        for (what, here), there in zip(asdict(self).items(), asdict(other).values(), strict=True):
            if here != there:
                return {"what": what, "here": here, "there": there}
        return None


@cache
def this_grader() -> Grader:
    """Return this process's grader as it was at the first call: the code is read only once."""
    python = ".".join(platform.python_version_tuple()[:2])
    return Grader(__version__, checkout_digest(), python, np.__version__)


def look_around(course: str, confined: bool, dask_worker: Any) -> tuple[Grader, str | None]:
    """Return, on a worker, its grader and what is wrong with its sandbox, if anything."""
    problem = None
    if confined:
        try:
            require_confinement()
            # Dask writes data there, the course's secret too, when memory is short
            refuse_readable([*secret_places(Path(course)), Path(dask_worker.local_directory)])
        except SandboxUnavailable as error:
            problem = str(error)
    return this_grader(), problem


def grade_there(job: Job, here: Grader) -> Graded:
    """Grade on a worker, unless it joined after the check and has another grader."""
    different = here.difference(this_grader())
    if different:
        from distributed import get_worker

        raise SubmissionNotGraded(
            messages.OTHER_GRADER.format(worker=get_worker().address, **different)
        )
    return grade_submission(job)


async def _greet(distributed: Any, address: str) -> None:
    encryption = distributed.Security().get_connection_args("client")
    comm = await distributed.comm.connect(address, timeout=PATIENCE, **encryption)
    await comm.close()


class ClusterWorkers:
    """The workers of a Dask cluster. If a worker is lost, Dask grades its submissions again."""

    def __init__(self, address: str, course: Path, confined: bool) -> None:
        try:
            import distributed
        except ModuleNotFoundError as error:
            if error.name not in ("distributed", "dask"):
                raise
            raise CourseError(messages.NOT_INSTALLED) from None
        self._distributed: Any = distributed
        self._address = address
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # we explain it in sentences
        try:
            # Dask's client would wait forever for a program that is not a scheduler.
            asyncio.run(asyncio.wait_for(_greet(distributed, address), PATIENCE))
            self._client: Any = distributed.Client(
                address, timeout=PATIENCE, set_as_default=False, name="course-grade"
            )
        except (OSError, TimeoutError, TypeError, ValueError) as error:
            why = str(error) or messages.NO_SCHEDULER.format(seconds=PATIENCE)
            raise CourseError(messages.UNREACHABLE.format(address=address, why=why)) from None
        self._executor = self._client.get_executor(pure=False)
        try:
            self._require_workers()
            self._require_same_grader(course, confined)
        except BaseException:
            self.close()
            raise

    def _require_workers(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._threads():
            if time.monotonic() > until:
                raise CourseError(
                    messages.NO_DASK_WORKERS.format(address=self._address, seconds=PATIENCE)
                )
            time.sleep(0.1)

    def _require_same_grader(self, course: Path, confined: bool) -> None:
        found = self._client.run(look_around, str(course), confined, on_error="return")
        for worker, answer in found.items():
            if isinstance(answer, Exception):
                raise CourseError(messages.NO_GRADER.format(worker=worker, why=answer))
            grader, problem = answer
            different = this_grader().difference(grader)
            if different:
                raise CourseError(messages.OTHER_GRADER.format(worker=worker, **different))
            if problem:
                raise SandboxUnavailable(messages.NOT_CONFINED.format(worker=worker, why=problem))

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except (OSError, RuntimeError):
            raise CourseError(messages.LOST.format(address=self._address)) from None

    @property
    def ahead(self) -> int:
        """The number of submissions that may be given out at once; it grows with the cluster."""
        return AHEAD * max(1, self._threads())

    def submit(self, job: Job) -> Future[Graded]:
        """Give a submission to the scheduler."""
        future: Future[Graded] = self._executor.submit(grade_there, job, this_grader())
        return future

    def result(self, job: Job, future: Future[Graded]) -> Graded:
        """Return what a finished future holds."""
        try:
            return future.result()
        except self._distributed.KilledWorker as error:
            times = error.allowed_failures + 1
            raise SubmissionNotGraded(messages.WORKERS_DIED.format(times=times)) from None
        except CancelledError:
            raise CourseError(messages.LOST.format(address=self._address)) from None

    def require_some(self) -> None:
        """Raise `CourseError` if all workers are gone and none returns."""
        self._require_workers()

    def close(self) -> None:
        """Leave the cluster; its scheduler forgets what is not graded yet."""
        self._client.close(timeout=PATIENCE)

    def abandon(self) -> None:
        """Leave the cluster at once."""
        self._client.close(timeout=1)
