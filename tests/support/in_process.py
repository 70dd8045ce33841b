"""Tests that `make quick` runs stay within their process: starting another fails them.

A test that starts a process, a server or a browser, or talks to one, bears the mark `processes`.
All others are watched, whatever else runs: with `make quick` and with `make test`.
"""

from __future__ import annotations

import multiprocessing.util
import sys
import threading
from collections.abc import Generator, Sequence
from functools import cache
from typing import Any

import pytest

EVENTS = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "socket.bind",
    "socket.connect",
    "subprocess.Popen",
}
"""What the interpreter reports of itself (PEP 578) when it leaves its process."""


class LeavesItsProcess(RuntimeError):
    """A test without the mark `processes` wanted to start a process, or to talk to one."""


class _Watch:
    """Refuses to leave the process to one test at a time, and remembers what it refused."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._others: set[int] | None = None

    def begin(self) -> None:
        """Watches from now on every thread but those that other tests have left running."""
        own = threading.get_ident()
        self._others = {one.ident for one in threading.enumerate() if one.ident} - {own}
        self.refused = []

    def end(self) -> None:
        """Refuses nothing any more."""
        self._others = None

    def refuse(self, event: str) -> None:
        """Raises `LeavesItsProcess` if a test is being watched."""
        if self._others is not None and threading.get_ident() not in self._others:
            self.refused.append(event)
            raise LeavesItsProcess(MARK_IT.format(event))


MARK_IT = "{}: a test that does this bears the mark `processes`."
_watch = _Watch()


@cache
def _install() -> None:
    """Hooks into the interpreter, for good: an audit hook cannot be removed."""
    sys.addaudithook(lambda event, _: _watch.refuse(event) if event in EVENTS else None)
    # `multiprocessing` starts its processes with a function that reports nothing.
    start = multiprocessing.util.spawnv_passfds

    def refuse_or_start(path: bytes, args: Sequence[Any], passfds: Sequence[int]) -> int:
        _watch.refuse("multiprocessing")
        return start(path, args, passfds)

    multiprocessing.util.spawnv_passfds = refuse_or_start


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "processes: starts processes, so `make quick` omits it")
    _install()


def _watched(item: pytest.Item) -> Generator[None, None, None]:
    if item.get_closest_marker("processes"):
        return (yield)
    _watch.begin()
    try:
        yield
    finally:
        _watch.end()
        if _watch.refused:  # whatever became of the exception
            raise LeavesItsProcess(MARK_IT.format(", ".join(dict.fromkeys(_watch.refused))))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    return (yield from _watched(item))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    return (yield from _watched(item))
