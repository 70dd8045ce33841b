"""Find the one notebook in a student's folder if it is not called as its assignment is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.course import messages

MAX_DEPTH = 12
"""Folders in one another that are looked into; programs that unpack archives make some of them."""
MAX_ENTRIES = 1_000
TIMESTAMP = "timestamp.txt"
NOISE = frozenset(
    {
        *("__macosx", "@eadir", "lost+found", "__pycache__", "icon\r"),
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "system volume information"),
    }
)
"""What systems make beside people's own, in lower case; also what begins with a dot, or ~$."""

NOTEBOOK = re.compile(r"(?P<stem>.+)\.ipynb(?:\.(?:txt|json))?", re.IGNORECASE | re.DOTALL)
"""A notebook's name, also as browsers save it."""
_ALMOST = re.compile(r".*\.ipynb.*", re.IGNORECASE | re.DOTALL)
"""What programs make of a notebook's name: copies, backups, downloads that were broken off."""
_ARCHIVE = re.compile(
    r"(?P<stem>.+?)(?:\.ipynb)?(?P<ending>\.zip|\.t(?:gz|bz2?|xz)|\.tar|(?:\.tar)?\.(?:gz|bz2|xz))",
    re.IGNORECASE | re.DOTALL,
)
"""An archive, or one compressed file."""
_ENDINGS = re.compile(
    r"(?P<stem>.+?)(?:[.\s_-]+(?:json|txt|[ipynb]{4,6}))*[.\s_-]*", re.IGNORECASE | re.DOTALL
)
"""What becomes of a notebook's ending, which may also be misspelt or missing."""
CHECKPOINTS = ".ipynb_checkpoints"
"""Where JupyterLab keeps its own copies of notebooks."""
_IN_THE_CLOUD = re.compile(r"\..*\.icloud", re.IGNORECASE | re.DOTALL)
"""What iCloud leaves in place of a file that only Apple's server still has."""


def is_noise(name: str) -> bool:
    """Return whether a file or folder is one that a system made, and no person."""
    return name.startswith((".", "~$")) or _is_systems(name)


def _is_systems(name: str) -> bool:
    return name.casefold() in NOISE


def is_notebook(name: str) -> bool:
    """Return whether a file's name is a notebook's, even as browsers save it.

    >>> is_notebook("Adam (1).ipynb.txt"), is_notebook("adam.py")
    (True, False)
    """
    return NOTEBOOK.fullmatch(name) is not None


def is_almost_notebook(name: str) -> bool:
    """Return whether a file's name is what some program made of a notebook's.

    >>> is_almost_notebook("“adam.ipynb”的副本"), is_almost_notebook("adam.py")
    (True, False)
    """
    return _ALMOST.fullmatch(name) is not None


def stem_of(name: str) -> str:
    """Return a file's name without what has become of a notebook's ending.

    >>> stem_of("ewa_ipynb"), stem_of("ewa.ipnb"), stem_of("ewa"), stem_of("ewa.pdf")
    ('ewa', 'ewa', 'ewa', 'ewa.pdf')
    """
    found = _ENDINGS.fullmatch(name)
    return found["stem"] if found else ""


def is_archive(name: str) -> bool:
    """Return whether a file's name is that of an archive, or of one compressed file.

    >>> is_archive("adam.zip"), is_archive("adam.tar.gz"), is_archive("adam.ipynb")
    (True, True, False)
    """
    return _ARCHIVE.fullmatch(name) is not None


def is_of_several(name: str) -> bool:
    """Return whether a file's name is that of an archive, and not of one compressed file.

    >>> is_of_several("adam.tgz"), is_of_several("adam.csv.gz")
    (True, False)
    """
    found = _ARCHIVE.fullmatch(name)
    return found is not None and found["ending"].casefold() not in (".gz", ".bz2", ".xz")


def as_unpacked(name: str) -> str:
    """Return what the notebook in an archive is probably called; another name as it is.

    >>> as_unpacked("adam.tar.gz"), as_unpacked("adam.ipynb.zip"), as_unpacked("adam.py")
    ('adam.ipynb', 'adam.ipynb', 'adam.py')
    """
    found = _ARCHIVE.fullmatch(name)
    return f"{found['stem']}.ipynb" if found else name


