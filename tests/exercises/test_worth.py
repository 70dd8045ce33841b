"""The instructor's points for a cell are shared by the criteria, and add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib.cases.case import run_here
from grader_tests.engine.exercise import Exercise, Question
from grader_tests.engine.grading import grade_answer, grade_function
from grader_tests.engine.registry import find, topics

EXERCISES = [exercise for topic in topics() for exercise in topic.exercises]


@given(st.sampled_from(EXERCISES), st.integers(0, 10_000))
def test_shares_add_up_to_the_points_and_keep_their_proportions(
    exercise: Exercise, hundredths: int
) -> None:
    scaled = exercise.worth(hundredths / 100)
    assert scaled.points == hundredths / 100
    for one, before in zip(scaled.criteria, exercise.criteria, strict=True):
        exact = before.points / exercise.points * hundredths / 100
        assert one.points == pytest.approx(exact, abs=0.01)


def test_its_own_points_change_nothing() -> None:
    for exercise in EXERCISES:
        assert exercise.worth(exercise.points) is exercise


@pytest.mark.parametrize("points", [14.0, 3.0, 0.5, 0.0, 1 / 3])
def test_right_code_gets_all_of_the_points_and_never_more(points: float) -> None:
    exercise = find("ewa")
    assert isinstance(exercise, Exercise)
    verdict = grade_function(exercise.worth(points), run_here(exercise.reference), 1)
    assert verdict.passed
    assert verdict.points == verdict.out_of == round(points, 2)


def test_a_question_is_worth_what_its_cell_says() -> None:
    question = next(question for topic in topics() for question in topic.questions)
    assert isinstance(question, Question)
    verdict = grade_answer(question.worth(2.5), question.answer)
    assert (verdict.points, verdict.out_of) == (2.5, 2.5)
