"""Let a notebook's code make folders, and remove and rename files, in its own folder.

The sandbox refuses these system calls. Here the functions of `os` ask the grader in their place,
and wait until it is done. What is to be done elsewhere fails as before.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import threading
import types
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from autograder.sandbox.scratch import (
    MAKE,
    MAX_FOLDERS,
    MAX_REQUESTS,
    REMOVE,
    REMOVE_FOLDER,
    RENAME,
)

REFUSED = (errno.ENOSYS, errno.EACCES, errno.EPERM)
PATIENCE = 2.0
"""Seconds until what the grader has not done counts as refused."""

Ask = Callable[[list[str]], None]


def ask_for_files(ask: Ask, scratch: str) -> None:
    """Replace the functions of `os` that are refused by some that `ask` the grader."""
    calls = _FileCalls(ask, os.path.realpath(scratch))
    instead: dict[Any, Any] = {
        os.mkdir: calls.mkdir,
        os.rmdir: calls.rmdir,
        os.remove: calls.remove,
        os.unlink: calls.remove,
        os.rename: calls.rename,
        os.replace: calls.rename,
        os.chmod: calls.nothing(os.chmod),
        os.utime: calls.nothing(os.utime),
    }
    if hasattr(os, "listxattr"):
        instead[os.listxattr] = calls.nothing(os.listxattr, [])
    for original, own in instead.items():
        for name in [name for name, value in vars(os).items() if value is original]:
            setattr(os, name, own)
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # it has the paths then
    for value in vars(getattr(tempfile, "_TemporaryFileCloser", object)).values():
        if isinstance(value, types.FunctionType) and value.__defaults__:
            value.__defaults__ = tuple(_in_place(instead, one) for one in value.__defaults__)


def _in_place(instead: dict[Any, Any], value: Any) -> Any:
    return instead.get(value, value) if callable(value) else value


class _FileCalls:
    def __init__(self, ask: Ask, scratch: str) -> None:
        self._ask, self._scratch = ask, scratch
        self._folders = self._requests = 0
        self._mkdir, self._rmdir = os.mkdir, os.rmdir
        self._remove, self._rename = os.remove, os.rename

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        try:
            self._mkdir(path, mode, dir_fd=dir_fd)
        except OSError as error:
            name = self._own(path, error, dir_fd)
            _require(not os.path.lexists(path), errno.EEXIST, path)
            _require(os.path.isdir(os.path.dirname(os.path.abspath(path))), errno.ENOENT, path)
            if self._folders >= MAX_FOLDERS:
                raise
            self._do([MAKE, name], lambda: os.path.isdir(path), error)
            self._folders += 1

    def rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        try:
            self._rmdir(path, dir_fd=dir_fd)
        except OSError as error:
            name = self._own(path, error, dir_fd)
            _require(os.path.lexists(path), errno.ENOENT, path)
            _require(os.path.isdir(path), errno.ENOTDIR, path)
            _require(not os.listdir(path), errno.ENOTEMPTY, path)
            self._do([REMOVE_FOLDER, name], lambda: not os.path.lexists(path), error)
            self._folders -= 1

    def remove(self, path: Any, *, dir_fd: int | None = None) -> None:
        try:
            self._remove(path, dir_fd=dir_fd)
        except OSError as error:
            name = self._own(path, error, dir_fd)
            _require(os.path.lexists(path), errno.ENOENT, path)
            _require(not os.path.isdir(path), errno.EISDIR, path)
            self._do([REMOVE, name], lambda: not os.path.lexists(path), error)

    def rename(
        self, src: Any, dst: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None
    ) -> None:
        try:
            self._rename(src, dst, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
        except OSError as error:
            old, new = self._own(src, error, src_dir_fd), self._own(dst, error, dst_dir_fd)
            _require(os.path.lexists(src), errno.ENOENT, src)
            if old != new:
                self._do([RENAME, old, new], lambda: not os.path.lexists(src), error)

    def nothing(self, original: Callable[..., Any], result: Any = None) -> Callable[..., Any]:
        """Return a function that does nothing to a file of this folder, where it is refused."""

        def harmless(path: Any, *args: Any, **options: Any) -> Any:
            try:
                return original(path, *args, **options)
            except OSError as error:
                self._own(path, error, None)
                return result

        return harmless

    def _own(self, path: Any, error: OSError, folder: int | None) -> str:
        """Return the name below this folder; raise the error again if it is elsewhere."""
        is_main = threading.current_thread() is threading.main_thread()
        if error.errno not in REFUSED or folder is not None or not is_main:
            raise error
        parent, name = os.path.split(os.path.abspath(os.fsdecode(path)))
        inside = os.path.relpath(os.path.join(os.path.realpath(parent), name), self._scratch)
        if inside == "." or inside.startswith(".."):
            raise error
        return inside

    def _do(self, request: list[str], is_done: Callable[[], bool], error: OSError) -> None:
        self._requests += 1
        if self._requests > MAX_REQUESTS:
            raise error
        self._ask(request)
        ends = monotonic() + PATIENCE
        while not is_done():
            if monotonic() > ends:
                raise error
            sleep(0.001)


def _require(holds: bool, number: int, path: Any) -> None:
    """Raise what the system would raise, which refuses the call before it looks."""
    if not holds:
        raise OSError(number, os.strerror(number), path) from None
