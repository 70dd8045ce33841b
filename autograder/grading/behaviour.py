"""Record what a wrong function does in the worked examples, and compare two records.

Hidden cases have other numbers for every student, so only the worked examples show whether two
students' functions do the same. They are public: a record gives nothing away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from course_lib.cases.case import Call, Case, Outcome, Runner, Trace
from course_lib.cases.case_json import case_to_json, outcome_from_json, outcome_to_json
from course_lib.cases.compare import traces_agree
from course_lib.cases.verdict import Verdict
from course_lib.checking.ignored import with_ignored
from course_lib.checking.worked_examples import WorkedExamples, load
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import GIVE_UP
from grader_tests.engine.registry import find

KEY = "behaviour"
"""Where a record is in the metadata of a graded cell, next to the verdict."""
MAX_BYTES = 60_000
"""Longer records are not kept: they would make the graded notebook slow to read."""


@dataclass(frozen=True)
class Behaviour:
    """What a function did in the worked examples of an exercise."""

    exercise: Exercise
    traces: tuple[Trace, ...]

    def is_same(self, other: Sequence[Trace]) -> bool:
        """Return whether these traces agree with those of another function in each example."""
        pairs = zip(self.exercise.examples, self.traces, other, strict=True)
        return all(traces_agree(case, own, its, self.exercise.updates) for case, own, its in pairs)

    def to_json(self) -> dict[str, Any]:
        """Return plain data for storing."""
        return {
            "examples": _digest_of_examples(self.exercise.name),
            "traces": [[outcome_to_json(one) for one in trace] for trace in self.traces],
        }


def needs_record(verdict: Verdict) -> bool:
    """Return whether a verdict leaves open what is wrong."""
    return bool(verdict.rows) and not (verdict.passed or verdict.mistakes or verdict.form)


def observe(exercise: Exercise, runner: Runner) -> Behaviour | None:
    """Run the worked examples; return None if the function has to be stopped."""
    traces = []
    for case in exercise.examples:
        trace = runner(case)
        if not trace or trace[-1].error in GIVE_UP:
            return None
        traces.append(trace)
    return Behaviour(exercise, tuple(traces))


def record(behaviour: Behaviour) -> dict[str, Any] | None:
    """Return the record as plain data; None if what the function returned is too long."""
    data = behaviour.to_json()
    return data if len(json.dumps(data)) <= MAX_BYTES else None


def explained_by(verdict: Verdict, behaviour: Behaviour, runner: Runner) -> Verdict:
    """Return the verdict with the argument that the function ignores, if there is one.

    It is called with the numbers of the worked examples and with others near them, so this tells
    nothing about the hidden cases.
    """
    item = load(verdict.name)
    assert isinstance(item, WorkedExamples)

    def caller(planned: Call) -> Outcome:
        trace = runner(Case(behaviour.exercise.criteria[0].key, (planned,)))
        return trace[0] if trace else Outcome(error=NO_ANSWER)

    return with_ignored(verdict, item, caller)


NO_ANSWER = "NoAnswer"
"""The error of a call that had to be stopped: nothing can be concluded from it."""


def read(exercise: Exercise, data: object) -> Behaviour | None:
    """Return the behaviour that was recorded; None if there is none for the present examples."""
    if not isinstance(data, Mapping) or data.get("examples") != _digest_of_examples(exercise.name):
        return None
    try:
        traces = tuple([outcome_from_json(one) for one in trace] for trace in data["traces"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return Behaviour(exercise, traces) if len(traces) == len(exercise.examples) else None


@cache
def _digest_of_examples(name: str) -> str:
    """Return a digest that changes with the worked examples: then old records mean nothing."""
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    text = json.dumps([case_to_json(case) for case in exercise.examples])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
