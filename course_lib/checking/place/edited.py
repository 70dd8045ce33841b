"""Run a program with edits that can be switched on and off, on worked examples, in a budget."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Case, Outcome, Trace, observed, outcome_of, run_case
from course_lib.cases.compare import traces_agree, values_agree
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.guards import MAX_STEPS, Steps, Stopped, guarded_names
from course_lib.checking.place.instrument import Key, Site, compiled
from course_lib.checking.place.numbers import UNKNOWN
from course_lib.checking.place.program import Program
from course_lib.checking.place.proposals import NUMPY, Proposal

BUDGET = 500_000
"""Work that it may take, in about microseconds; counted, so that it is always the same."""

PER_RUN, PER_CALL, PER_STEP = 15, 25, 1
PER_PROGRAM, PER_EDIT = 3_000, 20

MORE_STEPS, MANY_TIMES = 1_000, 5
"""How many steps an edited function may take: so many, and so many times those of the original."""

LONG = 150_000
"""Work after which somebody who waits should be told why."""

MAX_SECONDS = 60.0
"""Time of the processor that ends a search whose work is counted wrong: no slow computer does."""


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


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Suppress warnings: many edits divide by zero."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


class OutOfBudget(Exception):
    """The work is used up."""


class EditedProgram:
    """A program, compiled once with many edits, of which those that are switched on count."""

    def __init__(
        self,
        program: Program,
        examples: Examples,
        when_long: Callable[[], None] = lambda: None,
    ) -> None:
        self.program = program
        self.examples = examples
        self.when_long = when_long
        self.is_long = False
        self.work = 0
        self.budget = BUDGET
        self.runs = 0
        self.steps = Steps()
        self.started = time.process_time()
        self.order: list[int] = []
        """The examples in the order in which to try them, the wrong ones first."""
        self.wrong = 0
        """How many of them are wrong."""
        self.limits: list[int] = []
        self.names: dict[str, Any] = {}

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
        self.work += PER_PROGRAM + PER_EDIT * len(entries)
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

    def wrong_examples(self) -> list[int]:
        """Return which examples are wrong as the program is switched now, in order."""
        self.order_examples()
        return sorted(self.order[: self.wrong])

    def order_examples(self) -> None:
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
        self.runs += 1
        late = self.runs % 64 == 0 and time.process_time() - self.started > MAX_SECONDS
        if self.work > self.budget or late:
            raise OutOfBudget
        if self.work > LONG and not self.is_long:
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
            self.work += PER_RUN + PER_CALL * len(case.calls) + PER_STEP * self.steps.taken

    def is_right(self, i: int, trace: Trace | None) -> bool:
        """Return whether a trace of an example is the expected one, and no argument is changed."""
        examples = self.examples
        return (
            trace is not None
            and traces_agree(examples.cases[i], examples.expected[i], trace, examples.updates)
            and not any(outcome.changed for outcome in trace)
        )

    def items(self, i: int, trace: Trace | None) -> list[bool]:
        """Return which items of the results of an example are right."""
        found = []
        for want, got in zip(self.examples.expected[i], trace or [], strict=False):
            if isinstance(want.value, tuple) and isinstance(got.value, tuple | list):
                pairs = zip(want.value, got.value, strict=False)
                found += [values_agree(one, other) for one, other in pairs]
        return found


def _called(function: Any, call: Call) -> Outcome:
    return outcome_of(function, call)
