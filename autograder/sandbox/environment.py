"""Prepare what a fork server starts with: a clean environment, and the list of known fonts."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from autograder.bounded.helper_process import ONE_THREAD
from autograder.whole_file import read_json, write_whole

_KEPT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")
_FONTS = "fontlist-*.json"


def environment(folder: str) -> dict[str, str]:
    """Return the variables of a server whose own folder is `folder`; only NumPy's are kept."""
    user = dict.fromkeys(("USER", "USERNAME", "LOGNAME"), "student")
    home = dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), folder)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "NBGRADER_EXECUTION": "autograde",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        **user,
        **home,
        **ONE_THREAD,
        **kept,
    }


def copy_known_fonts(folder: str) -> None:
    """Copy Matplotlib's list of this machine's fonts, or each server would search them again."""
    with suppress(OSError, RuntimeError):  # a home folder need not exist
        for known in _kept_by_matplotlib().glob(_FONTS):
            shutil.copy(known, folder)


def keep_known_fonts(folder: str) -> None:
    """Keep the list of fonts that a server had to make, where Matplotlib keeps it itself.

    Call it only for a folder in which no student's code may write.
    """
    with suppress(OSError, RuntimeError):
        for made in Path(folder).glob(_FONTS):
            known = _kept_by_matplotlib() / made.name
            # a server that was killed leaves half a list
            if not known.exists() and read_json(made):
                write_whole(known, made.read_bytes())


def _kept_by_matplotlib() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("MPLCONFIGDIR") or cache / "matplotlib")
