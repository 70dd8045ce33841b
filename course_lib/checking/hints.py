"""Hints for any exercise: a power written with a caret, an exception."""

from __future__ import annotations

import re
from collections.abc import Sequence

from course_lib.cases.case import Outcome, Trace
from course_lib.checking import messages

NOT_RAISED = frozenset({None, *messages.STOPPED_HIDDEN})
"""Errors of outcomes that are no exceptions of the function's own."""


PYTHON_ERRORS = (
    ("not_callable", "TypeError", "object is not callable"),
    ("number_in_loop", "TypeError", "'int' object is not iterable"),
    ("index_is_no_integer", "IndexError", "only integers, slices"),
    ("no_value_yet", "UnboundLocalError", ""),
    ("append_to_array", "AttributeError", "'numpy.ndarray' object has no attribute 'append'"),
    ("append_returns_none", "AttributeError", "'NoneType' object has no attribute 'append'"),
    ("capital_letter", "NameError", "name '(true|false|none)' is"),
    ("unknown_name", "NameError", ""),
    ("unknown_in_numpy", "AttributeError", "module 'numpy.*' has no attribute"),
    ("nothing_in_arithmetic", "TypeError", "unsupported operand.*'NoneType'"),
    ("list_in_arithmetic", "TypeError", "unsupported operand.*'list'"),
    ("list_in_arithmetic", "TypeError", "can't multiply sequence by non-int"),
    ("array_for_a_number", "TypeError", "arrays can be converted to Python scalars"),
    ("no_elements", "TypeError", "'(int|float)' object is not subscriptable"),
    ("no_elements", "TypeError", "type '(int|float|numpy.float64)' has no len"),
    ("no_elements", "IndexError", "invalid index to scalar variable"),
    ("index_too_large", "IndexError", "index out of range|is out of bounds"),
    ("truth_of_an_array", "ValueError", "truth value of an array"),
    ("shapes_do_not_fit", "ValueError", "could not be broadcast together|mismatch in its core"),
    ("several_in_one_place", "ValueError", "setting an array element with a sequence"),
    ("values_for_names", "ValueError", "values to unpack"),
    ("integer_needed", "TypeError", "slice indices must be|interpreted as an integer"),
    ("integer_needed", "TypeError", "only integer scalar arrays"),
    ("too_few_arguments", "TypeError", r"missing \d+ required"),
    ("too_many_arguments", "TypeError", r"takes .* positional arguments? but"),
    ("no_such_key", "KeyError", ""),
    ("set_returned", "UnsupportedValue", "of type set$"),
    ("array_of_objects", "UnsupportedValue", "array of type object$"),
    ("call_missing", "UnsupportedValue", r"of type (builtin_function_or_method|function|method)$"),
    ("error_returned", "UnsupportedValue", r"of type (\w+Error|Exception)$"),
    ("one_by_one", "UnsupportedValue", r"of type (generator|map|zip|filter|dict_\w+)$"),
)
"""The key, the class and a pattern of the message of each error that has a hint of its own."""

_INTO_INTEGERS = re.compile(r"output from dtype\('float\d+'\) to dtype\('u?int\d+'\)")
LONGEST_MESSAGE = 500
"""Characters of an exception's message that are read."""

CERTAIN = ("append_to_array", "append_returns_none")
"""Those that are the mistake even if they are raised in one case only."""


def general_hints(traces: Sequence[Trace], raises: str | None) -> tuple[str, ...]:
    """Return hints that do not depend on the exercise; none if nothing applies.

    `raises` is the hint for a function that raises an exception in every case; None for those of
    `check`, which reads the exceptions' messages. A message could reveal a hidden input.
    """
    outcomes = [trace[0] for trace in traces if trace]
    if any(map(_has_caret, outcomes)):
        return (messages.POWER,)
    if _changes_integers([outcome for trace in traces for outcome in trace], raises is None):
        return (messages.CHANGED_IN_PLACE,)
    known = [_python_error(outcome) if raises is None else None for outcome in outcomes]
    certain = next((key for key in known if key in CERTAIN), None)
    if certain:
        return (messages.PYTHON_ERRORS[certain],)
    if known and known[0] and all(outcome.error is not None for outcome in outcomes):
        return (messages.PYTHON_ERRORS[known[0]],)
    if outcomes and all(outcome.error not in NOT_RAISED for outcome in outcomes):
        return (messages.STOPS_WITH_ERROR if raises is None else raises,)
    return ()


def _python_error(outcome: Outcome) -> str | None:
    """Return the key of a well-known error of Python's or NumPy's own."""
    for key, error, pattern in PYTHON_ERRORS:
        if outcome.error == error and re.search(pattern, outcome.message[:LONGEST_MESSAGE]):
            return key
    return None


def _changes_integers(outcomes: Sequence[Outcome], read: bool) -> bool:
    """Return whether NumPy could not write decimals into an array of integers.

    If messages may not be `read`, arguments that changed in other calls have to tell.
    """
    refused = [one.message for one in outcomes if one.error == "UFuncTypeError"]
    if not read:
        return bool(refused) and any(outcome.changed for outcome in outcomes)
    return any(_INTO_INTEGERS.search(message[:LONGEST_MESSAGE]) for message in refused)


def _has_caret(outcome: Outcome) -> bool:
    """Return whether Python could not apply `^`: to decimals, or to a list, say."""
    refused = "bitwise_xor" in outcome.message or "type(s) for ^" in outcome.message
    return outcome.error == "TypeError" and refused
