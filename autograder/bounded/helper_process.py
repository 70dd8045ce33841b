"""One helper process: started when it is needed, and again after it was ended."""

from __future__ import annotations

import os
import pickle
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

MEMORY_BYTES = 1_500_000_000
"""Address space of the helper process."""
WALL_FACTOR = 10
"""Wall time for each second of CPU time: only something that waits for ever takes longer."""
_START_SECONDS = 120.0
_LENGTH = struct.Struct(">Q")
_THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "VECLIB")}


class HelperEnded(Exception):
    """The helper process used up its time or memory, or crashed."""


class HelperProcess:
    """A process that calls our functions, and that the kernel ends when it takes too long."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.seconds = 0.0
        """CPU seconds of the last call."""

    def start(self) -> subprocess.Popen[bytes]:
        """Return the process, started if there is none; its imports go on meanwhile."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "autograder.bounded.helper"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env={**os.environ, **_THREADS},
                start_new_session=True,  # an interrupt at the terminal is not for it
            )
        return self._process

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
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
            process.wait()


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        rest = rest[os.write(process.stdin.fileno(), rest) :]  # type: ignore[union-attr]


def _read(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    until = time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_exactly(process, _LENGTH.size, until))
    return _exactly(process, length, until)


def _exactly(process: subprocess.Popen[bytes], length: int, until: float) -> bytes:
    """Read so many bytes; raise `EOFError` if the process ends, or is late."""
    descriptor = process.stdout.fileno()  # type: ignore[union-attr]
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
