"""Try from inside the sandbox what it must refuse: a kernel may say yes and do nothing.

Versions and return values only claim that the sandbox is there; under an emulation, or behind the
filter of a container, calls can succeed without any effect.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import resource

CONTENT = "The canary sings."


def escapes(file: Path) -> list[str]:
    """Return what this process could do outside its own folder, in words; it should be nothing.

    `file` contains `CONTENT`, exists, and lies beside the folder.
    """
    return [what for what, attempt in _ATTEMPTS.items() if _succeeds(attempt, file)]


def _succeeds(attempt: Callable[[Path], object], file: Path) -> bool:
    try:
        attempt(file)
    except (OSError, ValueError):
        return False
    return True


def _write(file: Path) -> None:
    with open(file, "r+") as other:
        other.write("x")


def _truncate(file: Path) -> None:
    os.close(os.open(file, os.O_RDONLY | os.O_TRUNC))


def _fork(file: Path) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    with suppress(OSError):
        os.waitpid(child, 0)


def _limit_another(file: Path) -> None:
    resource.prlimit(os.getppid(), resource.RLIMIT_CORE)  # asks only


def _connect(kind: int) -> Callable[[Path], None]:
    return lambda file: socket.socket(kind, socket.SOCK_STREAM).close()


_ATTEMPTS: dict[str, Callable[[Path], object]] = {
    "read a file": lambda file: file.read_text(),
    "list a folder": lambda file: os.listdir(file.parent),
    "create a file": lambda file: file.with_name("escaped").touch(),
    "write to a file": _write,
    "empty a file": _truncate,
    "delete a file": lambda file: os.unlink(file.with_name("escaped")),
    "change a file's mode": lambda file: file.chmod(0o600),
    "rename a file": lambda file: os.rename(file, file),
    "link a file": lambda file: os.link(file, file.with_name("linked")),
    "make a file in memory": lambda file: os.close(os.memfd_create("canary")),
    "reach another process's limits": _limit_another,
    "start a process": _fork,
    "open a connection": _connect(socket.AF_INET),
    "open a connection on this machine": _connect(socket.AF_UNIX),
    "signal another process": lambda file: os.kill(os.getppid(), 0),
}
