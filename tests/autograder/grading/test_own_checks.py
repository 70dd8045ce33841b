"""A check that a cell of the student's own calls counts too, in whatever form it is called."""

from __future__ import annotations

import pytest
from one_function import F, grade

from autograder.sandbox.own_checks import MOST

pytestmark = pytest.mark.needs("landlock")

ROUNDED = "def averaging_window(beta):\n    return round(1 / (1 - beta))"
STUB = "def averaging_window(beta):\n    raise NotImplementedError"
FORMS = {
    "alone": 'check("averaging_window")',
    "with more": 'check("averaging_window", more=True)',
    "with the argument's name": 'check(name="averaging_window")',
    "timed": '%time check("averaging_window")',
    "in a loop": 'for name in ["averaging_window"]:\n    check(name)',
    "kept": 'result = check("averaging_window")',
    "printed": 'print(check("averaging_window"))',
    "before something else": "check('averaging_window'); print('ok')",
    "in a function": 'def test():\n    check("averaging_window")\ntest()',
    "under another name": 'from course_lib import check as test\ntest("averaging_window")',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_function_that_passes_a_check_below_earns_its_marks(form: str) -> None:
    verdict, _ = grade(ROUNDED, below=(f"# better\n{F}", form))
    assert verdict.points == 2
    verdict, said = grade(STUB, below=(F, form, "averaging_window = 10  # days"))
    assert verdict.points == 2
    assert "at the end of the notebook" not in said


def test_what_a_cell_defines_below_its_own_check_takes_nothing_away() -> None:
    verdict, _ = grade(f'{F}\ncheck("averaging_window", more=True)\n{ROUNDED}')
    assert verdict.points == 2


def test_the_best_of_several_guesses_is_no_answer_to_a_question() -> None:
    guesses = [
        (f'larger_beta = "{letter}"', 'check("larger_beta", more=True)') for letter in "abcd"
    ]
    below = tuple(cell for guess in guesses for cell in guess)
    verdict, _ = grade('larger_beta = "a"', below=below, name="larger_beta")
    assert verdict.points == 0


def test_the_names_of_that_moment_are_used() -> None:
    source = "def averaging_window(beta):\n    return one / (1 - beta)"
    check = '%time check("averaging_window")'
    verdict, _ = grade(source, above=("one = 5",), below=("one = 1", check, "one = 7"))
    assert verdict.points == 2


def test_only_the_last_own_checks_are_tried() -> None:
    check = 'for _ in range({}):\n    check("averaging_window", more=True)\n'
    for more, points in ((MOST - 1, 2), (MOST, 1)):
        verdict, _ = grade(f"{F}\n{check.format(1)}\n{ROUNDED}\n{check.format(more)}")
        assert verdict.points == points


def test_the_verdict_is_on_the_best_of_them() -> None:
    nothing = "def averaging_window(beta):\n    return 0"
    verdict, _ = grade(nothing, below=(f'{ROUNDED}\nresult = check("averaging_window")', nothing))
    assert verdict.points == 1
    assert "You round to whole days" in verdict.text()


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ('larger_beta = None\n1 / 0\nlarger_beta = "b"', "b"),
        ('larger_beta = None\n1 / 0\nlarger_beta = "b"\n1 / 0\nlarger_beta = "c"', "c"),
        ('larger_beta = "a"\n1 / 0\nlarger_beta = "b"', "a"),
    ],
)
def test_an_answer_below_a_line_that_fails_counts_if_there_is_no_other(
    source: str, answer: str
) -> None:
    verdict, _ = grade(F, larger_beta=source)
    assert (verdict.name, verdict.answer) == ("larger_beta", answer)


def test_of_answers_below_lines_that_fail_none_is_chosen_for_being_right() -> None:
    """The first that is found counts, be it right or wrong."""
    stops = 'larger_beta = None\n1 / 0\nlarger_beta = "{}"'
    copy = 'check("larger_beta")'
    for first, last in (("b", "a"), ("a", "b")):
        verdict, _ = grade(F, (stops.format(first), copy), larger_beta=stops.format(last))
        assert verdict.answer == last


def test_an_answer_that_was_taken_back_is_none() -> None:
    above = ('larger_beta = "b"', 'check("larger_beta")')
    verdict, _ = grade(F, above, larger_beta="1 / 1\nlarger_beta = None")
    assert not verdict.answer
