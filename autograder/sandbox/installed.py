"""Know the packages of the machine that grades, and do not say where they are."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import course_lib

_INSTALLED_IN = sorted(
    {
        str(folder) + os.sep
        for folder in (
            *(sysconfig.get_path(kind) for kind in ("stdlib", "purelib", "platlib")),
            Path(course_lib.__file__).parent.parent,
        )
    },
    key=len,
    reverse=True,
)
"""Where the packages are on the machine that grades, which is no student's business."""


def without_machine(text: str) -> str:
    """Return text that names the files of packages as if they were here: `numpy/linalg/...`."""
    for folder in _INSTALLED_IN:
        text = text.replace(folder, "")
    return text


def is_installed(path: str) -> bool:
    """Return whether a file is one of a package, not one that a notebook wrote."""
    return path.startswith(tuple(_INSTALLED_IN))
