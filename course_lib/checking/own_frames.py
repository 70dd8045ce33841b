"""Find where in the student's own functions an exception was raised."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from course_lib.cases.case import Call, Case, Outcome, call_here, run_case


def error_in(function: FunctionType, case: Case) -> BaseException | None:
    """Run a case, and return the exception that the function raised in it."""
    seen: list[BaseException] = []
    run_case(case, _watched(function, seen))
    return seen[0] if seen else None


def _watched(function: FunctionType, seen: list[BaseException]) -> Callable[[Call], Outcome]:
    """Return a caller that notes the exceptions which the function raises."""

    def noting(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (Exception, SystemExit) as error:
            seen.append(error)
            raise

    return call_here(noting)


def own_frames(function: FunctionType, error: BaseException) -> list[tuple[CodeType, int]]:
    """Return the functions of the notebook that were running, and their lines, outermost first.

    A comprehension is a part of the function in which it stands.
    """
    found = []
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals is function.__globals__ and not frame.f_code.co_name.startswith("<"):
            found.append((frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    return found
