"""Try edits of a wrong function until every worked example is right."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.cases.case import Trace
from course_lib.checking.place.edited import Edit, EditedProgram, Fix, OutOfBudget, quiet
from course_lib.checking.place.edits import proposals
from course_lib.checking.place.focus import Focus
from course_lib.checking.place.groups import groups
from course_lib.checking.place.numbers import UNKNOWN, missing, solved, unknown_numbers
from course_lib.checking.place.proposals import ADDED, LIKELY, Change, Proposal

MAX_PROGRESS, MAX_SINGLES, MAX_BLIND = 12, 400, 120


ORDER = {
    "level": 0.1,
    "range": 0.2,
    "condition": 0.3,
    "comparison": 0.3,
    "assignment": 1.2,
    "order": 1.2,
    "function": 1.3,
    "name": 1.5,
    "brackets": 1.8,
}
"""Kinds that are tried earlier or later than the likelihood of their edits says."""


def weight(change: Change) -> float:
    """Return how unlikely a change is: the smaller, the earlier it is tried."""
    return ORDER.get(change.kind, change.rank)


@dataclass
class Findings:
    """What makes every example right, and what it took to find it."""

    fixes: list[Fix] = field(default_factory=list)
    tried: int = 0
    work: int = 0
    complete: bool = True


class Search:
    """The search for edits of one program; the functions in `right` stay as they are."""

    def __init__(self, edited: EditedProgram, right: Collection[str] = ()) -> None:
        self.edited = edited
        self.right = right
        self.findings = Findings()
        self.base_items: list[bool] = []
        self.usual: list[tuple[str, Proposal]] = []
        self.additions: list[tuple[str, Proposal]] = []
        self.progress: list[Edit] = []
        self.distinct: dict[Any, Edit] = {}

    def run(self) -> Findings:
        """Return what was found: single edits, the likely ones first, or else pairs of them."""
        with quiet():
            try:
                self._search()
            except OutOfBudget:
                self.findings.complete = False
        self.findings.work = self.edited.work
        return self.findings

    def _search(self) -> None:
        self.edited.load([])
        self.edited.order_examples()
        if not self.edited.order:
            return
        first = self.edited.order[0]
        self.base_items = self.edited.items(first, self.edited.trace(first))
        found = [*self._proposals()]
        usual = sorted(
            (entry for entry in found if entry[1].change.rank != ADDED),
            key=lambda entry: weight(entry[1].change),
        )
        self.usual = usual
        self.additions = [entry for entry in found if entry[1].change.rank == ADDED]
        edits = self.edited.load(usual)
        for edit in edits:
            self._try((edit,))
        for group in [] if self.findings.fixes else groups([edit.proposal for edit in edits]):
            self._try([edits[i] for i in group])
        if not self.findings.fixes:
            self._solve_for_numbers()
        if not self.findings.fixes:
            self._try_additions()
        if not self.findings.fixes:
            self._try_pairs()

    def _solve_for_numbers(self) -> None:
        """Try every number of the program, and factors, as unknowns."""
        first = self.edited.order[0]
        if self.edited.examples.cases[first].properties is not None:
            return
        found = [*unknown_numbers(self.edited.program, self.right)]
        found.sort(key=lambda entry: entry[1].change.rank)
        edits = self.edited.load([(function, proposal) for function, proposal, _ in found])
        for edit, (_, _, start) in zip(edits, found, strict=True):

            def gaps(number: float, edit: Edit = edit) -> Any:
                self.edited.names.update({UNKNOWN: number, edit.switch: edit.number})
                trace = self.edited.trace(first) if self.edited.defines() else None
                self.edited.names[edit.switch] = 0
                return missing(self.edited.examples.expected[first], trace)

            number = solved(gaps, start)
            if number is not None:
                self.edited.names[UNKNOWN] = number
                self._try((edit,))

    def _try_additions(self) -> None:
        """Try edits that add something, the likely ones first, until some of them succeed."""
        for batch in self.batches():
            for edit in self.edited.load(batch):
                self._try((edit,))
            if self.findings.fixes:
                return

    def batches(self) -> list[list[tuple[str, Proposal]]]:
        """Return the edits that add something, the likely ones first; no other may be loaded."""
        focus = Focus(self.edited.program, self.edited.wrong_items())
        batches: dict[int, list[tuple[str, Proposal]]] = {}
        for entry in self.additions:
            batches.setdefault(focus.rank(*entry), []).append(entry)
        return [batch for _, batch in sorted(batches.items())]

    def _proposals(self) -> Iterator[tuple[str, Proposal]]:
        known = self.edited.examples.known(self.edited.program.main.tree)
        return proposals(self.edited.program, known, self.right)

    def _try(self, edits: Sequence[Edit]) -> None:
        """Run the examples with these edits, until one is wrong."""
        self.findings.tried += 1
        with self.edited.switched(edits) as defines:
            if not defines:
                return
            first = self.edited.order[0]
            trace = self.edited.trace(first)
            if not self.edited.is_right(first, trace):
                if trace and trace[-1].error is None and len(edits) == 1:
                    self._note(edits[0], first, trace)
            elif all(self.edited.is_right(i, self.edited.trace(i)) for i in self.edited.order[1:]):
                self.findings.fixes.append(tuple(edits))
            elif len(edits) == 1:
                self.progress.append(edits[0])

    def _note(self, edit: Edit, first: int, trace: Trace) -> None:
        """Remember an edit for pairs, if it does something that no edit before it did."""
        items = self.edited.items(first, trace)
        pairs = [*zip(items, self.base_items, strict=False)]
        if any(now and not before for now, before in pairs) and all(
            now or not before for now, before in pairs
        ):
            self.progress.append(edit)
        if edit.proposal.change.rank != ADDED:
            order = self.edited.order
            others = {order[-1], order[len(order) // 2]} - {first}
            traces = [trace, *(self.edited.trace(i) or [] for i in sorted(others))]
            self.distinct.setdefault(tuple(map(_fingerprint, traces)), edit)

    def _try_pairs(self) -> None:
        first = self.progress[:MAX_PROGRESS]
        singles = [*self.distinct.values()][:MAX_SINGLES]
        self._run_pairs([(one, other) for one in _likely(first) for other in _likely(singles)])
        if not self.findings.fixes:
            self._run_pairs([*itertools.combinations(self.progress[:MAX_BLIND], 2)])
        if not self.findings.fixes:
            self._run_pairs([(one, other) for one in first for other in singles])
        if not self.findings.fixes:
            pairs = [*itertools.combinations(_likely(singles)[:MAX_BLIND], 2)]
            self._run_pairs(sorted(pairs, key=lambda pair: pair[0].line != pair[1].line))

    def _run_pairs(self, pairs: Sequence[tuple[Edit, Edit]]) -> None:
        wanted = {id(edit): edit for pair in pairs for edit in pair}
        loaded = self.edited.load([(edit.function, edit.proposal) for edit in wanted.values()])
        now = dict(zip(wanted, loaded, strict=True))
        for one, other in pairs:
            if one.proposal.key != other.proposal.key:
                self._try((now[id(one)], now[id(other)]))


def _likely(edits: Sequence[Edit]) -> list[Edit]:
    return [edit for edit in edits if edit.proposal.change.rank == LIKELY]


def _fingerprint(trace: Trace) -> Any:
    return tuple(_plain(outcome.value) for outcome in trace)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value).__name__, tuple(map(_plain, value))
    if isinstance(value, dict):
        return tuple((key, _plain(item)) for key, item in value.items())
    return repr(value)
