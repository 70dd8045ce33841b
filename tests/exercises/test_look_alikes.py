"""Small changes of the right function are found that do the same as a wrong one."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import numpy as np
import pytest
from judging import judged

from course_lib.cases.case import Outcome, run_here
from grader_tests.engine.exercise import UNCHANGED, Exercise, Function
from grader_tests.engine.registry import find
from grader_tests.strength.limited import within_lines
from grader_tests.strength.look_alikes import TWO, kind_of, look_alikes
from grader_tests.strength.mutants import Mutant


def found_for(name: str, function: Function, failed: frozenset[str] | None = None) -> list[Mutant]:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    if failed is None:
        rows = judged(exercise, function, 0).rows
        failed = frozenset(row.key for row in rows if not row.passed)
    return look_alikes(name, list(map(run_here(function), exercise.examples)), failed)


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (lambda v, beta: v / (1 + beta ** np.arange(1, len(v) + 1)), "operator"),
        (lambda v, beta: v / (1 - beta ** np.arange(2, len(v) + 2)), TWO),
    ],
)
def test_what_does_the_same_is_found(function: Function, kind: str) -> None:
    assert kind_of(found_for("bias_correct", function)) == kind


def test_nothing_is_found_for_what_is_far_from_right() -> None:
    assert found_for("bias_correct", lambda v, beta: v - beta ** np.arange(1, len(v) + 1)) == []


def test_exceptions_alone_tell_nothing() -> None:
    def raises(v: object, beta: object) -> None:
        raise ValueError

    assert found_for("bias_correct", raises) == []


def test_what_fails_other_hidden_cases_is_not_the_same() -> None:
    def plus(v: Any, beta: float) -> Any:
        return v / (1 + beta ** np.arange(1, len(v) + 1))

    assert found_for("bias_correct", plus, frozenset({UNCHANGED})) == []


def test_kinds_have_to_agree() -> None:
    assert kind_of([Mutant("", "", "sign"), Mutant("", "", "number")]) is None
    assert kind_of([]) is None


def test_what_runs_too_many_lines_is_stopped() -> None:
    def endless() -> Outcome:
        while True:
            with contextlib.suppress(Exception):
                sum(range(3))

    before = sys.gettrace()
    assert within_lines(endless, lines=1_000) is None
    assert within_lines(lambda: 3, lines=1_000) == 3
    assert sys.gettrace() is before