def is_there(path: Path) -> bool:
    """Return whether something other than a folder has a name.

    What unpacks `adam.ipynb.zip` puts the notebook into a folder that is called `adam.ipynb`.
    """
    return os.path.lexists(path) and (path.is_symlink() or not path.is_dir())


def find_notebook(folder: Path, assignment: str) -> tuple[Path | None, str]:
    """Return the one notebook that can be meant, or the one archive, and a sentence about it.

    If there is none, or there are several, return None and the sentence that says what to do.
    """
    name = f"{assignment}.ipynb"
    files = list(_files(folder))
    found = [file for file in files if is_notebook(file.name)]
    found = found or [file for file in files if is_archive(file.name)]
    found = found or [
        file
        for file in files
        if is_almost_notebook(file.name) or _words(stem_of(file.name)) == assignment
    ]
    hidden = [] if found else list(_files(folder, _is_systems))
    found = found or [file for file in hidden if file.name.lstrip(".~") == name][:1]
    found = found or [file for file in hidden if _is_checkpoint(file, assignment)][:1]
    form = messages.RENAMED
    if len(found) > 1:
        named = [file for file in found if assignment in _words(file.name)]
        if len(named) != 1:
            names = ", ".join(sorted(shown_in(folder, file) for file in named or found)[:5])
            return None, messages.SEVERAL_NOTEBOOKS.format(names=names, name=name)
        found, form = named, messages.RENAMED_OF_SEVERAL
    if not found:
        for file in hidden:
            if _IN_THE_CLOUD.fullmatch(file.name):
                file_shown = shown_in(folder, file)
                return None, messages.MISSING_IN_THE_CLOUD.format(name=name, file=file_shown)
        others = [shown_in(folder, file) for file in files if file.name != TIMESTAMP]
        missing = messages.MISSING_BUT if others else messages.MISSING
        return None, missing.format(name=name, others=", ".join(others[:3]))
    return found[0], form.format(name=name, file=shown_in(folder, found[0]))


def notebooks_in(folder: Path) -> list[Path]:
    """Return all files of a submission that are called as notebooks are."""
    return [file for file in _files(folder) if is_notebook(file.name)]


def instead_of_empty(folder: Path, assignment: str) -> list[Path]:
    """Return what else may have the work where the notebook is empty: archives, JupyterLab's copy.

    A full disk, or a program that ends while it saves, leaves such a notebook.
    """
    archives = [file for file in _files(folder) if is_archive(file.name)]
    copies = [file for file in _files(folder, _is_systems) if _is_checkpoint(file, assignment)]
    return [*archives, *copies[:1]]


def _is_checkpoint(file: Path, assignment: str) -> bool:
    """Return whether a file is JupyterLab's own copy of the notebook, which is all some hand in."""
    return file.parent.name == CHECKPOINTS and file.name == f"{assignment}-checkpoint.ipynb"


def _files(folder: Path, is_noise: Callable[[str], bool] = is_noise) -> Iterator[Path]:
    """Yield the regular files in a folder and those in it, following no links."""
    if folder.is_symlink():
        return
    entries = 0
    for where, folders, files in os.walk(folder):
        depth = len(Path(where).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not is_noise(name))
        if depth >= MAX_DEPTH:
            folders.clear()
        for file in sorted(files):
            entries += 1
            path = Path(where, file)
            if entries <= MAX_ENTRIES and not is_noise(file) and not path.is_symlink():
                yield path


def _words(name: str) -> str:
    """Return a file's name as an assignment is spelled: `Ewa (1).ipynb` is ewa_1_ipynb."""
    return re.sub(r"[\W_]+", "_", name.casefold())


def shown_in(folder: Path, file: Path) -> str:
    """Return a file's path in a submission for people's eyes."""
    path = str(file.relative_to(folder))
    return "".join(sign if sign.isprintable() else "?" for sign in path)[:200]
