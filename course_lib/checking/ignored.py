"""Say of a wrong function which argument it ignores, in `check` and in grading."""

from __future__ import annotations

from dataclasses import replace

from course_lib.cases.case import Caller
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages
from course_lib.checking.own_calls import IGNORES, ignored_numbers
from course_lib.checking.worked_examples import WorkedExamples


def with_ignored(verdict: Verdict, item: WorkedExamples, caller: Caller) -> Verdict:
    """Return the verdict with the arguments on which no result depends: one, or two.

    `caller` calls the function. The examples that pass count too: a name must not contradict them.
    """
    matters = [example["matters"] for example in item.data["examples"]]
    ignored = ignored_numbers(caller, item.cases, matters, item.data["parameters"])
    if not ignored:
        return verdict
    names = tuple(IGNORES + parameter for parameter in ignored)
    hints = tuple(messages.IGNORES.format(parameter=parameter) for parameter in ignored)
    return replace(verdict, mistakes=names, hints=hints)
