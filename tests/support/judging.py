"""Judge many functions by the same hidden cases."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from course_lib.cases.case import Case, Trace
from course_lib.cases.mistakes import KnownMistakes
from course_lib.cases.verdict import Verdict
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import grade_outcomes, hidden_cases, known_mistakes, traces_of
from grader_tests.engine.registry import find


def judged(exercise: Exercise, function: Callable[..., Any], seed: int) -> Verdict:
    """Return the verdict on a function, as `grade_function` does.

    The cases, and what the reference and the known mistakes do in them, are kept for the functions
    that come next: for most wrong functions that takes far longer than the function itself.
    """
    assert find(exercise.name) is exercise
    cases, known, expected = prepared(exercise.name, seed)
    return grade_outcomes(exercise, cases, traces_of(function, cases), known, expected)


def points_of(exercise: Exercise, function: Callable[..., Any], seed: int) -> float:
    """Return only the points, without a search for names."""
    cases, _, expected = prepared(exercise.name, seed)
    verdict = grade_outcomes(
        exercise, cases, traces_of(function, cases), KnownMistakes({}), expected
    )
    return verdict.points or 0.0


@lru_cache(maxsize=256)  # all exercises, with a few seeds: many files of tests take the same ones
def prepared(name: str, seed: int) -> tuple[list[Case], KnownMistakes, list[Trace]]:
    """Return the hidden cases of a seed, and what known mistakes and the reference do in them."""
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    cases = hidden_cases(exercise, seed)
    return cases, known_mistakes(exercise, cases), traces_of(exercise.reference, cases)
