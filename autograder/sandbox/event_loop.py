"""The event loop of a child, which can make pipes but no sockets.

A kernel runs each cell in its one loop: a cell without `await` may ask for it, or make tasks, which
a cell below awaits. Here a loop runs only while a cell awaits something, and a moment longer for
the tasks that it leaves; at other times the notebook is given this loop as the running one. So code
that starts a loop of its own works as well, as it does at home with `nest_asyncio`.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any

MOMENT = 0.1
"""Seconds that the tasks which a cell has left may take before the next cell runs."""


class _End:
    """One end of a pipe, with those methods of a socket that an event loop calls."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def recv(self, size: int) -> bytes:
        return os.read(self._descriptor, size)

    def send(self, data: bytes) -> int:
        return os.write(self._descriptor, data)

    def close(self) -> None:
        os.close(self._descriptor)


def _make_self_pipe(loop: Any) -> None:
    loop._ssock, loop._csock = map(_End, os.pipe())
    loop._internal_fds += 1
    loop._add_reader(loop._ssock.fileno(), loop._read_from_self)


def prepare_loops() -> None:
    """Let this process's loops be woken through a pipe, and one be there as in a kernel.

    Students' code makes loops of its own: `asyncio.run` in a thread, say.
    """
    asyncio.SelectorEventLoop._make_self_pipe = _make_self_pipe  # type: ignore[attr-defined]
    asyncio.set_event_loop_policy(_Policy())
    running = asyncio.get_running_loop

    def get_running_loop() -> asyncio.AbstractEventLoop:
        """Return the running event loop."""
        return _loop() if asyncio._get_running_loop() is None and _is_main() else running()

    asyncio.get_running_loop = asyncio.events.get_running_loop = get_running_loop


class _Policy(asyncio.DefaultEventLoopPolicy):
    """Gives the main thread the notebook's loop, whatever else was set."""

    def get_event_loop(self) -> asyncio.AbstractEventLoop:
        return _loop() if _is_main() else super().get_event_loop()


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


@cache
def _loop() -> asyncio.SelectorEventLoop:
    return asyncio.SelectorEventLoop()


def run_in_loop(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a cell that awaits something."""
    return _loop().run_until_complete(coroutine)


def run_tasks() -> None:
    """Let the tasks that a cell has left go on for a moment, as in a kernel between its cells."""
    if _loop.cache_info().currsize and (tasks := asyncio.all_tasks(_loop())):
        run_in_loop(asyncio.wait(tasks, timeout=MOMENT))
