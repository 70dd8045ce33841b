"""A child's scratch folder: what the grader does in it, and how full it is.

The child may only write plain files there. Whatever else it needs it asks for: so that a listing
shows all that it has written, the grader alone makes folders, and keeps what is removed.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.sandbox.limits import Limits

MAKE, REMOVE, REMOVE_FOLDER, RENAME = "make", "remove", "remove folder", "rename"
"""What a child may ask for: of a folder, a file, an empty folder, a file and its new name."""

MAX_FOLDERS = 16
"""So many folders a child has at a time; no lesson needs one."""
MAX_REQUESTS, LONGEST = 500, 1_000
"""So many requests of a child are read, and so many characters of a path."""
_DEEPEST = 6
_PART = re.compile(r"(?!\.\.?$)[^/\0]{1,100}")


class Scratch:
    """The folder, and another one for what the child has removed, which it may still be writing."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self._limits = path, limits
        self._folders: set[str] = set()
        self._removed: list[Path] = []
        self._requests = 0

    def carry_out(self, request: object) -> bool:
        """Do what the child asks for, if it can be done; return whether it may ask at all.

        It sees in its folder what came of it. No link is followed.
        """
        self._requests += 1
        names = _names(request)
        if names is None or self._requests > MAX_REQUESTS:
            return False
        what, *paths = names
        actions: dict[str, tuple[Callable[..., None], int]] = {
            MAKE: (self._make, 1),
            REMOVE: (self._remove, 1),
            REMOVE_FOLDER: (self._remove_folder, 1),
            RENAME: (self._rename, 2),
        }
        places = [parts for path in paths if (parts := parts_of(path))]
        if what in actions and len(places) == len(paths) == actions[what][1]:
            with suppress(OSError):
                actions[what][0](*places)
        return True

    def _make(self, parts: Sequence[str]) -> None:
        if len(self._folders) < MAX_FOLDERS:
            with self._folder(parts) as folder:
                os.mkdir(parts[-1], 0o700, dir_fd=folder)
            self._folders.add("/".join(parts))

    def _remove(self, parts: Sequence[str]) -> None:
        """Put a file where it still counts: the child may have it open, and write more."""
        with self._folder(parts) as folder:
            if stat.S_ISREG(os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_mode):
                if not self._removed:
                    place = tempfile.mkdtemp(prefix="removed-", dir=self.path.parent)
                    self._removed.append(Path(place))
                os.rename(parts[-1], self._removed[0] / str(self._requests), src_dir_fd=folder)

    def _remove_folder(self, parts: Sequence[str]) -> None:
        with self._folder(parts) as folder:
            os.rmdir(parts[-1], dir_fd=folder)
        self._folders.discard("/".join(parts))

    def _rename(self, parts: Sequence[str], new: Sequence[str]) -> None:
        with self._folder(parts) as folder, self._folder(new) as other:
            if stat.S_ISREG(os.stat(parts[-1], dir_fd=folder, follow_symlinks=False).st_mode):
                with suppress(FileNotFoundError):
                    self._remove(new)
                os.rename(parts[-1], new[-1], src_dir_fd=folder, dst_dir_fd=other)

    @contextmanager
    def _folder(self, parts: Sequence[str]) -> Iterator[int]:
        """Open the folder in which the last part of a path is."""
        folder = os.open(self.path, os.O_DIRECTORY)
        try:
            for part in parts[:-1]:
                inner = os.open(part, os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                os.close(folder)
                folder = inner
            yield folder
        finally:
            os.close(folder)

    def is_full(self) -> bool:
        """Return whether there are more files, or longer ones, than the limits allow."""
        files = total = 0
        for folder in (self.path, *(self.path / name for name in self._folders), *self._removed):
            with os.scandir(folder) as entries:
                for entry in entries:
                    files += 1
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if files > self._limits.scratch_files or total > self._limits.scratch_bytes:
                        return True
        return False

    def delete(self) -> None:
        """Delete it, and what was removed from it."""
        for folder in (self.path, *self._removed):
            shutil.rmtree(folder, ignore_errors=True)


def _names(request: object) -> list[str] | None:
    if not isinstance(request, list) or not 2 <= len(request) <= 3:
        return None
    are_names = all(isinstance(name, str) and len(name) <= LONGEST for name in request)
    return request if are_names else None


def parts_of(path: str) -> list[str] | None:
    """Return the parts of a path below the folder; None if it leads elsewhere, or too deep."""
    parts = path.split("/")
    return parts if len(parts) <= _DEEPEST and all(map(_PART.fullmatch, parts)) else None
