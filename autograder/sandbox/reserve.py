"""Keep memory and open files back from a cell, for what is to be done once it has used up the rest.

Without them a traceback of the cell, its reply, and the cells below it would work by luck.
"""

from __future__ import annotations

import gc
import mmap
import os
import sys
from contextlib import ExitStack, suppress

from autograder.sandbox.limits import Limits
from autograder.sandbox.reasons import FILES, MEMORY

if sys.platform != "win32":  # which has none, and starts no child
    import fcntl

PART = 40
"""While a cell runs, one part in so many of the memory is kept back."""

SOME_FILES = 8
"""So many open files are kept back."""

BELOW = 2
"""So many times that must be free besides, for the cells below."""


class Reserve:
    """What is kept back in a child within these limits; `descriptor` is any that stays open."""

    def __init__(self, limits: Limits, descriptor: int) -> None:
        self._bytes, self._files = limits.memory_bytes // PART, limits.open_files
        self._descriptor, self._held, self._is_held = descriptor, ExitStack(), False

    def hold(self) -> None:
        """Keep it back, as far as it is there."""
        if not self._is_held:
            self._is_held = True
            with suppress(OSError):
                self._held.enter_context(self._mapped(1))
                for _ in range(SOME_FILES):  # the highest numbers: others get the lowest
                    last = fcntl.fcntl(self._descriptor, fcntl.F_DUPFD, self._files - SOME_FILES)
                    self._held.callback(os.close, last)

    def release(self) -> None:
        """Give it to whoever needs it."""
        self._held.close()
        self._is_held = False

    def short_of(self) -> str | None:
        """Return of what a cell has left too little: `MEMORY`, `FILES` or None; then release it."""
        found = self._short_of()
        if found is not None:
            self.release()
            gc.collect()
            found = self._short_of()
        return found

    def _short_of(self) -> str | None:
        try:
            self._mapped(BELOW + (not self._is_held)).close()
        except OSError:
            return MEMORY
        try:
            lowest = os.dup(self._descriptor)
        except OSError:
            return FILES
        os.close(lowest)
        return FILES if lowest + (1 + BELOW) * SOME_FILES > self._files else None

    def _mapped(self, times: int) -> mmap.mmap:
        return mmap.mmap(-1, times * self._bytes, mmap.MAP_PRIVATE)
