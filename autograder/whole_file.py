"""Write files whole or not at all: nobody reads half of one, and no error leaves one behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PRIVATE = 0o600
"""Permissions of files that only their owner may read, and the team that works in their folder."""


def refusal(error: OSError) -> tuple[str, str]:
    """Return what the system refused and why; of a folder that was copied, its first file.

    >>> refusal(PermissionError(13, "Permission denied", "marks.csv"))
    ('marks.csv', 'Permission denied')
    """
    if not isinstance(error, shutil.Error):
        return str(error.filename or ""), error.strerror or str(error)
    _, path, why = error.args[0][0]
    return str(path), re.sub(r"^\[Errno \d+\] |: '.*", "", str(why))


def of_group(folder: Path) -> int:
    """Return the permissions of a folder's group, if it may write there; else 0."""
    mode = folder.stat().st_mode
    return mode & 0o070 if mode & stat.S_IWGRP else 0


def make_private_folder(folder: Path) -> None:
    """Make a folder, unless it is there, that only its owner and the team around it enter."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        folder.chmod(0o700 | of_group(folder.parent))


@contextmanager
def draft_of(path: Path, mode: int | None = None) -> Iterator[Path]:
    """Yield an empty file to fill, which then takes the place of `path`; on an error it is deleted.

    It has the permissions `mode`, or else those of the file that it replaces. It is a new file, so
    that nothing is written through a link that somebody left in its place.
    """
    if mode == PRIVATE:
        mode |= of_group(path.parent) & 0o060
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    replaced = path.is_file() and not path.is_symlink()
    first = 0o666 if mode is None and not replaced else PRIVATE
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, first))
    except OSError as error:
        error.filename = str(path)  # nobody knows of drafts
        raise
    try:
        yield draft
        if mode is not None:
            draft.chmod(mode)
        elif replaced:
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # whoever wrote into it knows only a number
        raise
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | str, mode: int | None = None) -> None:
    """Write a file and its folder; text as UTF-8, with `?` for what has no encoding."""
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(path, mode) as draft:
        draft.write_bytes(data)


def write_json(path: Path, known: dict[str, Any]) -> None:
    """Write what `read_json` returns."""
    write_whole(path, json.dumps(known, indent=1, sort_keys=True))


def read_json(path: Path) -> dict[str, Any]:
    """Return what was written to `path`; nothing if the file is missing or damaged."""
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
