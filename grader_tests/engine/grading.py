"""Grades one function or answer: plays the hidden cases, compares, names mistakes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course_lib.cases.case import Case, Runner, Trace, run_here
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import judgement, messages
from course_lib.checking.checker import plain_choice
from course_lib.checking.judgement import Evidence, judge, not_written
from course_lib.checking.notebook import notebook_namespace
from grader_tests.engine.exercise import Exercise, Function, Question
from grader_tests.engine.registry import find

PUBLIC_SEED = 20_240_229
"""Seeds the hidden cases in a plain kernel, where nothing can be kept from the notebook."""


def seed_for(secret: bytes, *names: str) -> int:
    """The seed of one student's cases in one exercise; no two names give the same by accident."""
    text = "\0".join(names).encode()
    return int.from_bytes(hmac.digest(secret, text, hashlib.sha256), "big")


def grade(name: str, namespace: Mapping[str, Any] | None = None) -> float:
    """Grades `name` in this very process, shows the verdict and returns the points."""
    namespace = notebook_namespace() if namespace is None else namespace
    item = find(name)
    value = namespace.get(name)
    if isinstance(item, Question):
        verdict = grade_answer(item, value)
    elif callable(value):
        verdict = grade_function(item, run_here(value), PUBLIC_SEED)
    else:
        verdict = no_function(item)
    verdict.show()
    return verdict.points or 0.0


def no_function(exercise: Exercise | Question) -> Verdict:
    """The verdict on a function that is not there: no points, and a friendly sentence."""
    return without_points(not_written(exercise.name), exercise.points)


def without_points(verdict: Verdict, out_of: float) -> Verdict:
    """The same verdict, worth nothing."""
    return Verdict(verdict.name, verdict.headline, hints=verdict.hints, points=0.0, out_of=out_of)


def grade_answer(question: Question, answer: object) -> Verdict:
    """The verdict on an answer, with the explanation that it earns."""
    answer = plain_choice(answer)
    if not isinstance(answer, str) or answer not in question.choices:
        headline = messages.NOT_ANSWERED.format(name=question.name)
        return Verdict(question.name, headline, points=0.0, out_of=question.points)
    right = answer == question.answer
    points = question.points if right else 0.0
    why = question.why_right if right else question.why_wrong[answer]
    row = Row(question.title, right, (why,), "answer", points, question.points)
    headline = messages.POINTS.format(name=question.name, points=points, out_of=question.points)
    return Verdict(
        question.name,
        headline,
        (row,),
        points=points,
        out_of=question.points,
        answer=answer,
    )


def hidden_cases(exercise: Exercise, seed: int) -> list[Case]:
    """The cases of all criteria; each criterion draws from a stream of its own."""
    cases: list[Case] = []
    for number, criterion in enumerate(exercise.criteria):
        if criterion.cases is not None:
            cases += criterion.cases(np.random.default_rng([seed, number]))
    return cases


def grade_function(exercise: Exercise, runner: Runner, seed: int) -> Verdict:
    """The verdict on the function that `player` plays cases with."""
    cases = hidden_cases(exercise, seed)
    return grade_outcomes(exercise, cases, _play_all(cases, runner))


def traces_of(function: Function, cases: list[Case]) -> list[Trace]:
    """What a function of ours does in each case."""
    return list(map(run_here(function), cases))


class _AsAsked(Sequence[Trace]):
    """The same, each case played when it is first asked for: most are not."""

    def __init__(self, function: Function, cases: list[Case]) -> None:
        self._player = run_here(function)
        self._cases = cases
        self._played: dict[int, Trace] = {}

    def __len__(self) -> int:
        return len(self._cases)

    def __getitem__(self, i: Any) -> Any:
        if i not in self._played:
            self._played[i] = self._player(self._cases[i])
        return self._played[i]


def traces_of_mistakes(exercise: Exercise, cases: list[Case]) -> Mapping[str, Sequence[Trace]]:
    """What each known mistake does in each case, played as it is asked for."""
    return {mistake.name: _AsAsked(mistake.function, cases) for mistake in exercise.mistakes}


def _play_all(cases: list[Case], runner: Runner) -> list[Trace]:
    actual: list[Trace] = []
    given_up: set[str] = set()
    for case in cases:
        trace = [] if case.criterion in given_up else runner(case)
        if trace and trace[-1].error in GIVE_UP:
            given_up.add(case.criterion)
        actual.append(trace)
    return actual


def grade_outcomes(
    exercise: Exercise,
    cases: list[Case],
    actual: list[Trace],
    mistakes: Mapping[str, Sequence[Trace]] | None = None,
    expected: Sequence[Trace] | None = None,
) -> Verdict:
    """Return the verdict on the traces that a function left in the cases.

    `mistakes` holds the traces of the known mistakes and `expected` those of the reference, if they
    are at hand; else they are made when they are needed.
    """
    evidence = Evidence(cases, expected or traces_of(exercise.reference, cases), actual)

    def known() -> Mapping[str, Sequence[Trace]]:
        return mistakes or traces_of_mistakes(exercise, cases)

    verdict = judge(exercise.rubric, evidence, known, _describe)
    return verdict if verdict.rows else without_points(verdict, exercise.points)


GIVE_UP = {"TimeLimit", "Stopped"}
"""What a caller reports where the function was killed: its criterion's other cases are moot."""


def _describe(criterion: judgement.Criterion, failed: Evidence) -> tuple[str, ...]:
    """Return the first error alone, and the hint: the order of many could spell out an input."""
    errors = [outcome.error for trace in failed.actual for outcome in trace if outcome.error]
    said = (
        messages.STOPPED_HIDDEN.get(error) or messages.RAISED_HIDDEN.format(error=error)
        for error in errors[:1]
    )
    return (*said, criterion.hint)
