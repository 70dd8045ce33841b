"""Keep a notebook's names as they were at checks that its own cells call, in whatever form."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any

from autograder.sandbox.names import Names
from autograder.sandbox.unwritten import is_unwritten

MOST = 3
"""How many of a name's own checks are kept: the last."""


def key_of(name: str, number: int) -> str:
    """Return what stands for a name as it was at one of its own checks, counted from 1."""
    return f"{name} {number}"


def name_of(key: str) -> str:
    """Return the name that a key is about."""
    return key.partition(" ")[0]


class OwnChecks:
    """The names at each check that is not the lesson's own.

    `check` itself tells that it is called: a cell's text does not tell for certain.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._kept: dict[str, deque[Names]] = {}
        self._is_open = True
        sys.modules["course_lib.checking.checker"].tell = self.keep  # type: ignore[attr-defined]

    def keep(self, name: str) -> None:
        """Keep the names of this moment, if there is something to check."""
        if self._is_open and not is_unwritten(self._namespace.get(name)):
            self._kept.setdefault(name, deque(maxlen=MOST)).append(Names(self._namespace))

    def take(self) -> dict[str, Names]:
        """Return what was kept, by its keys, the last first; from now on nothing is kept."""
        self._is_open = False
        return {
            key_of(name, number): names
            for name, several in self._kept.items()
            for number, names in enumerate(reversed(several), start=1)
        }
