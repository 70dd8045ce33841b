"""Two known mistakes in one function: both are named where they are certain, and none otherwise."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from cells import cell

from course_lib.checking.checker import run_check
from course_lib.checking.place.dependence import arguments_that_matter
from course_lib.checking.place.edited import EditedProgram
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.program import read_program
from course_lib.checking.worked_examples import WorkedExamples, load

ALMOST_NOTHING_LEFT = {
    "of two, `base` is not 0.95 where none is given": (
        "exponential_decay",
        """
def exponential_decay(alpha0, epoch, base=0.5):
    return alpha0 * base**(epoch - 1)
""",
    ),
    "of two, `alpha0` is raised to the power as well": (
        "exponential_decay",
        """
def exponential_decay(alpha0, epoch, base=0.9):
    return (alpha0 * base)**epoch
""",
    ),
    "`base` is there, on the other side of the line": (
        "exponential_decay",
        """
def exponential_decay(alpha0, epoch, base=0.95):
    return alpha0 / base * epoch
""",
    ),
    "`k` is under the root, below the line": (
        "inverse_sqrt_decay",
        """
def inverse_sqrt_decay(alpha0, k, epoch):
    return alpha0 / np.sqrt(k * epoch)
""",
    ),
}


@pytest.mark.parametrize(("name", "source"), ALMOST_NOTHING_LEFT.values(), ids=ALMOST_NOTHING_LEFT)
def test_no_mistake_is_named_that_is_left_where_the_computation_is_thrown_away(
    name: str, source: str
) -> None:
    assert run_check(name, cell(source)).mistakes == ()


def test_a_second_mistake_is_named_that_explains_what_the_first_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also on a slow computer, on which the search takes half a minute."""
    clock = itertools.chain(range(30), itertools.repeat(30))
    monkeypatch.setattr("course_lib.checking.place.edited.time.process_time", lambda: next(clock))
    source = """
def adam_step(w, dw, v, s, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * v + dw
    s = beta2 * s + (1 - beta2) * dw**2
    v = v / (1 - beta1**t)
    s = s / (1 - beta2**t)
    return w - learning_rate * v / (np.sqrt(s) + epsilon), v, s
"""
    found = run_check("adam_step", cell(source)).mistakes
    assert found == ("v_not_weighted", "corrected_state")


def test_a_program_depends_on_arguments_that_change_what_it_returns() -> None:
    item = load("exponential_decay")
    assert isinstance(item, WorkedExamples)
    source = """
def exponential_decay(alpha0, epoch, base=0.95):
    factor = base**epoch
    return alpha0 * epoch + 0 * factor
"""
    program = read_program(cell(source)["exponential_decay"])
    edited = EditedProgram(program, Examples(item.cases, item.expected, item.rubric.updates))
    with np.errstate(all="ignore"):
        edited.load([])
        edited.wrong_examples()
        assert arguments_that_matter(edited) == {0, 1}
        assert arguments_that_matter(edited, {1, 2}) == {1}
