"""Find the line of a student's function at which it raises an exception."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from course_lib.cases.case import Trace, error_name
from course_lib.cases.verdict import Place
from course_lib.checking.own_frames import error_in, own_frames
from course_lib.checking.place import messages
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.finder import quoted

OWN_RAISE = "raise"
"""The kind of a place at which the student's own `raise` is."""


def raised_at(
    function: Callable[..., Any], examples: Examples, actual: Sequence[Trace], notes: Sequence[str]
) -> Place | None:
    """Return the line at which the function raised in the first example that expects a result.

    None if it raised in none, or if its source is unknown. That example is run once more. `notes`
    are what the check shows: an error that is not in them is named.
    """
    if not isinstance(function, FunctionType):
        return None
    for case, expected, trace in zip(examples.cases, examples.expected, actual, strict=True):
        if expected[-1].error is not None or trace[-1].error is None:
            continue
        fresh = _fresh(function)
        error = error_in(fresh, case)
        if error is not None:
            return _place(fresh, error, notes)
    return None


def _fresh(function: FunctionType) -> FunctionType:
    """Return the function with code that has not run yet.

    Python 3.11 merges instructions of code that has run often, two lines' too. The error of a
    variable that has no value is then reported at the line before.
    """
    fresh = FunctionType(
        function.__code__.replace(),
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    fresh.__kwdefaults__ = function.__kwdefaults__
    return fresh


def _place(function: FunctionType, error: BaseException, notes: Sequence[str]) -> Place | None:
    """Return the last line of the student's own code in the traceback."""
    own = own_frames(function, error)
    if not own:
        return None
    code, found = own[-1]
    line = linecache.getline(code.co_filename, found).strip()
    if not line:
        return None
    name = error_name(error)
    words = {"error": name, "line": found, "function": function.__name__, "code": quoted(line)}
    shown = any(name in note for note in notes)
    sentence = messages.RAISED if shown else messages.RAISED_ELSEWHERE
    inside = code.co_qualname.startswith(f"{function.__qualname__}.")
    if code is not function.__code__ and not inside:
        sentence = messages.RAISED_IN_HELPER if shown else messages.RAISED_IN_HELPER_ELSEWHERE
        words["helper"] = code.co_name
    is_own_raise = line.startswith("raise") and code is function.__code__
    return Place(found, OWN_RAISE if is_own_raise else "error", sentence.format(**words))
