"""Try edits of a wrong function until every worked example is right."""

from __future__ import annotations

import contextlib
import itertools
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Outcome, Trace, observed, outcome_of, run_case
from course_lib.cases.compare import traces_agree, values_agree
from course_lib.checking.place.edits import proposals
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.focus import Focus
from course_lib.checking.place.groups import groups
from course_lib.checking.place.guards import MAX_STEPS, Steps, Stopped, guarded_names
from course_lib.checking.place.instrument import Key, Site, compiled
from course_lib.checking.place.numbers import UNKNOWN, missing, solved, unknown_numbers
from course_lib.checking.place.program import Program
from course_lib.checking.place.proposals import (
    ADDED,
    LIKELY,
    NUMPY,
    Change,
    Proposal,
)

BUDGET = 500_000
"""Work that a search may take, in about microseconds; counted, so that it is always the same."""

PER_RUN, PER_CALL, PER_STEP = 15, 25, 1
PER_PROGRAM, PER_EDIT = 3_000, 20

MORE_STEPS, MANY_TIMES = 1_000, 5
"""How many steps an edited function may take: so many, and so many times those of the original."""

LONG = 150_000
"""Work after which somebody who waits should be told why."""

MAX_SECONDS = 60.0
"""Time of the processor that ends a search whose work is counted wrong: no slow computer does."""

MAX_PROGRESS, MAX_SINGLES, MAX_BLIND = 12, 400, 120


@dataclass(frozen=True)
class Edit:
    """A proposal, and the switch that makes it."""

    proposal: Proposal
    function: str
    switch: str
    number: int

    @property
    def line(self) -> tuple[str, int]:
        """Return the function and the line that it changes."""
        return self.function, self.proposal.line


Fix = tuple[Edit, ...]
"""An edit that makes every example right; or several that do it together."""


@dataclass
class Findings:
    """What makes every example right, and what it took to find it."""

    fixes: list[Fix] = field(default_factory=list)
    tried: int = 0
    work: int = 0
    complete: bool = True


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


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress warnings: many edits divide by zero."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


class OutOfBudget(Exception):
    """The work is used up."""


