"""Keep the experiments of a notebook, which are not run, and tell what of them is needed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from autograder.sandbox.effects import Place, may_have_effects, with_effects
from autograder.sandbox.needed import may_change, needed_statements


class Experiments:
    """The experiments so far; `parsed` returns the statements of a cell."""

    def __init__(self, parsed: Callable[[str], list[ast.stmt]]) -> None:
        self._parsed = parsed
        self._sources: list[str] = []
        self._missed: dict[str, None] = {}

    def add(self, source: str) -> None:
        """Keep one more."""
        self._sources.append(source)

    def miss(self, name: str) -> None:
        """Note that a statement needed a name that one of them defines."""
        self._missed[name] = None

    def redefined(self, names: Iterable[str]) -> list[str]:
        """Return those of some names that they may define, or change, for a second time."""
        return [n for n in names if any(may_change(n, source) for source in self._sources)]

    def needed(
        self, used: Iterable[str], there: Mapping[str, Any], others: Collection[Place]
    ) -> dict[int, list[int]]:
        """Return the statements that define names which the notebook uses, and `others`.

        `there` is what names stand for in the notebook.
        """
        wanted = {*used, *(name for name in self._missed if name not in there)}
        if not wanted and not others:
            return {}
        return needed_statements([*map(self._parsed, self._sources)], wanted, there, others)

    def with_effects(self, there: Mapping[str, Any]) -> list[Place]:
        """Return the statements that do more than to define names; few cells are parsed for it."""
        read = (self._parsed(one) if may_have_effects(one) else [] for one in self._sources)
        return with_effects([*read], there)
