"""Hints for any exercise: a power written with a caret, an exception."""

from __future__ import annotations

from collections.abc import Sequence

from course_lib.cases.case import Outcome, Trace
from course_lib.checking import messages

NOT_RAISED = frozenset({None, *messages.STOPPED_HIDDEN})
"""Errors of outcomes that are no exceptions of the function's own."""


def general_hints(traces: Sequence[Trace], raises: str) -> tuple[str, ...]:
    """Return hints that do not depend on the exercise; none if nothing applies.

    `raises` is the hint for a function that raises an exception in every case.
    """
    outcomes = [trace[0] for trace in traces if trace]
    if any(map(_has_caret, outcomes)):
        return (messages.POWER,)
    if outcomes and all(outcome.error not in NOT_RAISED for outcome in outcomes):
        return (raises,)
    return ()


def _has_caret(outcome: Outcome) -> bool:
    """Return whether Python could not apply `^`: to decimals, or to a list, say."""
    refused = "bitwise_xor" in outcome.message or "type(s) for ^" in outcome.message
    return outcome.error == "TypeError" and refused
