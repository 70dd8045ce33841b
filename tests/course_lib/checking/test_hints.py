"""Errors that newcomers to Python meet are explained by check, and by check alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from cells import cell

from course_lib.cases.case import Case, Outcome, call, run_here
from course_lib.cases.values import decode, encode
from course_lib.checking import messages
from course_lib.checking.checker import run_check
from course_lib.checking.hints import PYTHON_ERRORS, general_hints
from course_lib.language import counted
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import find

RAISING = {
    "beta(theta)": "not_callable",
    "sum(len(theta))": "number_in_loop",
    "theta[beta]": "index_is_no_integer",
    "theta.append(beta)": "append_to_array",
    "None.append(beta)": "append_returns_none",
    "true": "capital_letter",
    "none and beta": "capital_letter",
    "Theta * beta": "unknown_name",
    "nq.zeros(3)": "unknown_name",
    "np.zeroes(3)": "unknown_in_numpy",
    "np.linalg.inverse(theta)": "unknown_in_numpy",
    "print('') * beta": "nothing_in_arithmetic",
    "[1.0] - beta": "list_in_arithmetic",
    "[1.0] * beta": "list_in_arithmetic",
    "math.sqrt(theta)": "array_for_a_number",
    "beta[0]": "no_elements",
    "theta[0][0]": "no_elements",
    "len(beta)": "no_elements",
    "len(theta[0])": "no_elements",
    "theta[len(theta)]": "index_too_large",
    "[][0]": "index_too_large",
    "1 if np.zeros(2) > 0 else 0": "truth_of_an_array",
    "np.zeros(2) > 0 and beta": "truth_of_an_array",
    "np.zeros(2) + np.zeros(3)": "shapes_do_not_fit",
    "np.zeros((2, 9)) @ theta": "shapes_do_not_fit",
    "np.array([1.0, [2.0, 3.0]])": "several_in_one_place",
    "[a for a, b in [(1, 2, 3)]]": "values_for_names",
    "[1][: len(theta) / 2]": "integer_needed",
    "[*range(beta)]": "integer_needed",
    "[*range(theta)]": "integer_needed",
    "(lambda a, b: a)(theta)": "too_few_arguments",
    "(lambda a: a)(theta, beta)": "too_many_arguments",
    "{'beta': beta}['Beta']": "no_such_key",
    "{'theta', beta}": "set_returned",
    "np.array([theta, beta], dtype=object)": "array_of_objects",
    "theta.sum": "call_missing",
    "np.ones(2).tolist": "call_missing",
    "ValueError('beta')": "error_returned",
    "(a for a in theta)": "one_by_one",
    "map(float, theta)": "one_by_one",
}


@pytest.mark.parametrize("expression", RAISING)
def test_an_error_that_newcomers_meet_is_explained(expression: str) -> None:
    function = eval(f"lambda theta, beta: {expression}", {"np": np, "math": math})
    assert run_check("ewa", {"ewa": function}).hints == (
        messages.PYTHON_ERRORS[RAISING[expression]],
    )


def test_nan_everywhere_is_explained_and_blamed_on_no_argument() -> None:
    for result in (np.nan, np.full(2, np.nan)):
        hints = run_check("ewa", {"ewa": lambda theta, beta, r=result: r * len(theta)}).hints
        assert hints == (messages.PLAIN_RESULTS["always_nan"],)


def test_every_explanation_has_an_error_and_an_example() -> None:
    keys = {key for key, _, _ in PYTHON_ERRORS}
    assert keys == messages.PYTHON_ERRORS.keys()
    assert keys - {"no_value_yet"} == {*RAISING.values()}  # it takes more than an expression


def test_in_grading_no_message_of_an_exception_chooses_the_hint() -> None:
    outcomes = [[Outcome(error="NameError", message="name 'true' is not defined")]]
    assert general_hints(outcomes, "It raises.") == ("It raises.",)
    assert general_hints(outcomes, None) == (messages.PYTHON_ERRORS["capital_letter"],)


@pytest.mark.parametrize("raises", ["It raises.", None])
def test_integers_that_cannot_be_changed_in_place_are_explained(raises: str | None) -> None:
    def step(w: Any) -> Any:
        w *= 0.5
        return w

    run = run_here(step)
    arrays = (np.ones(2), decode(encode(np.array([2, 4]))))  # as in an example from a file
    decimal, whole = (run(Case("any", (call(w),))) for w in arrays)
    assert general_hints([decimal, whole], raises) == (messages.CHANGED_IN_PLACE,)
    assert general_hints([decimal], raises) == ()
    unread = Outcome(error="UFuncTypeError", message="did not contain a loop")
    assert general_hints([decimal, [unread]], None) == ()


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("float(1 / (1 - np.float32(beta)))", True),
        ("float(1 / (1 - np.float32(beta))) * 1.1", False),
        ("round(1 / (1 - beta), 4)", False),
        ("float(np.float32(2 / (1 - beta)))", False),
    ],
)
def test_results_of_32_bits_are_explained(expression: str, says: bool) -> None:
    function = eval(f"lambda beta: {expression}", {"np": np})
    hints = run_check("averaging_window", {"averaging_window": function}).hints
    assert (messages.SINGLE_PRECISION in hints) == says


@pytest.mark.parametrize(
    ("expression", "decimals"),
    [
        ("round(alpha0 / (1 + rate * epoch), 3)", 3),
        ("float(f'{alpha0 / (1 + rate * epoch):.4f}')", 4),
        ("np.floor(1e4 * alpha0 / (1 + rate * epoch)) / 1e4", 4),
        ("np.round(alpha0 / (1 + rate * epoch), 1)", None),
        ("np.round(alpha0 / (1 + 1.1 * rate * epoch), 4)", None),
        ("alpha0 / (1 + rate * epoch) + 1e-5", None),
    ],
)
def test_rounded_results_are_explained(expression: str, decimals: int | None) -> None:
    """One decimal of a number below 1 proves nothing."""
    function = eval(f"lambda alpha0, rate, epoch: {expression}", {"np": np})
    verdict = run_check("inverse_time_decay", {"inverse_time_decay": function})
    found = [n for n in range(1, 10) if counted(messages.ROUNDED, n) in verdict.hints]
    assert found == ([] if decimals is None else [decimals])


def test_rounded_results_are_explained_in_grading_and_have_no_place() -> None:
    source = """
