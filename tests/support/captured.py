"""Call what a session has captured."""

from __future__ import annotations

from autograder.sandbox.session import Session
from course_lib.cases.case import Case, call


def value_of(session: Session, argument: float = 1) -> object:
    """What the notebook's `f` returns, or the error that it raises."""
    session.capture("f")
    [outcome] = session.runner("f")(Case("any", (call(argument),)))
    return outcome.error or outcome.value
