"""Interrupt what uses up its computing time; what does not let itself be is killed from outside."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

AFTERWARDS = 0.1
"""The part of its time that a cell gets for all that stands below a line that was interrupted."""


class TimeLimit(BaseException):
    """A statement, or a case, has used up its computing time."""


class Alarm:
    """Raises `TimeLimit` in the main thread of a process that has computed for too long."""

    def __init__(self) -> None:
        self._afterwards = 0.0
        self._ends: float | None = None

    @contextmanager
    def within(self, seconds: float | None) -> Iterator[None]:
        """Interrupt what takes more seconds of CPU time; None: do not."""
        if seconds is None:
            yield
            return
        self._afterwards, self._ends = AFTERWARDS * seconds, None
        signal.signal(signal.SIGPROF, _interrupt)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            self._stop()

    @contextmanager
    def afterwards(self) -> Iterator[None]:
        """Interrupt one of the statements below the first that was; together they get a tenth.

        Between them nothing is interrupted: to show an error takes longer than a short tenth.
        """
        now = time.process_time()
        self._ends = now + self._afterwards if self._ends is None else self._ends
        signal.setitimer(signal.ITIMER_PROF, max(self._ends - now, 1e-6))
        try:
            yield
        finally:
            self._stop()

    def _stop(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _interrupt(*_: object) -> None:
    raise TimeLimit
