"""Each known mistake in the notebook's own solution is named, however that is written."""

from __future__ import annotations

import pytest
from each_case import each_case
from judging import prepared

from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.engine.grading import (
    grade_outcomes,
    traces_of,
)
from grader_tests.engine.registry import topics
from grader_tests.engine.solutions import function_from, solutions, with_mistake

EXERCISES = [
    pytest.param(topic, exercise, id=exercise.name)
    for topic in topics()
    for exercise in topic.exercises
]


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "exercise"), EXERCISES)
def test_each_mistake_in_the_notebooks_own_solution_is_named(
    topic: Topic, exercise: Exercise
) -> None:
    sources = solutions(topic)
    cases, known, expected = prepared(exercise.name, 0)
    with each_case() as case:
        for mistake in exercise.mistakes:
            with case(mistake.name):
                wrong = with_mistake(sources[exercise.name], exercise, mistake)
                function = function_from(sources, exercise.name, wrong)
                actual = traces_of(function, cases)
                verdict = grade_outcomes(exercise, cases, actual, known, expected)
                assert verdict.mistakes == (mistake.name,), verdict.text()
                assert {row.key for row in verdict.rows if not row.passed} == set(mistake.fails)
                shown = run_check(exercise.name, {exercise.name: function})
                assert shown.mistakes == (mistake.name,), shown.text()