def ewa(theta, beta):
    average, averages = 0.0, []
    for value in theta:
        average = beta * average + (1 - beta) * value
        averages.append(round(average, 4))
    return np.array(averages)
"""
    says = (counted(messages.ROUNDED, 4),)
    namespace = cell(source)
    verdict = run_check("ewa", namespace)
    assert (verdict.hints, verdict.place) == (says, None)
    exercise = find("ewa")
    assert isinstance(exercise, Exercise)
    for seed in range(5):
        assert grade_function(exercise, run_here(namespace["ewa"]), seed).hints == says


def test_a_hint_is_about_the_error_that_comes_first() -> None:
    """What a criterion behind it says of its own wrong result has nothing to do with the error."""

    def softmax(Z: np.ndarray) -> Any:
        e = np.exp(Z)
        return e / np.sum(e, axis=1)

    verdict = run_check("softmax", {"softmax": softmax}, search=False)
    assert len([row for row in verdict.rows if not row.passed]) > 1
    assert verdict.hints == (messages.PYTHON_ERRORS["shapes_do_not_fit"],)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (complex, messages.COMPLEX_RESULT.format(kind="complex")),
        (np.complex128, messages.COMPLEX_RESULT.format(kind="complex128")),
        (np.longdouble, messages.OTHER_PRECISION.format(kind=np.dtype(np.longdouble).name)),
        (slice, messages.NO_RESULT_OF.format(kind="slice")),
    ],
)
def test_numbers_of_a_kind_that_is_not_compared_are_told_as_such(kind: Any, says: str) -> None:
    verdict = run_check("averaging_window", {"averaging_window": lambda beta: kind(beta)})
    assert messages.GOT.format(value=says) in verdict.rows[0].notes[0]


def test_results_of_32_bits_have_no_place() -> None:
    source = """
def gradient_step(w, dw, learning_rate):
    return (w - learning_rate * dw).astype(np.float32).astype(float)
"""
    verdict = run_check("gradient_step", cell(source))
    assert verdict.hints == (messages.SINGLE_PRECISION,)
    assert verdict.place is None
