"""Find the notebook whose kernel this is, as Jupyter and Visual Studio Code tell it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

METADATA_KEY = "optimization_course"
"""The key under which a notebook's metadata have what is the course's own."""

_MOST_NOTEBOOKS = 20
"""A lesson's folder has one; the working directory may be any."""


def own_metadata() -> Iterator[Mapping[str, Any]]:
    """Yield what is the course's own in the notebook's metadata; if it is unknown, all that may be.

    Where nothing tells the notebook's path, these are the notebooks in the working directory.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    told = os.environ.get("JPY_SESSION_NAME"), shell.user_ns.get("__vsc_ipynb_file__")
    for path in told:
        if isinstance(path, str) and path.endswith(".ipynb") and Path(path).is_file():
            yield _of_file(Path(path))
            return
    with suppress(OSError):
        for path in sorted(Path().glob("*.ipynb"))[:_MOST_NOTEBOOKS]:
            yield _of_file(path)


def _of_file(path: Path) -> Mapping[str, Any]:
    try:
        own = json.loads(path.read_text(encoding="utf-8-sig"))["metadata"].get(METADATA_KEY)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return own if isinstance(own, dict) else {}
