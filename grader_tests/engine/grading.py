"""Grade one function or answer: run the hidden cases, compare, and name mistakes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from course_lib.cases.case import (
    Case,
    Runner,
    Trace,
    observed,
    outcome_of,
    quietly,
    run_case,
    run_here,
)
from course_lib.cases.evidence import Evidence, Traces
from course_lib.cases.mistakes import KnownMistakes, Pair
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import judgement, messages
from course_lib.checking.checker import no_such_choice
from course_lib.checking.choices import plain_choice
from course_lib.checking.display import Display
from course_lib.checking.judgement import judge, not_written, stops
from course_lib.checking.notebook import notebook_namespace
from course_lib.language import counted, translate
from grader_tests.engine.exercise import Exercise, Function, Question
from grader_tests.engine.pairs import pairs_of
from grader_tests.engine.registry import find

PUBLIC_SEED = 20_240_229
"""Seed of the hidden cases in a plain kernel, where nothing can be hidden from the notebook."""


def seed_for(secret: bytes, *names: str) -> int:
    """Return the seed of a student's cases in an exercise, different for different names."""
    text = "\0".join(names).encode()
    return int.from_bytes(hmac.digest(secret, text, hashlib.sha256), "big")


def grade(name: str, namespace: Mapping[str, Any] | None = None) -> float:
    """Grade `name` in this process, show the verdict, and return the points."""
    namespace = notebook_namespace() if namespace is None else namespace
    item = find(name)
    value = namespace.get(name)
    if isinstance(item, Question):
        verdict = grade_answer(item, value)
    elif callable(value):
        verdict = grade_function(item, run_here(value), PUBLIC_SEED)
    else:
        verdict = no_function(item)
    Display().show(verdict)
    return verdict.points or 0.0


def no_function(exercise: Exercise | Question) -> Verdict:
    """Return the verdict on a missing function: no points, and a friendly sentence."""
    return without_points(not_written(exercise.name), exercise.points)


def without_points(verdict: Verdict, out_of: float) -> Verdict:
    """Return the same verdict with no points."""
    return Verdict(verdict.name, verdict.headline, hints=verdict.hints, points=0.0, out_of=out_of)


def grade_answer(question: Question, answer: object) -> Verdict:
    """Return the verdict on an answer, with its explanation."""
    answer = plain_choice(answer, question.choices)
    if not isinstance(answer, str) or answer not in question.choices:
        headline = messages.NOT_ANSWERED.format(name=question.name)
        if answer is None:
            return Verdict(question.name, headline, points=0.0, out_of=question.points)
        hints = (no_such_choice(question.name, [*question.choices], answer),)
        return Verdict(question.name, headline, hints=hints, points=0.0, out_of=question.points)
    right = answer == question.answer
    points = question.points if right else 0.0
    why = translate(question.why_right if right else question.why_wrong[answer])
    row = Row(translate(question.title), right, (why,), "answer", points, question.points)
    headline = counted(messages.POINTS, question.points, name=question.name, points=points)
    return Verdict(
        question.name,
        headline,
        (row,),
        points=points,
        out_of=question.points,
        answer=answer,
    )


def hidden_cases(exercise: Exercise, seed: int) -> list[Case]:
    """Return the cases of all criteria; each criterion has its own random stream."""
    cases: list[Case] = []
    for number, criterion in enumerate(exercise.criteria):
        if criterion.cases is not None:
            cases += criterion.cases(np.random.default_rng([seed, number]))
    return cases


def grade_function(exercise: Exercise, runner: Runner, seed: int) -> Verdict:
    """Return the verdict on the function that `runner` runs."""
    cases = hidden_cases(exercise, seed)
    return grade_outcomes(exercise, cases, _run_all(cases, runner))


def traces_of(function: Function, cases: list[Case]) -> list[Trace]:
    """Return the traces of one of our own functions, which leaves warnings as they are."""
    with quietly():
        traces = [run_case(case, partial(outcome_of, function)) for case in cases]
    return list(map(observed, cases, traces))


