"""Where a notebook works: in its scratch folder, or in a folder that it has made there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


class WorkingFolder:
    """A process's working directory, which a notebook may move below its scratch folder only."""

    def __init__(self, scratch: str) -> None:
        self._scratch = os.path.realpath(scratch)
        self._before: str | None = None
        self._pushed: list[str] = []

    def now(self) -> str:
        """Return the folder in which the notebook works, or the whole one if it is elsewhere."""
        with suppress(OSError):  # it may have been removed
            here = os.path.realpath(os.getcwd())
            if self._has(here):
                return here
        return self._scratch

    def stay(self) -> None:
        """Come back if a cell has gone elsewhere, and find modules written a moment ago."""
        self.go(self.now())
        for path in [*sys.path_importer_cache]:
            if self._has(path):
                del sys.path_importer_cache[path]

    def go(self, folder: str) -> None:
        """Work in a folder, if it is still there."""
        with suppress(OSError):
            os.chdir(folder if os.path.isdir(folder) else self._scratch)

    def moves(self, magic: str, line: str) -> bool:
        """Do what `%cd`, `%pushd` or `%popd` says if it leads to a folder of the notebook's."""
        target, here = line.strip().strip("'\""), self.now()
        if magic == "popd" and self._pushed:
            target = self._pushed.pop()
        elif target == "-" and self._before:
            target = self._before
        folder = os.path.realpath(os.path.expanduser(target))
        if magic not in ("cd", "pushd", "popd") or not target or not self._has(folder):
            return False
        if not os.path.isdir(folder):
            return False
        if magic == "pushd":
            self._pushed.append(here)
        self._before = here
        self.go(folder)
        return True

    def leads_here(self, path: str) -> bool:
        """Return whether a path that seems to lead elsewhere, such as `../a`, does not."""
        return path.startswith(("..", "/")) and self._has(os.path.realpath(path))

    def _has(self, path: str) -> bool:
        return path == self._scratch or path.startswith(self._scratch + os.sep)
