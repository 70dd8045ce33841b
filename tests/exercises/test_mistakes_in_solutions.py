"""Each known mistake in the notebook's own solution is named, however that is written."""

from __future__ import annotations

import pytest

from course_lib.cases.case import run_here
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Mistake, Topic
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import topics
from grader_tests.engine.solutions import function_from, solutions, with_mistake

MISTAKES = [
    pytest.param(topic, exercise, mistake, id=f"{exercise.name}-{mistake.name}")
    for topic in topics()
    for exercise in topic.exercises
    for mistake in exercise.mistakes
]


@pytest.mark.slow
@pytest.mark.parametrize(("topic", "exercise", "mistake"), MISTAKES)
def test_a_mistake_in_the_notebooks_own_solution_is_named(
    topic: Topic, exercise: Exercise, mistake: Mistake
) -> None:
    sources = solutions(topic)
    wrong = with_mistake(sources[exercise.name], exercise, mistake)
    function = function_from(sources, exercise.name, wrong)
    verdict = grade_function(exercise, run_here(function), 0)
    assert verdict.mistakes == (mistake.name,), verdict.text()
    assert {row.key for row in verdict.rows if not row.passed} == set(mistake.fails), verdict.text()
    shown = run_check(exercise.name, {exercise.name: function})
    assert shown.mistakes == (mistake.name,), shown.text()
