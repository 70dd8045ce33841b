"""Say of a wrong function which argument it ignores, in `check` and in grading."""

from __future__ import annotations

from dataclasses import replace

from course_lib.cases.case import Caller
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages
from course_lib.checking.own_calls import IGNORES, ignored_number
from course_lib.checking.worked_examples import WorkedExamples


def with_ignored(verdict: Verdict, item: WorkedExamples, caller: Caller) -> Verdict:
    """Return the verdict with the argument on which no result depends, if there is one.

    `caller` calls the function. The examples that pass count too: a name must not contradict them.
    """
    matters = [example["matters"] for example in item.data["examples"]]
    ignored = ignored_number(caller, item.cases, matters, item.data["parameters"])
    if ignored is None:
        return verdict
    hint = messages.IGNORES.format(parameter=ignored)
    return replace(verdict, mistakes=(IGNORES + ignored,), hints=(hint,))
