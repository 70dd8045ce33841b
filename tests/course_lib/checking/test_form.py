"""Right values in the wrong form are recognized as such, and nothing else is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import Case, Outcome, PreviousResult, call, run_here
from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import KnownMistakes
from course_lib.checking import messages
from course_lib.checking.checker import run_check
from course_lib.checking.form import wrong_form
from course_lib.checking.judgement import Criterion, Rubric, judge

ROW = np.array([0.5, 1.5, 2.5])
TABLE = np.array([[0.5, 1.5, 2.5], [3.5, 4.5, 5.5]])


def form_of(want: Any, got: Any, *more: tuple[Any, Any]) -> str | None:
    """Return the form of results, each given after the expected one."""
    pairs = [(want, got), *more]
    cases = [Case("a", (call(),)) for _ in pairs]
    expected, actual = ([[Outcome(pair[i])] for pair in pairs] for i in (0, 1))
    turned = wrong_form(Evidence(cases, expected, actual), {})
    return None if turned is None else turned.form


@pytest.mark.parametrize(
    ("want", "got", "form"),
    [
        (ROW, ROW.tolist(), "list_for_array"),
        (ROW, tuple(ROW.tolist()), "tuple_for_array"),
        (TABLE, TABLE.tolist(), "list_for_array"),
        ((ROW, TABLE), (ROW.tolist(), TABLE.tolist()), "list_for_array"),
        (np.array([1.0, 2.0]), [1, 2], "list_for_array"),
        (ROW, ROW.reshape(3, 1), "shape"),
        (ROW.reshape(3, 1), ROW, "shape"),
        ((TABLE, ROW.reshape(3, 1)), (TABLE, ROW), "shape"),
        (TABLE, TABLE.T, "transposed"),
        (np.array([1.0, 2.0]), np.array([1, 2]), "type"),
        (np.array([0.5, 1.5]), np.array([0.5, 1.5], dtype=np.float32), "type"),
        (1.5, np.array([1.5]), "array_for_number"),
        (1.5, [1.5], "list_for_number"),
        (1.5, "1.5", "text_for_number"),
        ({"lr": 0.5}, {"lr": "0.5"}, "text_for_number"),
        ((ROW, 2.5), (2.5, ROW), "order"),
        ((ROW, 1.5, TABLE), (1.5, TABLE, ROW), "order"),
        ({"a": (1.0, 2.0, "log")}, {"a": (2.0, 1.0, "log")}, "order_within"),
        ((ROW, 2.5), (ROW, 7.5, 2.5), "too_many"),
        (ROW, (ROW, 2.5), "one_wanted"),
        ((ROW, 2.5), ROW, "too_few"),
        ((ROW, 2.5, TABLE), (ROW, TABLE), "too_few"),
        ((ROW, 2.5), {"w": ROW, "v": 2.5}, "dict_for_tuple"),
        ((ROW, ROW + 1), np.array([ROW, ROW + 1]), "array_for_tuple"),
        ({"lr": 0.5, "eps": 1e-8}, (0.5, 1e-8), "tuple_for_dict"),
        ({"lr": 0.5, "eps": 1e-8}, {"rate": 0.5, "eps": 1e-8}, "keys"),
        ("minimum", " Minimum", "spelling"),
        (ROW, [0.5, 1.5, 2.6], None),
        (ROW, [[0.5], [1.5, 2.5]], None),
        (TABLE, TABLE.reshape(3, 2), None),
        ((ROW, 2.5), (2.5, ROW + 1), None),
        (ROW, ROW[::-1], None),
        ({"lr": 0.5}, {"rate": 0.6}, None),
        (1.5, "one", None),
        ("minimum", "maximum", None),
        (np.array([1.5, 2.0]), np.array([1, 2]), None),
        (ROW, None, None),
    ],
)
def test_the_form_of_a_result(want: Any, got: Any, form: str | None) -> None:
    assert form_of(want, got) == form


def test_a_form_must_explain_every_failed_case() -> None:
    assert form_of(ROW, ROW.tolist(), (TABLE, TABLE.tolist())) == "list_for_array"
    assert form_of(ROW, ROW.tolist(), (TABLE, TABLE)) is None
    assert form_of(ROW, ROW.tolist(), (TABLE, (TABLE + 1).tolist())) is None


def test_what_follows_from_a_state_in_the_wrong_form_does_not_count() -> None:
    case = Case("a", (call(ROW), call(PreviousResult(0))))

    def right(w: Any) -> Any:
        return w * 2, w.sum()

    def exchanged(w: Any) -> Any:
        return w.sum(), w * 2

    evidence = Evidence([case], [run_here(right)(case)], [run_here(exchanged)(case)])
    turned = wrong_form(evidence, {})
    assert turned is not None
    assert turned.form == "order"


def test_each_form_has_a_sentence_and_one_that_tells_nothing_of_hidden_cases() -> None:
    assert list(messages.FORM) == list(messages.FORM_HIDDEN)
    assert not any("{" in sentence for sentence in messages.FORM_HIDDEN.values())


def test_the_verdict_says_what_the_form_is_and_nothing_else() -> None:
    rubric = Rubric("double", (Criterion("a", "It doubles.", "Multiply by two."),), {}, {})
    case = Case("a", (call(ROW),))
    expected, actual = (
        run_here(f)(case) for f in (lambda x: 2 * x, lambda x: [[v] for v in 2 * x])
    )
    evidence = Evidence([case], [expected], [actual])
    verdict = judge(rubric, evidence, lambda: KnownMistakes({}), lambda criterion, failed: ())
    assert verdict.form is None, "a list of lists has another shape, too"
    evidence = Evidence([case], [expected], [run_here(lambda x: list(2 * x))(case)])
    verdict = judge(rubric, evidence, lambda: KnownMistakes({}), lambda criterion, failed: ())
    assert verdict.form == messages.FORM["list_for_array"].format(want=(3,))
    assert (verdict.mistakes, verdict.hints) == ((), ())
    assert verdict.form in verdict.text()
    assert verdict.form in verdict.html()


@pytest.mark.parametrize("kind", ["object", "Fraction"])
def test_what_cannot_be_compared_is_called_by_its_type(kind: str) -> None:
    def averaging_window(beta: float) -> object:
        days = 1 / (1 - beta)
        return Fraction(days) if kind == "Fraction" else np.array([days]).astype(kind)

    verdict = run_check("averaging_window", {"averaging_window": averaging_window}, search=False)
    assert f"Got        a value of the type {kind}, which is neither" in verdict.text()