class _LazyTraces(Sequence[Trace]):
    """The traces of one of our own functions, each computed on demand, because few are needed."""

    def __init__(self, function: Function, cases: list[Case]) -> None:
        self._function = function
        self._cases = cases
        self._traces: dict[int, Trace] = {}

    def __len__(self) -> int:
        return len(self._cases)

    def __getitem__(self, i: Any) -> Any:
        if i not in self._traces:
            [self._traces[i]] = traces_of(self._function, [self._cases[i]])
        return self._traces[i]


def known_mistakes(exercise: Exercise, cases: list[Case]) -> KnownMistakes:
    """Return the known mistakes and their pairs, with traces that are computed once, on demand."""

    @cache
    def traces(function: Function) -> _LazyTraces:
        return _LazyTraces(function, cases)

    def pairs(failed: frozenset[str]) -> Iterator[tuple[Pair, Traces]]:
        for pair in pairs_of(exercise):
            if pair.fails - {judgement.UNCHANGED} == failed:
                yield pair.names, traces(pair.function)

    single = {mistake.name: traces(mistake.function) for mistake in exercise.mistakes}
    return KnownMistakes(single, pairs)


def _run_all(cases: list[Case], runner: Runner) -> list[Trace]:
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
    known: KnownMistakes | None = None,
    expected: Sequence[Trace] | None = None,
) -> Verdict:
    """Return the verdict on the traces of a function in the cases.

    `known` are the known mistakes in these cases, and `expected` the traces of the reference, if
    they are available; otherwise they are computed when they are needed.
    """
    evidence = Evidence(cases, expected or traces_of(exercise.reference, cases), actual)
    verdict = judge(
        exercise.rubric,
        evidence,
        lambda: known or known_mistakes(exercise, cases),
        _describer(),
        messages.FORM_HIDDEN,
        messages.STOPS_WITH_ERROR_HIDDEN,
    )
    if not verdict.rows:
        return without_points(verdict, exercise.points)
    return _with_what_is_not_there(verdict, actual)


_NOT_THERE = {
    "EOFError": "input",
    **dict.fromkeys(("FileNotFoundError", "PermissionError", "OSError"), "files"),
    "ModuleNotFoundError": "module",
    "ImportError": "part",
}
"""Exceptions of what works in a student's own notebook alone, all of which verdicts name."""


def _with_what_is_not_there(verdict: Verdict, actual: Sequence[Trace]) -> Verdict:
    """Return the verdict with the cause of an exception that a check at home does not raise."""
    if verdict.hints != (translate(messages.STOPS_WITH_ERROR_HIDDEN),):
        return verdict
    errors = [outcome.error for trace in actual for outcome in trace if outcome.error]
    cause = _NOT_THERE.get(errors[0]) if errors else None
    if cause is None:
        return verdict
    return replace(verdict, hints=(messages.NOT_AT_HOME_HIDDEN[cause],))


GIVE_UP = {"TimeLimit", "Waited", "Stopped"}
"""Errors that mean that the function was killed: its criterion's other cases are skipped."""


def _describer() -> judgement.Describe:
    """Return a function that describes the failed criteria of one exercise.

    It tells only the first error, and the hint if there is a wrong result. The order of errors
    could reveal an input, and so could several names: an exercise gets one.
    """
    named: set[str] = set()

    def describe(criterion: judgement.Criterion, failed: Evidence) -> tuple[str, ...]:
        errors = [outcome.error for trace in failed.actual for outcome in trace if outcome.error]
        notes = tuple(_of_error(error, named) for error in errors[:1])
        return notes if stops(failed) else (*notes, criterion.hint)

    return describe


def _of_error(error: str, named: set[str]) -> str:
    if error in messages.STOPPED_HIDDEN:
        return messages.STOPPED_HIDDEN[error]
    if named and error not in named:
        return messages.RAISED_OTHER_HIDDEN
    named.add(error)
    return messages.RAISED_HIDDEN.format(error=error)
