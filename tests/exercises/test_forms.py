"""Right forms of a function, as students write them, get full marks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from course_lib.cases.case import Case, Trace
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Form, Topic
from grader_tests.engine.grading import grade_outcomes, hidden_cases, traces_of
from grader_tests.engine.registry import find, topics
from grader_tests.engine.solutions import solutions
from grader_tests.engine.variants import code_of, with_body

IN_A_LOOP = {"minimum_probability-listed", "minimum_probability-one_by_one"}
"""They make half a million matrices, one at a time."""

FORMS = [
    pytest.param(topic, exercise, form, id=name, marks=[pytest.mark.slow] * (name in IN_A_LOOP))
    for topic in topics()
    for exercise in topic.exercises
    for form in exercise.forms
    for name in [f"{exercise.name}-{form.name}"]
]


@lru_cache(maxsize=2)
def hidden(exercise_name: str) -> list[tuple[list[Case], list[Trace]]]:
    """Return the hidden cases with three seeds, and what the reference does in them."""
    exercise = find(exercise_name)
    assert isinstance(exercise, Exercise)
    drawn = [hidden_cases(exercise, seed) for seed in range(3)]
    return [(cases, traces_of(exercise.reference, cases)) for cases in drawn]


@pytest.mark.slow
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
    for cases, expected in hidden(exercise.name):
        verdict = grade_outcomes(exercise, cases, traces_of(function, cases), None, expected)
        assert verdict.points == exercise.points, verdict.text()
