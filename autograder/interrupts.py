"""Let Ctrl-C end a command whatever it is doing at that moment.

The exception that Python raises for it can get lost: in a finalizer or a callback, as the import
system has one for each module, Python prints a traceback and goes on; and a package that is being
imported may catch everything. So until a command begins, Ctrl-C ends the process where it is; then
it waits for an import to end, and what Python ignored is raised again.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # nothing is imported here that takes time
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it."""
STOPPED = "course: Stopped. Run the same command again.\n"

_AGAIN = 0.01
"""Seconds until an interrupt is tried again."""
_TRIES = 50
"""How often it waits for an import, so that no import keeps anybody waiting for long."""
_IMPORTS = "<frozen importlib._bootstrap>"

_tries = 0


def end_at_once() -> None:
    """End the process on Ctrl-C, from now on; nothing can be left half done."""
    signal.signal(signal.SIGINT, _end)


def _end(*_: Any) -> None:
    try:
        os.write(2, STOPPED.encode())
    finally:
        os._exit(INTERRUPTED)


def raise_for_certain() -> None:
    """Raise `KeyboardInterrupt` on Ctrl-C, from now on, and again where it got lost."""
    signal.signal(signal.SIGINT, _raise)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, _raise)
        sys.unraisablehook = _not_lost(sys.unraisablehook)


def ignore() -> None:
    """Let the process end in peace: its work is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


def _raise(_: int, frame: FrameType | None) -> None:
    global _tries
    if sys.platform != "win32" and _tries < _TRIES and _is_importing(frame):
        _tries += 1
        _try_again()
        return
    _tries = 0
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename != _IMPORTS:
        frame = frame.f_back
    return frame is not None


def _try_again() -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)


def _not_lost(other: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a hook for what Python ignores, which lets no interrupt get lost."""

    def hook(ignored: Any) -> Any:
        if issubclass(ignored.exc_type, KeyboardInterrupt):
            _try_again()
            return None
        return other(ignored)

    return hook
