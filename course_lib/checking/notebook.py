"""Find the student's functions in the notebook that called `check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


def notebook_namespace() -> Mapping[str, Any]:
    """Return the names that the notebook defines, or the main module outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])


@contextmanager
def kept_alive(namespace: Mapping[str, Any]) -> Iterator[None]:
    """Let `exit()` and `quit()` end the function that calls them, and not the notebook's kernel."""
    own = {name: namespace[name] for name in ("exit", "quit") if name in namespace}
    if not isinstance(namespace, dict) or not own:
        yield
        return
    namespace.update(dict.fromkeys(own, sys.exit))
    try:
        yield
    finally:
        namespace.update(own)
