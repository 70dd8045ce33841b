"""Cases that pass functions and random generators, and that compare facts instead of values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_lib.cases.arguments import COURSE_FUNCTIONS, CourseFunction, SeededRng
from course_lib.cases.case import NOT_AS_DOCUMENTED, Case, call, run_here
from course_lib.cases.case_json import case_from_json, case_to_json
from course_lib.cases.compare import traces_agree
from course_lib.cases.properties import registry
from course_lib.cases.properties.registry import FALSE_ALARM, looks_uniform
from course_lib.checking.describe import show

DRAWN = Case("drawn", (call(5, rng=SeededRng(3)), call(5, rng=SeededRng(3))), properties="repeats")


@pytest.fixture(autouse=True)
def repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    def properties(calls: Any, values: Any) -> dict[str, Any]:
        first, second = values
        return {"how many": len(first), "same again": bool(np.array_equal(first, second))}

    monkeypatch.setitem(registry.PROPERTIES, "repeats", properties)


def uniform(n: int, rng: np.random.Generator) -> Any:
    return rng.uniform(size=n)


def test_a_seed_arrives_as_a_fresh_generator_in_every_call() -> None:
    (outcome,) = run_here(uniform)(DRAWN)
    assert outcome.value == {"how many": 5, "same again": True}
    assert outcome.changed == (), "drawing from the generator changes no argument"


def test_other_numbers_with_the_same_facts_are_right() -> None:
    normal = run_here(lambda n, rng: rng.normal(size=n))(DRAWN)
    assert traces_agree(DRAWN, run_here(uniform)(DRAWN), normal, {})


def test_chance_of_its_own_is_seen() -> None:
    own = run_here(lambda n, rng: np.random.default_rng().uniform(size=n))(DRAWN)
    assert not traces_agree(DRAWN, run_here(uniform)(DRAWN), own, {})


@pytest.mark.parametrize(
    "value", [{"how many": 5, "same again": True}, 3, "text", [], {"a": 1}, ((),), [None]]
)
def test_facts_that_a_student_returns_are_not_taken_for_facts(value: Any) -> None:
    (outcome,) = run_here(lambda n, rng: value)(DRAWN)
    assert outcome.value != {"how many": 5, "same again": True}
    assert not traces_agree(DRAWN, run_here(uniform)(DRAWN), [outcome], {})


def test_what_a_view_cannot_read_is_not_as_documented() -> None:
    (outcome,) = run_here(lambda n, rng: 3)(DRAWN)
    assert outcome.value == NOT_AS_DOCUMENTED


def test_returning_nothing_and_errors_stay_what_they_are() -> None:
    nothing = run_here(lambda n, rng: None)(DRAWN)
    assert [outcome.value for outcome in nothing] == [None, None]
    (failed,) = run_here(lambda n, rng: 1 / 0)(DRAWN)
    assert failed.error == "ZeroDivisionError"


def test_a_function_of_the_course_is_handed_over_by_its_name() -> None:
    A, b = np.diag([1.0, 4.0]), np.array([1.0, 0.0])
    given = CourseFunction("quadratic_gradient", {"A": A, "b": b})
    case = Case("gradient", (call(given, np.array([2.0, 1.0])),))
    (outcome,) = run_here(lambda gradient, w: gradient(w))(case_from_json(case_to_json(case)))
    np.testing.assert_array_equal(outcome.value, [1.0, 4.0])
    assert outcome.changed == ()


@pytest.mark.parametrize("case", [DRAWN, Case("a", (call(CourseFunction("quadratic"), 1),), (0,))])
def test_a_case_survives_its_json_form(case: Case) -> None:
    assert case_from_json(case_to_json(case)) == case


def test_quadratics_and_their_gradients_belong_together() -> None:
    rng = np.random.default_rng(0)
    A, b, w = np.diag([1.0, 5.0, 2.0]), rng.normal(size=3), rng.normal(size=3)
    f, gradient = (COURSE_FUNCTIONS[name](A, b) for name in ("quadratic", "quadratic_gradient"))
    numeric = [(f(w + h) - f(w - h)) / 2e-6 for h in 1e-6 * np.eye(3)]
    np.testing.assert_allclose(gradient(w), numeric, rtol=1e-8)


def test_generators_and_functions_are_shown_as_one_would_write_them() -> None:
    assert show(SeededRng(3)) == "np.random.default_rng(3)"
    assert show(CourseFunction("cost_of_points")) == "cost_of_points"


def test_uniform_samples_look_uniform_and_others_do_not() -> None:
    assert FALSE_ALARM < 1e-9
    for seed in range(200):
        sample = np.random.default_rng(seed).uniform(size=2_000)
        assert looks_uniform(sample)
        others = (sample**1.5, 0.8 * sample, np.append(sample, 1.2), sample[:0], sample * np.nan)
        for other in others:
            assert not looks_uniform(other)


def settings(x: float) -> dict[str, float]:
    return {"lr": x, "eps": 2 * x}


@pytest.mark.parametrize(
    ("function", "agrees"),
    [
        (settings, True),
        (lambda x: {"lr": x, "eps": 0.0}, True),
        (lambda x: {"lr": 2 * x, "eps": 2 * x}, False),
        (lambda x: {"lr": x}, False),
        (lambda x: {**settings(x), "more": 1.0}, False),
        (lambda x: (x, 2 * x), False),
        (lambda x: x, False),
    ],
)
def test_a_case_may_look_at_one_entry_of_a_dict_but_its_names_count(
    function: Any, agrees: bool
) -> None:
    case = Case("lr", (call(0.5),), compare=("lr",))
    assert case_from_json(case_to_json(case)) == case
    expected, actual = run_here(settings)(case), run_here(function)(case)
    assert traces_agree(case, expected, actual, {}) is agrees
    assert traces_agree(case, actual, actual, {}), "also when it is a known mistake's own"
