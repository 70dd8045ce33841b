"""One helper process: started when it is needed, and again after it was ended.

The first one of a worker is a fork of that worker, which has imported everything.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NoReturn

MEMORY_BYTES = 1_500_000_000
"""Address space of the helper process."""
WALL_FACTOR = 10
"""Wall time for each second of CPU time: only something that waits for ever takes longer."""
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB")}
"""Variables with which numerical libraries start no threads."""
_START_SECONDS = 120.0
_LENGTH = struct.Struct(">Q")


class HelperEnded(Exception):
    """The helper process used up its time or memory, or crashed."""


class HelperProcess:
    """A process that calls our functions, and that the kernel ends when it takes too long."""

    def __init__(self) -> None:
        self._process: _Program | _Fork | None = None
        self.seconds = 0.0
        """CPU seconds of the last call."""

    def start(self) -> _Program | _Fork:
        """Return the process, started if there is none; its imports go on meanwhile."""
        if self._process is None or not self._process.runs():
            self.close()
            self._process = _Program()
        return self._process

    def fork(self) -> None:
        """Start it as a fork of this process, which has one thread and knows no secret yet."""
        self._process = _Fork()

    def results(
        self, function: Callable[..., Any], items: Sequence[Any], seconds: float
    ) -> Iterator[tuple[bool, Any]]:
        """Yield (True, result) for each item, or (False, None) where the function failed.

        Raises `HelperEnded` when all of them together have taken more CPU time than `seconds`.
        """
        self.seconds = 0.0
        process = self.start()
        try:
            _write(process, pickle.dumps((function, list(items), seconds)))
            _read(process, _START_SECONDS)  # it has imported what the function needs
            until = time.monotonic() + WALL_FACTOR * seconds + 5
            for _ in items:
                done, result, self.seconds = pickle.loads(_read(process, until - time.monotonic()))
                yield done, result
        except (OSError, EOFError, pickle.UnpicklingError):
            self.seconds = seconds
            self.close()
            raise HelperEnded from None
        except BaseException:  # as by an interrupt: what it still sends belongs to nobody
            self.close()
            raise

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.end()


class _Program:
    """A helper that is a fresh interpreter."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "autograder.bounded.helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, **ONE_THREAD},
            start_new_session=True,  # an interrupt at the terminal is not for it
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._pipes = self._process.stdin, self._process.stdout
        self.requests, self.answers = (pipe.fileno() for pipe in self._pipes)
        self.pid = self._process.pid

    def runs(self) -> bool:
        """Return whether it has not ended."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        for pipe in self._pipes:
            with suppress(OSError):
                pipe.close()
        self._process.wait()


class _Fork:
    """A helper that is a fork of this process, with nothing of its but what it has imported."""

    def __init__(self) -> None:
        their_requests, self.requests = os.pipe()
        self.answers, their_answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _serve(their_requests, their_answers)
        os.close(their_requests)
        os.close(their_answers)
        self._ended = False

    def runs(self) -> bool:
        """Return whether it has not ended; afterwards its number may be another process's."""
        self._ended = self._ended or os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return not self._ended

    def end(self) -> None:
        """Kill it."""
        os.close(self.requests)
        os.close(self.answers)
        if self.runs():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _serve(requests: int, answers: int) -> NoReturn:
    """Be a helper, without the descriptors of the process that this one was forked from."""
    from autograder.bounded import helper

    try:
        os.setsid()  # an interrupt at the terminal is not for it
        os.dup2(requests, 0)
        os.dup2(answers, 1)
        os.closerange(3, 4096)
        helper.main()
    finally:
        os._exit(0)


def _write(process: _Program | _Fork, data: bytes) -> None:
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        rest = rest[os.write(process.requests, rest) :]


def _read(process: _Program | _Fork, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_exactly(process, _LENGTH.size, until))
    return _exactly(process, length, until)


def _exactly(process: _Program | _Fork, length: int, until: float) -> bytes:
    """Read so many bytes; raise `EOFError` if the process ends, or is late."""
    descriptor = process.answers
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    data = bytearray()
    while len(data) < length:
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise EOFError
        chunk = os.read(descriptor, min(length - len(data), 1 << 20))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
