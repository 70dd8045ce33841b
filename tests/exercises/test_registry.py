"""What must hold for every exercise and question of every topic in the registry."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from each_case import each_case
from judging import judged, prepared

from course_lib.cases.case import run_here
from course_lib.cases.verdict import Verdict
from course_lib.checking.checker import run_check
from grader_tests import topics as packages
from grader_tests.engine.examples import index_is_stale, is_stale
from grader_tests.engine.exercise import UNCHANGED, Exercise, Mistake, Question, Topic
from grader_tests.engine.grading import (
    grade_answer,
    grade_function,
    grade_outcomes,
    hidden_cases,
    traces_of,
)
from grader_tests.engine.listed import listed
from grader_tests.engine.registry import topics
from grader_tests.engine.variants import reference_code, variant_code

EXERCISES = [exercise for topic in topics() for exercise in topic.exercises]
QUESTIONS = [question for topic in topics() for question in topic.questions]
SEEDS = 3


def name(value: object) -> str:
    return value.name if isinstance(value, Exercise | Mistake | Question | Topic) else str(value)


def stub(*args: object, **kwargs: object) -> None:
    raise NotImplementedError


def lost(verdict: Verdict) -> set[str]:
    return {row.key for row in verdict.rows if not row.passed}


def points_without(exercise: Exercise, keys: set[str]) -> float:
    return sum(criterion.points for criterion in exercise.criteria if criterion.key not in keys)


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_the_reference_gets_full_marks(exercise: Exercise) -> None:
    """With a few seeds: test_luck has more."""
    for seed in range(SEEDS):
        verdict = judged(exercise, exercise.reference, seed)
        assert verdict.passed, verdict.text()
        assert verdict.points == exercise.points
    assert run_check(exercise.name, {exercise.name: exercise.reference}).passed


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_every_edit_fits_the_reference(exercise: Exercise) -> None:
    """Else the error would look like what a wrong function raises."""
    reference = reference_code(exercise.reference)
    for mistake in exercise.mistakes:
        assert variant_code(exercise.reference, mistake.edit, mistake.body) != reference


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_the_stub_gets_nothing_and_a_polite_sentence(exercise: Exercise) -> None:
    hidden = grade_function(exercise, run_here(stub), 0)
    seen = run_check(exercise.name, {exercise.name: stub})
    for verdict in (hidden, seen, run_check(exercise.name, {})):
        assert "not written yet" in verdict.text()
        assert not verdict.passed
    assert hidden.points == 0


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_each_mistake_fails_its_criteria_and_is_named(exercise: Exercise) -> None:
    """With one seed: test_luck has more."""
    cases, known, expected = prepared(exercise.name, 0)
    with each_case() as case:
        for mistake in exercise.mistakes:
            actual = list(known.traces[mistake.name])
            verdict = grade_outcomes(exercise, cases, actual, known, expected)
            with case(mistake.name):
                assert mistake.fails
                assert verdict.mistakes == (mistake.name,), verdict.text()
                assert lost(verdict) == set(mistake.fails), verdict.text()
                assert verdict.points == points_without(exercise, set(mistake.fails))
                assert mistake.hint in verdict.hints


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_check_names_each_mistake_too(exercise: Exercise) -> None:
    with each_case() as case:
        for mistake in exercise.mistakes:
            verdict = run_check(exercise.name, {exercise.name: mistake.function})
            with case(mistake.name):
                assert not verdict.passed, "No worked example shows it: add one that it fails."
                assert verdict.mistakes == (mistake.name,), verdict.text()
                assert mistake.hint in verdict.hints


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_hidden_cases_depend_on_the_seed_and_on_nothing_else(exercise: Exercise) -> None:
    reference = exercise.reference
    once, again, other = (hidden_cases(exercise, seed) for seed in (7, 7, 8))
    assert pickle.dumps(once) == pickle.dumps(again)
    assert pickle.dumps(once) != pickle.dumps(other)
    assert pickle.dumps(traces_of(reference, once)) == pickle.dumps(traces_of(reference, again))


@pytest.mark.parametrize("exercise", EXERCISES, ids=name)
def test_an_exercise_is_complete(exercise: Exercise) -> None:
    keys = [criterion.key for criterion in exercise.criteria]
    assert len(set(keys)) == len(keys), "Give each criterion a name of its own."
    for criterion in exercise.criteria:
        assert criterion.points > 0, f"Give {criterion.key} points."
        for words in (criterion.title, criterion.hint):
            assert words.endswith("."), f"End this sentence of {criterion.key} with a dot: {words}"
    unknown = {case.criterion for case in exercise.examples} - {*keys}
    assert not unknown, f"There are examples for {unknown}, which the TOML file does not have."
    assert exercise.mistakes, "Add a known mistake to the TOML file."
    names = [mistake.name for mistake in exercise.mistakes]
    assert len(set(names)) == len(names), "Give each mistake a name of its own."
    hints = [mistake.hint for mistake in exercise.mistakes]
    assert len(set(hints)) == len(hints), "Give each mistake a hint of its own."
    for mistake in exercise.mistakes:
        assert mistake.hint[-1] in ".?!", f"End the hint of {mistake.name} with a dot."
        assert set(mistake.fails) <= set(keys), f"Correct `fails` of {mistake.name}: {keys}"
    used = {case.criterion for case in hidden_cases(exercise, 0)}
    missing = set(keys) - {UNCHANGED} ^ used
    assert not missing, f"Each criterion needs cases, and each case a criterion: {missing}"


@pytest.mark.slow
@pytest.mark.parametrize("topic", topics(), ids=name)
def test_the_worked_examples_are_not_stale(topic: Topic) -> None:
    assert not is_stale(topic), "Run `make examples` and commit course_lib/checking/examples."


@pytest.mark.parametrize("topic", topics(), ids=name)
def test_the_names_of_a_topic_are_read_from_its_files_without_importing_it(topic: Topic) -> None:
    assert listed(Path(packages.__path__[0]) / topic.name) == frozenset(
        item.name for item in topic.items
    )


def test_the_index_of_worked_examples_is_not_stale() -> None:
    assert not index_is_stale(), "Run `make examples` and commit course_lib/checking/examples."


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_each_wrong_choice_has_its_own_explanation(question: Question) -> None:
    assert len(question.choices) >= 3
    assert len({question.why_right, *question.why_wrong.values()}) == len(question.choices)
    assert grade_answer(question, question.answer).points == question.points
    for choice, why in question.why_wrong.items():
        verdict = grade_answer(question, choice)
        assert verdict.points == 0
        assert why in verdict.text()
    for nonsense in (None, 3, "", "z", ["a", "b"], object()):
        assert grade_answer(question, nonsense).points == 0


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_check_says_only_whether_a_question_is_answered(question: Question) -> None:
    said = set()
    for choice in question.choices:
        verdict = run_check(question.name, {question.name: choice})
        assert verdict.passed
        said.add(verdict.text().replace(repr(choice), "this"))
    assert len(said) == 1
    assert not run_check(question.name, {question.name: None}).passed
