"""What a session asks a child about a case, and the facts that are found in its answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.bounded.budget import Budget
from course_lib.cases.case import NOT_AS_DOCUMENTED, Case, Outcome, Trace, observed
from course_lib.cases.case_json import case_to_json


def request_of(case: Case, name: str, seconds: float, batch: str) -> dict[str, Any]:
    """Return the request to run a case, without what it is for."""
    calls = {**case_to_json(case), "criterion": "", "compare": None, "properties": None}
    return {"run": calls, "with": name, "seconds": seconds, "batch": batch}


def with_facts(cases: Sequence[Case], traces: list[Trace], budget: Budget) -> list[Trace]:
    """Replace the traces of cases that are judged by facts; another process finds them."""
    judged = [i for i, case in enumerate(cases) if case.properties is not None]
    items = [(cases[i], traces[i]) for i in judged]
    facts = budget.map(observed, items, lambda _: [Outcome(NOT_AS_DOCUMENTED)])
    for i, trace in zip(judged, facts, strict=True):
        traces[i] = trace
    return traces
