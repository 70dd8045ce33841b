"""Tell code that starts a program whether there is such a program at all."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Sequence
from typing import Any


def say_which_are_missing() -> None:
    """Let `subprocess` say of a program that is not there what it says outside the sandbox.

    The sandbox refuses a new process before anybody looks for the program. `except
    FileNotFoundError` is how a notebook does without one.
    """
    start = getattr(subprocess, "_fork_exec", None)
    if start is None:
        return

    def fork_exec(arguments: Sequence[Any], places: Sequence[bytes], *rest: Any) -> Any:
        try:
            return start(arguments, places, *rest)
        except OSError:
            if any(map(os.path.exists, places)):
                raise
            what = os.strerror(errno.ENOENT)
            raise FileNotFoundError(errno.ENOENT, what, os.fsdecode(arguments[0])) from None

    subprocess._fork_exec = fork_exec  # type: ignore[attr-defined]
