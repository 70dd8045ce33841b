"""Event loops for `await` in a child, which can make pipes but no sockets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from functools import cache
from typing import Any


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


def wake_through_pipes() -> None:
    """Let every event loop of this process be woken through a pipe, not a pair of sockets.

    Students' code makes loops of its own: `asyncio.run` in a thread, say.
    """
    asyncio.SelectorEventLoop._make_self_pipe = _make_self_pipe  # type: ignore[attr-defined]


@cache
def _loop() -> asyncio.SelectorEventLoop:
    return asyncio.SelectorEventLoop()


def run_in_loop(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a cell that awaits something."""
    return _loop().run_until_complete(coroutine)
