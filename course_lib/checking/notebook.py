"""Find the student's functions in the notebook that called `check`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any


def notebook_namespace() -> Mapping[str, Any]:
    """Return the names that the notebook defines, or the main module outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])
