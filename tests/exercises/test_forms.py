"""Right forms of a function, as students write them, get full marks."""

from __future__ import annotations

from typing import Any

import pytest

from course_lib.cases.case import run_here
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Form, Topic
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import topics
from grader_tests.engine.solutions import solutions
from grader_tests.engine.variants import code_of, with_body

FORMS = [
    pytest.param(topic, exercise, form, id=f"{exercise.name}-{form.name}")
    for topic in topics()
    for exercise in topic.exercises
    for form in exercise.forms
]


@pytest.mark.parametrize(("topic", "exercise", "form"), FORMS)
def test_a_right_form_is_right(topic: Topic, exercise: Exercise, form: Form) -> None:
    sources = solutions(topic)
    own = (
        form.before + "\n\n" + with_body(code_of(sources[exercise.name], exercise.name), form.body)
    )
    namespace: dict[str, Any] = {}
    for source in (*sources.values(), own):
        exec(source, namespace)
    function = namespace[exercise.name]
    assert run_check(exercise.name, {exercise.name: function}).passed
    for seed in range(3):
        assert grade_function(exercise, run_here(function), seed).points == exercise.points
