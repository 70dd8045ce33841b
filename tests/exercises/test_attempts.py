"""The attempts at the exercises: right ones are accepted, and what is said of others is true."""

from __future__ import annotations

import pytest
from attempts import FOLDER, Attempt, attempts
from judging import judged
from wrong_functions import PLAIN, names_that_may_be_true

from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.engine.registry import ORDER, topics

COURSE = [topic for topic in topics() if topic.name in ORDER]


@pytest.mark.parametrize("topic", COURSE, ids=lambda topic: topic.name)
def test_each_exercise_has_attempts_at_it(topic: Topic) -> None:
    tried = {attempt.exercise for attempt in attempts(topic)}
    assert tried == {exercise.name for exercise in topic.exercises}


def test_each_file_is_of_a_topic() -> None:
    assert {path.stem for path in FOLDER.iterdir()} <= {topic.name for topic in topics()}


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_the_mistakes_that_attempts_contain_are_known(topic: Topic) -> None:
    for attempt in attempts(topic):
        exercise = topic.find(attempt.exercise)
        assert isinstance(exercise, Exercise)
        unknown = attempt.true - names_that_may_be_true(exercise)
        assert not unknown, f"{attempt.exercise}: {attempt.text}"


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_right_ones_are_accepted(topic: Topic) -> None:
    for attempt in attempts(topic):
        if attempt.right:
            exercise, function = topic.find(attempt.exercise), attempt.function()
            assert isinstance(exercise, Exercise)
            shown = run_check(attempt.exercise, {attempt.exercise: function})
            assert shown.passed, f"{attempt.text}: {shown.text()}"
            assert judged(exercise, function, 0).points == exercise.points


def said_of(attempt: Attempt) -> str | None:
    """What is wrong with what `check` says of a wrong attempt; None if nothing is."""
    name = attempt.exercise
    shown = run_check(name, {name: attempt.function()}, search=False)
    false = set(shown.mistakes) - attempt.true - PLAIN
    if shown.passed or false:
        return f"{name}: {attempt.text}: {sorted(false) or 'passes'}"
    return None


@pytest.mark.slow
@pytest.mark.parametrize("topic", COURSE, ids=lambda topic: topic.name)
def test_wrong_ones_fail_and_no_name_is_false(topic: Topic) -> None:
    """A new name that is true of an attempt belongs into its `mistakes`, once it was read."""
    wrong = [attempt for attempt in attempts(topic) if not attempt.right]
    said = [said_of(one) for one in wrong]
    assert not list(filter(None, said))
