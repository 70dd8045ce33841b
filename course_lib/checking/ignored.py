"""Say of a wrong function which argument it ignores, in `check` and in grading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from course_lib.cases.case import Caller, Trace
from course_lib.cases.compare import traces_agree
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages
from course_lib.checking.own_calls import IGNORES, ignored_number
from course_lib.checking.worked_examples import WorkedExamples


def with_ignored(
    verdict: Verdict, item: WorkedExamples, caller: Caller, actual: Sequence[Trace]
) -> Verdict:
    """Return the verdict with the argument on which no result depends, if there is one.

    `actual` is what the function did in the worked examples, and `caller` calls it again.
    """
    failed = [
        i
        for i, (case, want, got) in enumerate(zip(item.cases, item.expected, actual, strict=True))
        if not traces_agree(case, want, got, item.rubric.updates)
    ]
    matters = [item.data["examples"][i]["matters"] for i in failed]
    cases = [item.cases[i] for i in failed]
    ignored = ignored_number(caller, cases, matters, item.data["parameters"])
    if ignored is None:
        return verdict
    hint = messages.IGNORES.format(parameter=ignored)
    return replace(verdict, mistakes=(IGNORES + ignored,), hints=(hint,))
