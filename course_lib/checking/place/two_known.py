"""Name two known mistakes that a function has at once, from what its edits do.

`check` has no code of the known mistakes, only what they do in the examples. But a function with
two of them has one left after an edit that mends the other. So two names are certain if one edit
leaves just what the first mistake does, another just what the second does, and both edits together
make everything right; or if the second is the only one that does what the function does wherever
the first does no harm. An edit tells nothing if it throws away what the student computed from an
argument: little is left then, and that may look like a mistake.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np

from course_lib.cases.case import Trace
from course_lib.cases.compare import traces_agree
from course_lib.cases.evidence import Traces
from course_lib.cases.values import numbers_in
from course_lib.checking.place.dependence import arguments_that_matter
from course_lib.checking.place.edited import Edit, Fix, OutOfBudget, quiet
from course_lib.checking.place.groups import groups
from course_lib.checking.place.search import Search

MORE_WORK = 1_000_000
"""Work that this may take beyond the search, in its unit."""
FOR_PAIRS = 150_000
"""Work for edits that leave one mistake, in pairs."""
MOST_FIXES = 4
"""Fixes that are kept of those that leave the same mistake."""
FEWEST_ALONE = 2
"""Examples in which a mistake explains the function by itself; one, if nothing else is left."""
_CLOSE = 1e-6

Names = tuple[str, str]


def two_known(search: Search, mistakes: Mapping[str, Traces]) -> tuple[Names, Fix] | None:
    """Return the only two mistakes that can be in a function, and what mends them, or one.

    `search` has ended. If it has found pairs of edits, only these are looked at.
    """
    with quiet():
        mending, fixes = _Mending(search, mistakes), search.findings.fixes
        if mending.raises():
            return None
        found = dict(mending.of_fixes(fixes) if fixes else mending.of_edits())
    return next(iter(found.items())) if len(found) == 1 else None


class _Mending:
    """Which mistakes are left in a function after edits."""

    def __init__(self, search: Search, mistakes: Mapping[str, Traces]) -> None:
        self.search, self.edited, self.mistakes = search, search.edited, mistakes
        self.wrong = self.edited.order[: self.edited.wrong]
        self.right = self.edited.order[self.edited.wrong :]
        self.left: dict[str, list[Fix]] = {}
        """Mistake -> the edits that leave just this one."""

    def raises(self) -> bool:
        """Return whether the function raises where a result is expected, which tells too little."""
        edited, examples = self.edited, self.edited.examples
        edited.budget = edited.work + FOR_PAIRS
        edited.load([])
        with suppress(OutOfBudget):
            return any(
                trace is None or (trace[-1].error is not None and want[-1].error is None)
                for trace, want in ((edited.trace(i), examples.expected[i]) for i in self.wrong)
            )
        return True

    def of_fixes(self, fixes: Sequence[Fix]) -> Iterator[tuple[Names, Fix]]:
        """Yield the names of the mistakes that pairs of edits mend, if each alone leaves one."""
        self.edited.budget = self.edited.work + FOR_PAIRS
        with suppress(OutOfBudget):
            for fix in fixes:
                if len(fix) != 2:
                    continue
                loaded = self.edited.load([(edit.function, edit.proposal) for edit in fix])
                names = [next(self._left_by((edit,)), None) for edit in loaded]
                if not names[0] or not names[1] or names[0] == names[1]:
                    continue
                if all(self._keeps_arguments((edit,)) for edit in loaded):
                    yield self._in_order(names[0], names[1]), fix

    def of_edits(self) -> Iterator[tuple[Names, Fix]]:
        """Yield the names of mistakes of which edits leave one each."""
        edited = self.edited
        told = self._signs()
        if told is None:
            return
        edited.budget = edited.work + MORE_WORK
        with suppress(OutOfBudget):
            self._look_for_edits(*told)
        edited.budget = edited.work + FOR_PAIRS
        pairs: dict[Names, Fix] = {}
        with suppress(OutOfBudget):
            pairs |= {names: fix for names, fix in self._pairs() if names not in pairs}
            yield from (pairs or dict(self._explained())).items()

    def _in_order(self, one: str, other: str) -> Names:
        first, second = sorted((one, other), key=[*self.mistakes].index)
        return first, second

    def _signs(self) -> tuple[int, list[tuple[float, str]]] | None:
        """Return the wrong example that tells most mistakes apart, and a number for each."""
        best, most = None, 1
        for i in self.wrong:
            if self.edited.examples.cases[i].properties is not None:
                continue
            signs = [(_sign(traces[i]), name) for name, traces in self.mistakes.items()]
            known = sorted((sign, name) for sign, name in signs if sign is not None)
            different = len({sign for sign, _ in known})
            if different > most:
                best, most = (i, known), different
        return best

    def _look_for_edits(self, i: int, known: Sequence[tuple[float, str]]) -> None:
        numbers = [sign for sign, _ in known]
        for fix in self._edits():
            with self.edited.switched(fix) as defines:
                sign = _sign(self.edited.trace(i)) if defines else None
                if sign is None:
                    continue
                margin = _CLOSE * (1 + abs(sign))
                first = bisect_left(numbers, sign - margin)
                last = bisect_right(numbers, sign + margin)
                for name in dict.fromkeys(name for _, name in known[first:last]):
                    if len(self.left.get(name, ())) < MOST_FIXES and self._does(name):
                        self.left.setdefault(name, []).append(fix)

    def _edits(self) -> Iterator[Fix]:
        edits = self.edited.load(self.search.usual)
        yield from ((edit,) for edit in edits)
        for group in groups([edit.proposal for edit in edits]):
            yield tuple(edits[i] for i in group)
        self.edited.load([])
        for batch in self.search.batches():
            yield from ((edit,) for edit in self.edited.load(batch))

    def _left_by(self, fix: Fix) -> Iterator[str]:
        with self.edited.switched(fix) as defines:
            yield from (name for name in self.mistakes if defines and self._does(name))

    def _does(self, name: str) -> bool:
        """Return whether the program, as it is switched now, does what a mistake does."""
        order = self.edited.order
        return all(self._is_like(name, i, self.edited.trace(i)) for i in order)

    def _is_like(self, name: str, i: int, trace: Trace | None) -> bool:
        examples, known = self.edited.examples, self.mistakes[name][i]
        return trace is not None and traces_agree(examples.cases[i], known, trace, examples.updates)

    def _is_wrong(self, name: str, i: int) -> bool:
        return not self._is_like(name, i, list(self.edited.examples.expected[i]))

    def _pairs(self) -> Iterator[tuple[Names, Fix]]:
        names = [name for name in self.mistakes if name in self.left]
        fixes = (fix for name in names for fix in self.left[name])
        wanted = {id(edit): edit for fix in fixes for edit in fix}
        edits = self.edited.load([(edit.function, edit.proposal) for edit in wanted.values()])
        now = dict(zip(wanted, edits, strict=True))
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                if all(self._is_wrong(one, i) or self._is_wrong(other, i) for i in self.wrong):
                    yield from (((one, other), fix) for fix in self._both(one, other, now))

    def _both(self, one: str, other: str, now: Mapping[int, Edit]) -> Iterator[Fix]:
        for first in self.left[other]:
            for second in self.left[one]:
                both = [now[id(edit)] for edit in (*first, *second)]
                separate = len({edit.proposal.key for edit in both}) == len(both)
                parts = both[: len(first)], both[len(first) :]
                if separate and self._all_right(both) and all(map(self._keeps_arguments, parts)):
                    yield tuple(both)
                    return

    def _all_right(self, fix: Sequence[Edit]) -> bool:
        edited = self.edited
        with edited.switched(fix) as defines:
            return defines and all(edited.is_right(i, edited.trace(i)) for i in edited.order)

    def _explained(self) -> Iterator[tuple[Names, Fix]]:
        """Yield a mistake that an edit leaves, and the only one that explains what it does not.

        One that an edit leaves as well was tried in a pair, in vain.
        """
        self.edited.load([])
        actual = {i: self.edited.trace(i) for i in self.wrong}
        for one, fixes in self.left.items():
            alone = [i for i in self.wrong if not self._is_wrong(one, i)]
            fewest = FEWEST_ALONE if len(self.left) > 1 else 1
            if sum(_sign(actual[i]) is not None for i in alone) < fewest:
                continue
            others = [
                name
                for name in self.mistakes
                if name != one
                and all(self._is_like(name, i, actual[i]) for i in alone)
                and not any(self._is_wrong(name, i) for i in self.right)
            ]
            alike = len({self._signs_of(name) for name in others}) == 1
            if alike and self.left.keys().isdisjoint(others):
                kept = next(filter(self._keeps_when_loaded, fixes), None)
                if kept is not None:
                    yield self._in_order(one, others[0]), kept

    def _keeps_when_loaded(self, fix: Fix) -> bool:
        loaded = self.edited.load([(edit.function, edit.proposal) for edit in fix])
        return self._keeps_arguments(loaded)

    def _keeps_arguments(self, fix: Sequence[Edit]) -> bool:
        """Return whether the program with an edit depends on all on which it does without."""
        matter = self._matter
        with self.edited.switched(fix) as defines:
            return defines and matter <= arguments_that_matter(self.edited, matter)

    @cached_property
    def _matter(self) -> set[int]:
        """The positions of the parameters on which the program depends without an edit."""
        with self.edited.switched(()):
            return arguments_that_matter(self.edited)

    def _signs_of(self, name: str) -> tuple[float | None, ...]:
        traces = self.mistakes[name]
        return tuple(_sign(traces[i]) for i in range(len(self.edited.examples.cases)))


def _sign(trace: Trace | None) -> float | None:
    """Return a number that is the same for equal results, and hardly ever for others."""
    if not trace or trace[-1].error is not None:
        return None
    values = [outcome.value for outcome in trace]
    numbers = [part.astype(float).ravel() for part in numbers_in(values)]
    if not numbers:
        return None
    whole = np.concatenate(numbers)
    sign = float(whole @ np.cos(1.0 + 1.7 * np.arange(whole.size)))
    return sign if np.isfinite(sign) else None
