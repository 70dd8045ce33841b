"""Keep memory and open files back from a cell, for what is to be done once it has used up the rest.

Without them a traceback of the cell, its reply, and the cells below it would work by luck.
"""

from __future__ import annotations

import gc
import mmap
import os
from collections.abc import Callable
from contextlib import ExitStack, suppress

from autograder.sandbox.limits import Limits
from autograder.sandbox.reasons import FILES, MEMORY

PART = 40
"""While a cell runs, one part in so many of the memory is kept back."""

SOME_FILES = 8
"""So many open files are kept back."""

BELOW = 2
"""So many times that must be free besides, for the cells below."""


class Reserve:
    """What is kept back in a child within these limits."""

    def __init__(self, limits: Limits) -> None:
        self._bytes = limits.memory_bytes // PART
        self._held = ExitStack()

    def hold(self) -> None:
        """Keep it back, as far as it is there."""
        self.release()
        with suppress(OSError):
            self._take_memory(self._held, 1)
            self._take_files(self._held, 1)

    def release(self) -> None:
        """Give it to whoever needs it."""
        self._held.close()

    def short_of(self) -> str | None:
        """Release it, and return of what too little is left: `MEMORY`, `FILES` or None."""
        self.release()
        for what, take in ((MEMORY, self._take_memory), (FILES, self._take_files)):
            if not self._is_there(take) and not (gc.collect() and self._is_there(take)):
                return what
        return None

    def _is_there(self, take: Callable[[ExitStack, int], None]) -> bool:
        with ExitStack() as stack, suppress(OSError):
            take(stack, 1 + BELOW)
            return True
        return False

    def _take_memory(self, stack: ExitStack, times: int) -> None:
        stack.enter_context(mmap.mmap(-1, times * self._bytes, mmap.MAP_PRIVATE))

    def _take_files(self, stack: ExitStack, times: int) -> None:
        read, write = os.pipe()
        stack.callback(os.close, read)
        stack.callback(os.close, write)
        for _ in range(times * SOME_FILES - 2):
            stack.callback(os.close, os.dup(read))
