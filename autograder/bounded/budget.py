"""Limit what the grader spends on one submission's bytes; beyond that, something plain will do.

Whatever our own code does with a student's text or values (parsing, cleaning, highlighting,
drawing) may take much longer than the text is long. So it is done in a helper process, which the
kernel ends when it has used up the time or the memory of the submission that it works for.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from autograder.bounded.helper_process import HelperEnded, HelperProcess

SECONDS = 1.0
"""CPU seconds for one submission, or for one page: five times what a large honest one needs."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Budget:
    """The CPU seconds that are left for one submission."""

    seconds: float = SECONDS
    exhausted: bool = False
    """True once something was stopped: from then on everything gets its plain form at once."""
    spent: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.exhausted = self.exhausted or self.seconds <= 0

    def run(self, function: Callable[..., R], *arguments: Any, otherwise: Callable[[], R]) -> R:
        """Return what the function of a module returns, or what `otherwise` does if it failed.

        An exception counts as a failure too: nothing that a student sends may end a batch.
        """
        [result] = self.map(function, [arguments], lambda _: otherwise())
        return result

    def map(
        self, function: Callable[..., R], items: Sequence[Any], otherwise: Callable[[Any], R]
    ) -> list[R]:
        """Return the results for all items, each a tuple of arguments, as `run` would."""
        results: list[R] = []
        if not self.exhausted and items:
            with _helper() as helper:
                try:
                    for done, result in helper.results(function, items, self.seconds - self.spent):
                        results.append(result if done else otherwise(items[len(results)]))
                except HelperEnded:
                    self.exhausted = True
                self.spend(helper.seconds)
        return results + [otherwise(item) for item in items[len(results) :]]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the CPU time of this thread: for work of bounded size that is done here."""
        began = time.thread_time()
        try:
            yield
        finally:
            self.spend(time.thread_time() - began)

    def spend(self, seconds: float) -> None:
        """Count CPU time that something else has measured."""
        self.spent += seconds
        self.exhausted = self.exhausted or self.spent >= self.seconds


_idle: list[HelperProcess] = []
_idle_lock = threading.Lock()


@contextmanager
def _helper() -> Iterator[HelperProcess]:
    """Lend a helper process to one thread; it stays for the next one."""
    with _idle_lock:
        helper = _idle.pop() if _idle else HelperProcess()
    try:
        yield helper
    finally:
        with _idle_lock:
            _idle.append(helper)


def fork_helper() -> None:
    """Start a helper as a fork of this process, which has one thread and knows no secret yet."""
    with _helper() as helper:
        helper.fork()


def close_helpers() -> None:
    """End all helper processes that are not at work."""
    with _idle_lock:
        while _idle:
            _idle.pop().close()


atexit.register(close_helpers)
