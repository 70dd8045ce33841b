"""Find the known mistakes that explain what a wrong function did, completely or not at all.

A known mistake explains a function if it has the same outcomes in every case: those that fail, and
those that pass. Anything less is a coincidence too often. Students combine mistakes, so two of them
may explain it together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from course_lib.cases.case import NOTHING_RETURNED, Case, Outcome, Trace
from course_lib.cases.compare import Updates, traces_agree
from course_lib.cases.evidence import Evidence, Traces

Pair = tuple[str, str]


def no_pairs(failed: frozenset[str]) -> Iterable[tuple[Pair, Traces]]:
    """Return no pairs: where no code of the known mistakes is at hand."""
    return ()


@dataclass(frozen=True)
class KnownMistakes:
    """The traces of the known mistakes, and of functions that contain two of them.

    `pairs` takes the keys of the criteria that a function fails, and returns pairs that may fail
    exactly these.
    """

    traces: Mapping[str, Traces]
    pairs: Callable[[frozenset[str]], Iterable[tuple[Pair, Traces]]] = field(default=no_pairs)
    right: dict[tuple[str, int], bool] = field(default_factory=dict)
    """Whether a mistake is right in a case: the same for every function, so it is kept."""


def one_mistake(
    evidence: Evidence, mistakes: Mapping[str, Traces], updates: Updates
) -> tuple[str, ...]:
    """Return the name of the known mistake that explains everything; nothing if none does.

    If several do, the first that changes the same arguments is named. Most mistakes are ruled out
    by their first trace.
    """
    search = _Search(evidence, updates)
    return search.single(mistakes) if search.failed or any(search.changed) else ()


def two_mistakes(evidence: Evidence, known: KnownMistakes, updates: Updates) -> tuple[str, ...]:
    """Return the names of two known mistakes that explain everything together.

    Nothing is returned if different pairs do: then either could be false.
    """
    search = _Search(evidence, updates)
    if not search.failed:
        return ()
    together = search.together(known)
    found = together if together and not search.has_only_facts else search.separate(known)
    only_one = len(found) == 1 and {*found} >= {*together}
    return found[0] if only_one else ()


@dataclass(frozen=True)
class _Share:
    """The cases in which a mistake is seen, and those in which another one hides it."""

    own: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()


class _Search:
    """A search for the mistakes behind the traces of one function."""

    def __init__(self, evidence: Evidence, updates: Updates) -> None:
        self.cases, self.actual = evidence.cases, evidence.actual
        self.expected, self.updates = evidence.expected, updates
        self.changed = _changed(self.actual)
        self.failed = [i for i in range(len(self.cases)) if not self._right(i, self.actual[i])]
        self.passed = sorted({*range(len(self.cases))} - {*self.failed})
        self.order = [*self.failed, *self.passed]
        self._telling: dict[int, bool] = {}

    def single(self, mistakes: Mapping[str, Traces]) -> tuple[str, ...]:
        found: list[str] = []
        for name, traces in mistakes.items():
            if self._explains(traces):
                if _changed(traces) == self.changed:
                    return (name,)
                found.append(name)
        return tuple(found[:1] if self.failed else ())

    @property
    def has_only_facts(self) -> bool:
        """Whether all that fails are facts: these alone are too few to tell pairs apart."""
        return all(self.cases[i].properties is not None for i in self.failed)

    def together(self, known: KnownMistakes) -> list[Pair]:
        """Return the pairs of mistakes of which a function with both explains everything."""
        criteria = frozenset(self.cases[i].criterion for i in self.failed)
        return [pair for pair, traces in known.pairs(criteria) if self._explains(traces)]

    def separate(self, known: KnownMistakes) -> list[Pair]:
        """Return the pairs of mistakes that explain everything although they never interact.

        Each explains what it fails, except where the other one's exception or nan hides it.
        """
        shares = {name: self._share(name, known) for name in known.traces}
        return [
            (one, other)
            for one, other in combinations([name for name in shares if shares[name].own], 2)
            if self._complete_each_other(shares[one], shares[other])
        ]

    def _complete_each_other(self, one: _Share, other: _Share) -> bool:
        facts = any(self.cases[i].properties is not None for i in one.own | other.own)
        return (
            one.own | other.own == {*self.failed}
            and not one.own & other.own
            and one.hidden <= other.own
            and other.hidden <= one.own
            and not (facts and self._criteria(one.own) & self._criteria(other.own))
        )

    def _criteria(self, these: frozenset[int]) -> set[str]:
        return {self.cases[i].criterion for i in these}

    def _share(self, name: str, known: KnownMistakes) -> _Share:
        """Return the cases that a mistake fails, if it explains all of them; else none."""
        traces = known.traces[name]

        def right(i: int) -> bool:
            if (name, i) not in known.right:
                known.right[name, i] = self._right(i, traces[i])
            return known.right[name, i]

        own, hidden = set(), set()
        for i in self.failed:
            if right(i):
                continue
            if self._agrees(i, traces[i]):
                own.add(i)
            elif self._tells(i):
                return _Share()
            else:
                hidden.add(i)
        contradicts = not own or not all(map(right, self.passed))
        if contradicts or not self._no_new_changes(traces) or not self._evident(own, traces):
            return _Share()
        return _Share(frozenset(own), frozenset(hidden))

    def _explains(self, traces: Traces) -> bool:
        return (
            all(self._agrees(i, traces[i]) for i in self.order)
            and self._no_new_changes(traces)
            and self._evident(self.failed, traces)
        )

    def _right(self, i: int, trace: Trace) -> bool:
        return traces_agree(self.cases[i], self.expected[i], trace, self.updates)

    def _agrees(self, i: int, trace: Trace) -> bool:
        return traces_agree(self.cases[i], trace, self.actual[i], self.updates)

    def _tells(self, i: int) -> bool:
        if i not in self._telling:
            self._telling[i] = _tells(self.cases[i], self.actual[i])
        return self._telling[i]

    def _no_new_changes(self, traces: Traces) -> bool:
        """Return whether a mistake changes no argument that the function leaves alone."""
        return all(these <= own for these, own in zip(_changed(traces), self.changed, strict=True))

    def _evident(self, failed: Collection[int], traces: Traces) -> bool:
        """Return whether the outcomes of these cases can tell one mistake from another."""
        if any(map(self._tells, failed)) or not failed:
            return True
        stops = [i for i in failed if self.actual[i] and self.actual[i][-1].error]
        if not stops:
            others = len(failed) < len(self.cases)
            return others or all(_is_none(self.actual[i]) for i in failed)
        return all(self._stops_alike(i, traces) for i in stops)

    def _stops_alike(self, i: int, traces: Traces) -> bool:
        """Return whether two traces end with the same exception: its class alone proves nothing."""
        one, other = traces[i][-1], self.actual[i][-1]
        if one.error == NOTHING_RETURNED:
            return True
        if self.expected[i] and self.expected[i][-1].error:
            return bool(self.passed)
        if one.error == "UnsupportedValue":
            return one.message == other.message
        return alike(one.message, other.message) or (
            self._refuses(traces, one.message) and self._refuses(self.actual, other.message)
        )

    def _refuses(self, traces: Traces, message: str) -> bool:
        """Return whether a function has this message in a case where an exception is expected."""
        return any(
            alike(traces[i][-1].message, message)
            for i in self.passed
            if self.expected[i] and self.expected[i][-1].error
        )


def alike(message: str, other: str) -> bool:
    """Return whether two messages of exceptions share most of their words.

    Versions of Python and NumPy differ in details of their messages.

    >>> alike("can't multiply sequence by non-int of type 'float'", "division by zero")
    False
    """
    one, two = ({*re.findall(r"[\w^]+", text.lower())} for text in (message, other))
    return message == other or 2 * len(one & two) > len(one | two)


def _tells(case: Case, trace: Trace) -> bool:
    """Return whether an outcome can distinguish mistakes, many of which give only nan."""
    last = trace[-1] if trace else Outcome()
    if last.error is not None or last.value is None:
        return False
    value = last.value
    positions = [i for i in case.compare or () if isinstance(i, int)]
    if isinstance(value, tuple | list) and positions:
        value = [value[i] for i in positions if i < len(value)]
    return any(map(_holds_information, value if isinstance(value, tuple | list) else [value]))


def _holds_information(item: Any) -> bool:
    if isinstance(item, float | np.ndarray | np.generic):
        return bool(np.isfinite(item).any())
    return not isinstance(item, list | tuple | dict) or bool(item)


def _is_none(trace: Trace) -> bool:
    return bool(trace) and trace[0].error is None and trace[0].value is None


def _changed(traces: Traces) -> list[set[str]]:
    """Return the arguments that are changed in each case."""
    return [{name for outcome in trace for name in outcome.changed} for trace in traces]
