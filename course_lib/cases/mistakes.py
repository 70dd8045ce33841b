"""Find the known mistakes that explain what a wrong function did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from course_lib.cases.case import Case, Trace
from course_lib.cases.compare import Updates, traces_agree


def matching_mistakes(
    cases: Sequence[Case],
    actual: Sequence[Trace],
    expected: Sequence[Trace],
    mistakes: Mapping[str, Sequence[Trace]],
    updates: Updates,
    failed: Sequence[int],
) -> list[str]:
    """Return the names of the known mistakes that explain the failed cases, given by position.

    A mistake with the same trace in every case explains everything. If there is none, a mistake
    counts if it explains every failed case of at least half of the criteria that it would fail,
    because students combine mistakes. Integer cases alone are no evidence: too many mistakes look
    alike there. If two mistakes explain the same cases, one that changes the same arguments wins,
    then one that explains more criteria. Traces are read one at a time and most mistakes are ruled
    out by the first, so `mistakes` may compute them on demand.
    """
    return _Search(cases, actual, expected, mistakes, updates, failed).names()


class _Search:
    """A search for the mistakes behind the traces of one function."""

    def __init__(
        self,
        cases: Sequence[Case],
        actual: Sequence[Trace],
        expected: Sequence[Trace],
        mistakes: Mapping[str, Sequence[Trace]],
        updates: Updates,
        failed: Sequence[int],
    ) -> None:
        self.cases = cases
        self.actual = actual
        self.expected = expected
        self.mistakes = mistakes
        self.updates = updates
        self.changed = _changed(actual)
        self.failed = failed

    def names(self) -> list[str]:
        if not self.failed and not any(self.changed):
            return []
        passed = [i for i in range(len(self.cases)) if i not in self.failed]
        return self._explaining([*self.failed, *passed])[:1] or self._partly_explaining()

    def _agrees(self, i: int, trace: Trace) -> bool:
        return traces_agree(self.cases[i], trace, self.actual[i], self.updates)

    def _explaining(self, these: Sequence[int]) -> list[str]:
        """Return the mistakes that explain all these cases."""
        found = [
            name
            for name, traces in self.mistakes.items()
            if all(self._agrees(i, traces[i]) for i in these)
        ]
        same_changes = [name for name in found if _changed(self.mistakes[name]) == self.changed]
        return same_changes or (found if self.failed else [])

    def _partly_explaining(self) -> list[str]:
        telling = [i for i in self.failed if _tells(self.cases[i], self.actual[i])]
        cases: dict[str, list[int]] = {}
        for i in telling:
            cases.setdefault(self.cases[i].criterion, []).append(i)
        by_criterion = {criterion: self._explaining(these) for criterion, these in cases.items()}
        explained = Counter(name for found in by_criterion.values() for name in found)
        enough = [
            [name for name in found if self._explains_enough(name, by_criterion)]
            for found in by_criterion.values()
        ]
        named = [max(found, key=lambda name: explained[name]) for found in enough if found]
        return list(dict.fromkeys(named))

    def _explains_enough(self, name: str, by_criterion: Mapping[str, Sequence[str]]) -> bool:
        fails = {
            case.criterion
            for case, want, trace in zip(
                self.cases, self.expected, self.mistakes[name], strict=True
            )
            if not traces_agree(case, want, trace, self.updates)
        }
        plain = {case.criterion for case in self.cases if _is_of_integers(case)}
        explained = [criterion for criterion, found in by_criterion.items() if name in found]
        strong = [key for key in explained if key not in plain or fails == {key}]
        return bool(strong) and 2 * len(explained) >= len(fails)


def _is_of_integers(case: Case) -> bool:
    values = [value for planned in case.calls for value in planned.args]
    arrays = [value for value in values if isinstance(value, np.ndarray)]
    return any(array.dtype.kind in "iu" for array in arrays)


def _tells(case: Case, trace: Trace) -> bool:
    """Return whether a trace can distinguish mistakes, many of which result only in nan."""
    last = trace[-1].value if trace else None
    if isinstance(last, tuple | list) and case.compare is not None:
        last = [last[i] for i in case.compare if isinstance(i, int) and i < len(last)]
    items = last if isinstance(last, tuple | list) else [last]
    numbers = [item for item in items if isinstance(item, float | np.ndarray | np.generic)]
    return all(bool(np.isfinite(item).any()) for item in numbers)


def _changed(traces: Sequence[Trace]) -> list[tuple[str, ...]]:
    return [outcome.changed for trace in traces for outcome in trace]
