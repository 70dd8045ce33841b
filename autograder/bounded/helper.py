"""The helper process: it calls our own functions with students' bytes, one request at a time.

It is started as `python -I -m autograder.bounded.helper`, or forked in a worker; it runs no
student's code, and ends with its requests. Before each request it asks the kernel to end it after
so much CPU time: nothing that a library does can put that off.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import time
import warnings
from contextlib import suppress
from typing import Any, BinaryIO

from autograder.bounded.helper_process import MEMORY_BYTES

_LENGTH = struct.Struct(">Q")


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    warnings.simplefilter("ignore")
    limit_memory()
    while header := requests.read(_LENGTH.size):
        (length,) = _LENGTH.unpack(header)
        function, items, seconds = pickle.loads(requests.read(length))
        _send(answers, None)
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
        began = time.process_time()
        for arguments in items:
            done, result = _attempt(function, arguments)
            _send(answers, (done, result, time.process_time() - began))
        signal.setitimer(signal.ITIMER_PROF, 0)


def _attempt(function: Any, arguments: Any) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except Exception:  # whatever a student's bytes do to it, the plain form will do
        return False, None


def _send(answers: BinaryIO, answer: object) -> None:
    try:
        data = pickle.dumps(answer)
    except (MemoryError, RecursionError, ValueError):
        data = pickle.dumps((False, None, 0.0))
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        rest = rest[answers.write(rest) :]


def limit_memory() -> None:
    """Limit this process's address space, where the system can (Linux)."""
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # whoever asked has been killed
        main()
