"""Run JupyterLab for as long as the command that started it, and no longer."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

_SECONDS = 10.0
"""For JupyterLab to end its kernels, before it is ended itself."""
_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _Ended(Exception):
    """Raised where a signal asks the command to end."""

    def __init__(self, number: int) -> None:
        self.number = number


def serve(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a server until it ends, and return its exit status.

    Ctrl-C reaches it as well, and it asks what to do. A signal that ends this command ends it too,
    with its kernels; then the status is what shells have for that signal.
    """
    with _raising(), subprocess.Popen(command, env=dict(environment)) as server:
        try:
            while server.poll() is None:
                with suppress(KeyboardInterrupt):
                    server.wait()
        except _Ended as ended:
            _end(server)
            return 128 + ended.number
        return int(server.returncode)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()


@contextmanager
def _raising() -> Iterator[None]:
    def end(number: int, _: object) -> None:
        for one in _ENDING:
            signal.signal(one, signal.SIG_IGN)  # it is asked once, and ends what it began
        raise _Ended(number)

    before = {one: signal.signal(one, end) for one in _ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
