"""Run our own wrong functions with a limit on their steps, because some never end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

LINES = 50_000


class TooManyLines(BaseException):
    """More lines were run than allowed; it is no `Exception`, so that no function catches it."""


def within_lines(work: Callable[..., Any], *args: object, lines: int = LINES) -> Any:
    """Return the result of `work(*args)`, or None if it runs more than that many lines of Python.

    The limit does not depend on the machine's speed, and it works in every thread.
    """
    left = lines

    def count(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyLines
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return work(*args)
    except TooManyLines:
        return None
    finally:
        sys.settrace(before)
