"""Tell whether a function passes, without running it any further once it has failed.

Of thousands of mutants only that is asked, and most fail their very first case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from course_lib.cases.case import Case, Trace, run_here
from course_lib.cases.compare import Updates, traces_agree
from course_lib.checking.checker import run_check
from course_lib.checking.worked_examples import WorkedExamples, load
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import grade_outcomes, hidden_cases, traces_of
from grader_tests.engine.registry import find

_Function = Callable[..., Any]


def passes_check(name: str, function: _Function) -> bool:
    """Return whether `check` finds nothing wrong with a function for the exercise `name`."""
    item = load(name)
    assert isinstance(item, WorkedExamples)
    found = _traces_if_right(function, item.cases, item.expected, item.rubric.updates)
    return found is not None and run_check(name, {name: function}, search=False).passed


def passes_grading(exercise: Exercise, function: _Function, seed: int) -> bool:
    """Return whether a function gets full marks for the hidden cases of a seed."""
    cases, expected = _with_reference(exercise.name, seed)
    found = _traces_if_right(function, cases, expected, exercise.rubric.updates)
    # arguments must not change either, which is judged over all cases
    return found is not None and grade_outcomes(exercise, cases, found, None, expected).passed


def _traces_if_right(
    function: _Function, cases: Sequence[Case], expected: Sequence[Trace], updates: Updates
) -> list[Trace] | None:
    """Return the function's traces; None as soon as one is not the expected one."""
    run, found = run_here(function), list[Trace]()
    for case, want in zip(cases, expected, strict=True):
        got = run(case)
        if not traces_agree(case, want, got, updates):
            return None
        found.append(got)
    return found


@lru_cache(maxsize=4)  # an exercise, with a few seeds
def _with_reference(name: str, seed: int) -> tuple[list[Case], list[Trace]]:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    cases = hidden_cases(exercise, seed)
    return cases, traces_of(exercise.reference, cases)
