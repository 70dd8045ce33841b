"""Hints for any exercise: a power written with a caret, an exception."""

from __future__ import annotations

from collections.abc import Sequence

from course_lib.cases.case import Outcome, Trace
from course_lib.checking import messages

NOT_RAISED = frozenset({None, *messages.STOPPED_HIDDEN})
"""Errors of outcomes that are no exceptions of the function's own."""


PYTHON_ERRORS = {
    "not_callable": ("TypeError", "object is not callable"),
    "number_in_loop": ("TypeError", "'int' object is not iterable"),
    "index_is_no_integer": ("IndexError", "only integers, slices"),
    "no_value_yet": ("UnboundLocalError", ""),
    "append_to_array": ("AttributeError", "'numpy.ndarray' object has no attribute 'append'"),
    "append_returns_none": ("AttributeError", "'NoneType' object has no attribute 'append'"),
}
"""The class and a part of the message of each error that has a hint of its own."""

CERTAIN = ("append_to_array", "append_returns_none")
"""Those that are the mistake even if they are raised in one case only."""


def general_hints(traces: Sequence[Trace], raises: str) -> tuple[str, ...]:
    """Return hints that do not depend on the exercise; none if nothing applies.

    `raises` is the hint for a function that raises an exception in every case.
    """
    outcomes = [trace[0] for trace in traces if trace]
    if any(map(_has_caret, outcomes)):
        return (messages.POWER,)
    known = [*map(_python_error, outcomes)]
    certain = next((key for key in known if key in CERTAIN), None)
    if certain:
        return (messages.PYTHON_ERRORS[certain],)
    if outcomes and all(outcome.error not in NOT_RAISED for outcome in outcomes):
        return (messages.PYTHON_ERRORS[known[0]] if known[0] else raises,)
    return ()


def _python_error(outcome: Outcome) -> str | None:
    """Return the key of a well-known error of Python's or NumPy's own."""
    for key, (error, part) in PYTHON_ERRORS.items():
        if outcome.error == error and part in outcome.message:
            return key
    return None


def _has_caret(outcome: Outcome) -> bool:
    """Return whether Python could not apply `^`: to decimals, or to a list, say."""
    refused = "bitwise_xor" in outcome.message or "type(s) for ^" in outcome.message
    return outcome.error == "TypeError" and refused
