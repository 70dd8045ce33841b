"""Prepare what a fork server starts with: a clean environment, and the list of known fonts."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from autograder.bounded.helper_process import ONE_THREAD

_KEPT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")


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
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        known = Path(os.environ.get("MPLCONFIGDIR") or cache / "matplotlib")
        for file in known.glob("fontlist-*.json"):
            shutil.copy(file, folder)