class Search:
    """The search for edits of one program; the functions in `right` stay as they are."""

    def __init__(
        self,
        program: Program,
        examples: Examples,
        when_long: Callable[[], None] = lambda: None,
        right: Collection[str] = (),
    ) -> None:
        self.right = right
        self.program = program
        self.examples = examples
        self.when_long = when_long
        self.is_long = False
        self.budget = BUDGET
        self.runs = 0
        self.steps = Steps()
        self.findings = Findings()
        self.started = time.process_time()
        self.order: list[int] = []
        self.limits: list[int] = []
        self.wrong = 0
        self.names: dict[str, Any] = {}
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
        return self.findings

    def _search(self) -> None:
        self.load([])
        self._order_cases()
        if not self.order:
            return
        found = [*self._proposals()]
        usual = sorted(
            (entry for entry in found if entry[1].change.rank != ADDED),
            key=lambda entry: weight(entry[1].change),
        )
        self.usual = usual
        self.additions = [entry for entry in found if entry[1].change.rank == ADDED]
        edits = self.load(usual)
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
        first = self.order[0]
        if self.examples.cases[first].properties is not None:
            return
        found = [*unknown_numbers(self.program, self.right)]
        found.sort(key=lambda entry: entry[1].change.rank)
        edits = self.load([(function, proposal) for function, proposal, _ in found])
        for edit, (_, _, start) in zip(edits, found, strict=True):

            def gaps(number: float, edit: Edit = edit) -> Any:
                self.names.update({UNKNOWN: number, edit.switch: edit.number})
                trace = self.trace(first) if self.defines() else None
                self.names[edit.switch] = 0
                return missing(self.examples.expected[first], trace)

            number = solved(gaps, start)
            if number is not None:
                self.names[UNKNOWN] = number
                self._try((edit,))

    def _try_additions(self) -> None:
        """Try edits that add something, the likely ones first, until some of them succeed."""
        for batch in self.batches():
            for edit in self.load(batch):
                self._try((edit,))
            if self.findings.fixes:
                return

    def batches(self) -> list[list[tuple[str, Proposal]]]:
        """Return the edits that add something, the likely ones first; no other may be loaded."""
        focus = Focus(self.program, self.wrong_items())
        batches: dict[int, list[tuple[str, Proposal]]] = {}
        for entry in self.additions:
            batches.setdefault(focus.rank(*entry), []).append(entry)
        return [batch for _, batch in sorted(batches.items())]

    def _proposals(self) -> Iterator[tuple[str, Proposal]]:
        known = self.examples.known(self.program.main.tree)
        return proposals(self.program, known, self.right)

    def load(self, entries: Sequence[tuple[str, Proposal]]) -> list[Edit]:
        """Compile the program with these edits, and return them with their switches."""
        sites: dict[Key, Site] = {}
        edits = []
        for function, proposal in entries:
            site = sites.setdefault(proposal.key, Site(f"@s{len(sites)}"))
            site.replacements.append(proposal.change.new)
            edits.append(Edit(proposal, function, site.switch, len(site.replacements)))
        trees = [definition.tree for definition in self.program.definitions]
        code = compiled(trees, sites)
        self.findings.work += PER_PROGRAM + PER_EDIT * len(entries)
        self.names = {
            **self.program.fresh_names(),
            **guarded_names(self.steps),
            NUMPY: np,
            UNKNOWN: 1.0,
            **{site.switch: 0 for site in sites.values()},
        }
        self.code = code
        exec(code, self.names)
        return edits

    def wrong_examples(self) -> list[int]:
        """Return which examples are wrong as the program is switched now, in order."""
        self._order_cases()
        return sorted(self.order[: self.wrong])

    def _order_cases(self) -> None:
        """Put the wrong examples first, and of them those first that take the fewest steps."""
        right, wrong = [], []
        self.limits = [MAX_STEPS] * len(self.examples.cases)
        for i in range(len(self.examples.cases)):
            is_right = self.is_right(i, self.trace(i))
            self.limits[i] = MORE_STEPS + MANY_TIMES * self.steps.taken
            if is_right:
                right.append(i)
            else:
                wrong.append((self.steps.taken, i))
        self.order = [i for _, i in sorted(wrong)] + right if wrong else []
        self.wrong = len(wrong)
        if wrong:
            self.base_items = self._items(self.order[0], self.trace(self.order[0]))

    def wrong_items(self) -> set[int]:
        """Return the positions in the results at which something is wrong; none if unknown."""
        wrong: set[int] = set()
        for i in self.order[: self.wrong]:
            for want, got in zip(self.examples.expected[i], self.trace(i) or [], strict=False):
                if not isinstance(want.value, tuple) or not isinstance(got.value, tuple):
                    return set()
                pairs = enumerate(zip(want.value, got.value, strict=False))
                wrong |= {place for place, (a, b) in pairs if not values_agree(a, b)}
        return wrong

    def trace(self, i: int, instead: Case | None = None) -> Trace | None:
        """Return what the program as it is switched now does in an example; None if stopped."""
        work = self.findings
        self.runs += 1
        late = self.runs % 64 == 0 and time.process_time() - self.started > MAX_SECONDS
        if work.work > self.budget or late:
            raise OutOfBudget
        if work.work > LONG and not self.is_long:
            self.is_long = True
            self.when_long()
        case = instead or self.examples.cases[i]
        self.steps.taken, self.steps.limit = 0, self.limits[i]
        try:
            function = self.names[self.program.main.name]
            trace = run_case(case, lambda call: _called(function, call))
            return observed(case, trace)
        except Stopped:
            return None
        finally:
            work.work += PER_RUN + PER_CALL * len(case.calls) + PER_STEP * self.steps.taken

    def is_right(self, i: int, trace: Trace | None) -> bool:
        examples = self.examples
        return (
            trace is not None
            and traces_agree(examples.cases[i], examples.expected[i], trace, examples.updates)
            and not any(outcome.changed for outcome in trace)
        )

    def _try(self, edits: Sequence[Edit]) -> None:
        """Run the examples with these edits, until one is wrong."""
        self.findings.tried += 1
        with self.switched(edits) as defines:
            if not defines:
                return
            first = self.order[0]
            trace = self.trace(first)
            if not self.is_right(first, trace):
                if trace and trace[-1].error is None and len(edits) == 1:
                    self._note(edits[0], first, trace)
            elif all(self.is_right(i, self.trace(i)) for i in self.order[1:]):
                self.findings.fixes.append(tuple(edits))
            elif len(edits) == 1:
                self.progress.append(edits[0])

    @contextlib.contextmanager
    def switched(self, edits: Sequence[Edit]) -> Iterator[bool]:
        """Define the functions with these edits for a while; yield whether that worked."""
        for edit in edits:
            self.names[edit.switch] = edit.number
        try:
            yield self.defines()
        finally:
            for edit in edits:
                self.names[edit.switch] = 0

    def defines(self) -> bool:
        """Define the functions with the edits that are switched on; False if that fails.

        A default value is computed then, and an edit may name an argument there.
        """
        try:
            exec(self.code, self.names)
        except Exception:
            return False
        return True

    def _note(self, edit: Edit, first: int, trace: Trace) -> None:
        """Remember an edit for pairs, if it does something that no edit before it did."""
        items = self._items(first, trace)
        pairs = [*zip(items, self.base_items, strict=False)]
        if any(now and not before for now, before in pairs) and all(
            now or not before for now, before in pairs
        ):
            self.progress.append(edit)
        if edit.proposal.change.rank != ADDED:
            others = {self.order[-1], self.order[len(self.order) // 2]} - {first}
            traces = [trace, *(self.trace(i) or [] for i in sorted(others))]
            self.distinct.setdefault(tuple(map(_fingerprint, traces)), edit)

    def _items(self, i: int, trace: Trace | None) -> list[bool]:
        """Return which items of the results are right."""
        found = []
        for want, got in zip(self.examples.expected[i], trace or [], strict=False):
            if isinstance(want.value, tuple) and isinstance(got.value, tuple | list):
                pairs = zip(want.value, got.value, strict=False)
                found += [values_agree(one, other) for one, other in pairs]
        return found

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
        loaded = self.load([(edit.function, edit.proposal) for edit in wanted.values()])
        now = dict(zip(wanted, loaded, strict=True))
        for one, other in pairs:
            if one.proposal.key != other.proposal.key:
                self._try((now[id(one)], now[id(other)]))


def _likely(edits: Sequence[Edit]) -> list[Edit]:
    return [edit for edit in edits if edit.proposal.change.rank == LIKELY]


def _called(function: Any, call: Call) -> Outcome:
    return outcome_of(function, call)


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
