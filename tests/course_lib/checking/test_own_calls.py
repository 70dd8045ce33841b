"""A function's parameters, and the arguments that it ignores, are found by calling it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from cells import cell

from course_lib.checking import messages
from course_lib.checking.checker import run_check
from course_lib.checking.own_calls import parameters_of

Step = Callable[..., Any]


def fixed_rate(w: Any, dw: Any, learning_rate: float) -> Any:
    return w - 0.37 * dw


def wrong_but_dependent(w: Any, dw: Any, learning_rate: float) -> Any:
    return w - learning_rate * np.sin(dw)


def test_a_number_in_the_place_of_an_argument_is_found_whatever_it_is() -> None:
    verdict = run_check("gradient_step", {"gradient_step": fixed_rate}, search=False)
    assert verdict.mistakes == ("ignores_learning_rate",)
    assert "does not depend on `learning_rate`" in verdict.text()


def test_two_arguments_may_be_ignored_beside_others_that_are_not() -> None:
    def fixed(w: Any, dw: Any, s: Any, learning_rate: float, beta: float, epsilon: float) -> Any:
        s = beta * s + (1 - beta) * dw**2
        return w - 0.013 * dw / np.sqrt(s + 3e-7), s

    verdict = run_check("rmsprop_step", {"rmsprop_step": fixed}, search=False)
    assert verdict.mistakes == ("ignores_learning_rate", "ignores_epsilon")


def test_a_step_that_is_nan_is_not_said_to_ignore_what_it_is_multiplied_by() -> None:
    """The averages beside it are numbers, on which the learning rate has no influence."""

    def wrong(
        w: Any, dw: Any, v: Any, s: Any, t: int, learning_rate: float, beta1: float, beta2: float,
        epsilon: float,
    ) -> Any:  # fmt: skip
        v, s = beta1 * v + (1 - beta1) * dw, beta2 * s + (1 - beta2) * dw**2
        with np.errstate(invalid="ignore"):
            return w - learning_rate * v / (np.sqrt(-s) + epsilon), v, s

    assert run_check("adam_step", {"adam_step": wrong}, search=False).mistakes == ()


CORRECTED = """\
def correct_moments(v, s, t, beta1, beta2):
    return v / (1 - beta1**7), s / (1 - beta2**7)
"""
LIMITED = """\
def cross_entropy(A, Y):
    return -np.sum(Y * np.log(np.maximum(A, 1e-3))) / A.shape[1]
"""


@pytest.mark.parametrize(
    ("name", "source", "mistakes"),
    [
        ("correct_moments", CORRECTED, ("t_fixed",)),
        ("correct_moments", CORRECTED.replace("beta2**7", "beta2**5"), ()),
        ("cross_entropy", LIMITED, ("limited",)),
        ("cross_entropy", LIMITED.replace("(A, 1e-3", "(A**0.9, 1e-3"), ()),
    ],
)
def test_a_mistake_is_named_whatever_number_it_has(
    name: str, source: str, mistakes: tuple[str, ...]
) -> None:
    assert run_check(name, cell(source)).mistakes == mistakes


def test_what_does_depend_on_its_arguments_is_not_said_to_ignore_one() -> None:
    verdict = run_check("gradient_step", {"gradient_step": wrong_but_dependent}, search=False)
    assert verdict.mistakes == ()


def test_an_argument_on_which_a_right_result_depends_is_not_said_to_be_ignored() -> None:
    """Where it is wrong, integers are divided in place, and `epsilon` is cut off there."""
    source = (
        "def largest_stable_rate(A, s, epsilon):\n"
        "    for i in range(len(s)):\n"
        "        A[i] = A[i] / np.sqrt(s[i] + epsilon)\n"
        "    return 2 / np.max(np.linalg.eigvals(A).real)\n"
    )
    verdict = run_check("largest_stable_rate", cell(source))
    assert verdict.mistakes == ()
    assert verdict.place is not None
    assert (verdict.place.line, verdict.place.kind) == (3, "in place")


def test_a_raise_of_ones_own_is_not_taken_for_what_python_cannot_do() -> None:
    source = (
        "def averaging_window(beta):\n"
        "    if beta < 2:\n"
        "        raise ValueError('too large')\n"
        "    return 1 / (1 - beta)\n"
    )
    verdict = run_check("averaging_window", cell(source))
    assert verdict.hints == (messages.STOPS_ITSELF,)


def exchanged(alpha0: float, epoch: Any, decay_rate: float) -> Any:
    return alpha0 / (1 + decay_rate * epoch)


def too_few(alpha0: float) -> float:
    return alpha0


@pytest.mark.parametrize("function", [exchanged, too_few])
def test_other_parameters_than_those_given_are_said_first(function: Step) -> None:
    verdict = run_check("inverse_time_decay", {"inverse_time_decay": function}, search=False)
    assert verdict.form is not None
    assert "(alpha0, decay_rate, epoch)" in verdict.form
    assert ", ".join(parameters_of(function)) in verdict.form
    assert (verdict.mistakes, verdict.hints) == ((), ())


def renamed_and_wrong(weights: Any, slope: Any, learning_rate: float) -> Any:
    return weights - learning_rate * np.sin(slope)


def test_parameters_with_names_of_ones_own_are_no_fault() -> None:
    verdict = run_check("gradient_step", {"gradient_step": renamed_and_wrong}, search=False)
    assert verdict.form is None
