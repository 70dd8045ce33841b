"""What a function did in some cases, beside what the reference does there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course_lib.cases.case import Case, Trace

Traces = Sequence[Trace]
"""A function's traces, one for each case; they may be computed on demand."""


@dataclass(frozen=True)
class Evidence:
    """Cases, with the traces of the reference and of the judged function."""

    cases: Sequence[Case]
    expected: Traces
    actual: Traces

    def part(self, positions: Sequence[int]) -> Evidence:
        """Return the evidence for some of the cases."""
        return Evidence(
            [self.cases[i] for i in positions],
            [self.expected[i] for i in positions],
            [self.actual[i] for i in positions],
        )
