"""Hints for any exercise: nothing returned, a power written with a caret, an exception."""

from __future__ import annotations

from collections.abc import Sequence

from course_lib.cases.case import Trace
from course_lib.checking import messages


def general_hints(traces: Sequence[Trace]) -> list[str]:
    """Return hints that do not depend on the exercise; none if nothing applies."""
    outcomes = [trace[0] for trace in traces if trace]
    if outcomes and all(one.error is None and one.value is None for one in outcomes):
        return [messages.RETURNS_NOTHING]
    if any(one.error == "TypeError" and "bitwise_xor" in one.message for one in outcomes):
        return [messages.POWER]
    if outcomes and all(one.error is not None for one in outcomes):
        return [messages.STOPS_WITH_ERROR]
    return []
