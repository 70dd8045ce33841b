"""Where the student's own functions live: the notebook that called us."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any


def notebook_namespace() -> Mapping[str, Any]:
    """The names that the notebook defines; outside IPython, those of the main module."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])
