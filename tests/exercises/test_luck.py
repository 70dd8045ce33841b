"""No verdict and no name depends on luck: every seed judges a wrong function alike.

`make test` tries a few seeds, `make seeds` a thousand. `SEEDS=200 pytest FILE -k ewa` tries 200.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from attempts import attempts
from judging import points_of, prepared
from trivial_functions import hollow_functions, trivial_functions

from course_lib.cases.case import run_here
from course_lib.cases.mistakes import KnownMistakes
from course_lib.cases.plain_results import PLAIN_RESULTS
from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import (
    grade_function,
    grade_outcomes,
    hidden_cases,
    traces_of,
)
from grader_tests.engine.registry import find, topic_of, topics

pytestmark = pytest.mark.slow

SEEDS = int(os.environ.get("SEEDS", "3"))
PORTION = 50
"""Seeds that one test takes, so that several workers can share an exercise."""

EXERCISES = [exercise.name for topic in topics() for exercise in topic.exercises]
PORTIONS = [range(start, min(start + PORTION, SEEDS)) for start in range(0, SEEDS, PORTION)]

MOST_OF_ATTEMPTS = 25
"""Seeds with which attempts are judged; there are so many of them."""

BY_HEART = "trivial: the worked examples"
"""It is right wherever a hidden case happens to be a worked example, so its names may differ."""

Judgement = tuple[float | None, frozenset[str], tuple[str, ...]]
"""The points, the criteria that fail, and the names."""


def judgements(exercise: Exercise, seed: int) -> dict[str, Judgement]:
    """Return how the reference, each known mistake and each trivial function are judged."""
    cases, known, expected = prepared.__wrapped__(exercise.name, seed)  # no seed comes again
    trivial = trivial_functions(exercise)
    traces = {"the reference": expected} | {
        name: list(traces) for name, traces in known.traces.items()
    }
    traces |= {f"trivial: {name}": traces_of(one, cases) for name, one in trivial.items()}
    found: dict[str, Judgement] = {}
    for name, actual in traces.items():
        verdict = grade_outcomes(exercise, cases, actual, known, expected)
        failed = frozenset(row.key for row in verdict.rows if not row.passed)
        found[name] = verdict.points, failed, verdict.mistakes
    return found


@cache
def with_the_first_seed(name: str) -> dict[str, Judgement]:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    return judgements(exercise, 0)


@pytest.mark.parametrize("seeds", PORTIONS, ids=lambda seeds: f"from{seeds.start}")
@pytest.mark.parametrize("name", EXERCISES)
def test_every_seed_judges_alike(name: str, seeds: range) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    first = dict(with_the_first_seed(name))
    for seed in seeds:
        if seed == 0:
            continue
        found = judgements(exercise, seed)
        for one in (first, found):
            one[BY_HEART] = (*one[BY_HEART][:2], ())
        differing = {who: (first[who], found[who]) for who in first if first[who] != found[who]}
        assert not differing, f"seed 0 and seed {seed} judge otherwise: {differing}"


@pytest.mark.parametrize("name", EXERCISES)
def test_every_seed_gives_an_attempt_the_same_points(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    for attempt in attempts(topic_of(name)):
        if attempt.exercise == name and not attempt.right:
            function = attempt.function()
            seeds = range(min(max(2, SEEDS // 2), MOST_OF_ATTEMPTS))
            points = {seed: points_of(exercise, function, seed) for seed in seeds}
            assert len({*points.values()}) == 1, f"{attempt.text}: {points}"


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_gets_full_marks_with_every_seed(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    for seed in range(25):
        verdict = grade_function(exercise, run_here(exercise.reference), seed)
        assert verdict.passed, verdict.text()
        assert verdict.points == exercise.points


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_is_right_and_each_mistake_is_itself(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    found = with_the_first_seed(name)
    assert found["the reference"] == (exercise.points, frozenset(), ())
    for mistake in exercise.mistakes:
        points = sum(one.points for one in exercise.criteria if one.key not in mistake.fails)
        expected = (points, frozenset(mistake.fails), (mistake.name,))
        assert found[mistake.name] == expected, f"points, criteria failed, name of {mistake.name}"


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_trivial_earns_points(name: str) -> None:
    found = with_the_first_seed(name)
    trivial = {who: points for who, (points, _, _) in found.items() if who.startswith("trivial: ")}
    assert len(trivial) >= 30
    earning = {who: points for who, points in trivial.items() if points}
    assert not earning, f"The cases of a criterion let a trivial function pass: {earning}"


@pytest.mark.parametrize("name", EXERCISES)
def test_a_right_form_with_made_up_numbers_earns_nothing(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    for seed in range(SEEDS):
        cases = hidden_cases(exercise, seed)
        expected = traces_of(exercise.reference, cases)
        for who, function in hollow_functions(exercise).items():
            actual = traces_of(function, cases)
            verdict = grade_outcomes(exercise, cases, actual, KnownMistakes({}), expected)
            assert not verdict.points, f"{who}: {verdict.text()}"


TRUE_OF_ONE_NUMBER = {"single_number", "always_the_same"}
"""A sampler that returns `-low` does return one number, and the same for every generator."""


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_trivial_is_taken_for_a_mistake(name: str) -> None:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    true = {
        *PLAIN_RESULTS,
        *TRUE_OF_ONE_NUMBER,
        *(mistake.name for mistake in exercise.mistakes if mistake.plain),
    }
    for who, function in trivial_functions(exercise).items():
        seen = run_check(name, {name: function}, search=False)
        _, _, hidden = with_the_first_seed(name)[f"trivial: {who}"]
        assert {*seen.mistakes, *hidden} <= true, who
