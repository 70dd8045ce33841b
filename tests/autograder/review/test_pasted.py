"""A hidden case is written as Python that makes the very same calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.review.pasted import pasted
from course_lib.cases.case import Case, PreviousResult, call, run_here
from course_lib.cases.same import same
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import hidden_cases
from grader_tests.engine.registry import topics

EXERCISES = [exercise for topic in topics() for exercise in topic.exercises]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_each_hidden_case_can_be_pasted(exercise: Exercise) -> None:
    for case in {case.criterion: case for case in hidden_cases(exercise, seed=5)}.values():
        values = pasted_values(exercise, case)
        plain_case = Case(case.criterion, case.calls)
        expected = [outcome.value for outcome in run_here(exercise.reference)(plain_case)]
        assert len(values) == len(expected) == len(case.calls)
        assert all(same(value, want) for value, want in zip(values, expected, strict=True))


def pasted_values(exercise: Exercise, case: Case) -> list[Any]:
    """What the reference returns in each call of the pasted code."""
    values: list[Any] = []

    def recorded(*args: Any, **kwargs: Any) -> Any:
        value = exercise.reference(*args, **kwargs)
        [outcome] = run_here(lambda: value)(Case("", (call(),)))
        values.append(outcome.value)
        return value

    with np.errstate(all="ignore"):
        exec(pasted(exercise.name, case), {exercise.name: recorded})
    return values


def test_unusual_values_are_exact_too() -> None:
    values = (
        np.array([0.1 + 0.2, np.nan, -np.inf]),
        np.zeros((0, 3), dtype=np.float32),
        np.float32(0.1),
        {"k": (1,), "l": [True, None]},
        np.array(3),
    )
    seen: list[Any] = []
    case = Case("", (call(*values), call(PreviousResult(), k=PreviousResult(1))))

    def f(*args: Any, **kwargs: Any) -> tuple[int, int]:
        seen.append((args, kwargs))
        return (7, 8)

    exec(pasted("f", case), {"f": f})
    (first, _), second = seen
    assert all(same(got, want) for got, want in zip(first, values, strict=True))
    assert second == (((7, 8),), {"k": 8})
