"""The worked examples on which edits are tried, and what they tell about a function."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Case, Trace
from course_lib.cases.compare import Updates
from course_lib.checking.place.proposals import Known


@dataclass(frozen=True)
class Examples:
    """The worked examples of a function."""

    cases: Sequence[Case]
    expected: Sequence[Trace]
    updates: Updates
    needed: Collection[int] = ()
    """The positions of the parameters that every right function reads."""

    def known(self, tree: ast.FunctionDef) -> Known:
        """Return what the examples tell about the function that they call."""
        parameters = [argument.arg for argument in tree.args.args]
        objects, collections = set(), set()
        values: set[float] = set()
        for case in self.cases:
            for call in case.calls:
                pairs = [*zip(parameters, call.args, strict=False), *call.kwargs.items()]
                objects |= {name for name, value in pairs if isinstance(value, _OBJECTS)}
                collections |= {name for name, value in pairs if any(_texts(value))}
                values |= {value for _, value in pairs if type(value) in (int, float)}
        texts = self._all_texts()
        return Known(texts, frozenset(objects), frozenset(collections), sorted(values))

    def _all_texts(self) -> list[str]:
        """Return the texts in the results and arguments, in order, each once."""
        found: dict[str, None] = {}
        for case, trace in zip(self.cases, self.expected, strict=True):
            for outcome in trace:
                found.update(dict.fromkeys(_texts(outcome.value)))
            for call in case.calls:
                found.update(dict.fromkeys(_texts((*call.args, dict(call.kwargs)))))
        return [*found]


_OBJECTS = (SeededRng, CourseFunction)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
