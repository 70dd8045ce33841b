"""Say in a sentence what is wrong with a file or folder that the system refuses, and what to do."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from autograder import messages
from autograder.whole_file import refusal

_OF_THE_SYSTEM = (
    *(errno.EROFS, errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN),
    *(errno.EMFILE, errno.ENFILE, errno.ENAMETOOLONG, errno.EFBIG),
)
"""Errors of a disk, a network drive or a limit of the machine, about which no code can do much."""


def sentence_about(error: OSError) -> str:
    """Return a sentence about any error of the system."""
    if (sentence := known_sentence(error)) is not None:
        return sentence
    return _refused(error)


def known_sentence(error: OSError) -> str | None:
    """Return a sentence about a closed file, one of the wrong kind or the machine; else None.

    What remains, such as a file that is not there, may be a mistake in this program.
    """
    if isinstance(error, PermissionError) and error.filename:
        return messages.CLOSED.format(path=error.filename)
    if isinstance(error, PermissionError | shutil.Error) or error.errno in _OF_THE_SYSTEM:
        return _refused(error)
    for path in (error.filename2, error.filename):
        if isinstance(path, str | os.PathLike):
            wants_folder = isinstance(error, FileExistsError | NotADirectoryError)
            if sentence := in_the_way(Path(os.fspath(path)), folder=wants_folder):
                return sentence
    return None


def _refused(error: OSError) -> str:
    """Return the sentence about what the system refuses, which does not always say its path."""
    path, why = refusal(error)
    form = messages.REFUSED if path else messages.REFUSED_SOMETHING
    return form.format(path=path, why=why)


def in_the_way(path: Path, *, folder: bool) -> str | None:
    """Return what is wrong if a folder is needed and something else is there, or else a file.

    None if it is what it has to be, or nothing is there.
    """
    there = next((one for one in (path, *path.parents) if os.path.lexists(one)), path)
    if there.is_symlink() and not there.exists():
        return messages.LEADS_NOWHERE.format(path=there, target=os.readlink(there))
    if there == path and not folder:
        return messages.FOLDER_FOR_FILE.format(path=there) if there.is_dir() else None
    return messages.FILE_FOR_FOLDER.format(path=there) if there.is_file() else None
