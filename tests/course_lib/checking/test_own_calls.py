"""A function's parameters, and the arguments that it ignores, are found by calling it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

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


def test_what_does_depend_on_its_arguments_is_not_said_to_ignore_one() -> None:
    verdict = run_check("gradient_step", {"gradient_step": wrong_but_dependent}, search=False)
    assert verdict.mistakes == ()


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
