"""Show a verdict in the notebook or in the terminal, and before it that one has to wait."""

from __future__ import annotations

import sys
from typing import Any

from course_lib.cases.verdict import Verdict


class Display:
    """One place for output: in a notebook, the verdict replaces the sentence before it."""

    def __init__(self) -> None:
        ipython = sys.modules.get("IPython")
        self._display: Any = None
        if ipython is not None and ipython.get_ipython() is not None:
            self._display = ipython.display.display
        self._handle: Any = None

    def show_waiting(self, text: str) -> None:
        """Say what takes so long."""
        if self._display is None:
            print(text)
        else:
            self._handle = self._display({"text/plain": text}, raw=True, display_id=True)

    def show(self, verdict: Verdict, more: bool = False) -> None:
        """Display the table in a notebook; print it elsewhere. With `more`, its steps are open."""
        if self._display is None:
            print(verdict.text(more))
        elif self._handle is None:
            self._display(verdict.mimebundle(more), raw=True)
        else:
            self._handle.update(verdict.mimebundle(more), raw=True)
