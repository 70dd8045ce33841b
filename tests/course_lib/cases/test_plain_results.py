"""Functions that compute nothing are recognized as such."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import Case, PreviousResult, call, run_here
from course_lib.cases.evidence import Evidence
from course_lib.cases.plain_results import plain_result

STEPS = (
    call(np.array([1.0, 2.0]), np.array([0.5, 0.5]), rate=0.1),
    call(PreviousResult(0), np.array([0.25, 1.5]), rate=0.1),
)
CASES = [Case("a", STEPS), Case("b", (call(np.array([3.0, 1.0]), np.array([2.0, 2.0]), rate=0.2),))]
AS_FACTS = [Case(case.criterion, case.calls[:1], properties="gives_a_result") for case in CASES]


def descend(w: Any, dw: Any, rate: float) -> Any:
    return w - rate * dw, dw * 2


def raises(w: Any, dw: Any, rate: float) -> Any:
    raise ValueError


@pytest.mark.parametrize(
    ("function", "finding"),
    [
        (lambda w, dw, rate: None, "always_none"),
        (lambda w, dw, rate: (0 * w, np.zeros(3)), "always_zeros"),
        (lambda w, dw, rate: 0, "always_zeros"),
        (lambda w, dw, rate: (np.ones_like(w), 1.0), "always_ones"),
        (lambda w, dw, rate: (-dw, -w), "always_minus_an_argument"),
        (lambda w, dw, rate: (w, dw), "always_an_argument"),
        (lambda w, dw, rate: (w, w), "always_an_argument"),
        (lambda w, dw, rate: rate, "always_an_argument"),
        (lambda w, dw, rate: (np.ones(2), 3.5), "always_one_result"),
        (lambda w, dw, rate: False, "always_one_result"),
        (lambda w, dw, rate: (w, 2 * dw), None),
        (lambda w, dw, rate: 2 * w, None),
        (descend, None),
        (raises, None),
    ],
)
def test_what_a_function_always_returns(function: Callable[..., Any], finding: str | None) -> None:
    expected, actual = (list(map(run_here(f), CASES)) for f in (descend, function))
    assert plain_result(Evidence(CASES, expected, actual)) == finding
    expected, actual = (list(map(run_here(f), AS_FACTS)) for f in (descend, function))
    if finding != "always_one_result":  # the expected facts are the same in both cases
        assert plain_result(Evidence(AS_FACTS, expected, actual)) == finding


def test_zeros_are_no_finding_where_zeros_are_expected() -> None:
    def zeros(w: Any, dw: Any, rate: float) -> Any:
        return [[0.0, 0.0]]

    cases = CASES[1:]
    expected = [run_here(lambda w, dw, rate: 0 * w)(case) for case in cases]
    actual = [run_here(zeros)(case) for case in cases]
    assert plain_result(Evidence(cases, expected, actual)) is None
