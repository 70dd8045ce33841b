"""An answer is told right or wrong only if the release allows it; until then it is only noted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters.exporter import ResourcesDict

from autograder.nbgrader_plugins.explain_answers import ExplainAnswers
from course_lib import check
from course_lib.cases.verdict import Verdict
from course_lib.checking import explanations
from course_lib.checking.checker import run_check
from course_lib.errors import CheckFailed
from course_lib.own_notebook import METADATA_KEY
from grader_tests.engine.grading import grade_answer
from grader_tests.engine.registry import find

QUESTION = "updates_per_epoch"
SOURCE = Path(__file__).parents[3] / "notebooks" / "gradient_descent" / "gradient_descent.ipynb"


def released(enabled: bool) -> dict[str, Any]:
    """The notebook's metadata after a release."""
    notebook = nbformat.read(SOURCE, as_version=4)
    notebook, _ = ExplainAnswers(enabled=enabled).preprocess(notebook, ResourcesDict())
    return dict(notebook.metadata)


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch) -> None:
    own = json.loads(json.dumps(released(enabled=True)))[METADATA_KEY]
    monkeypatch.setattr(explanations, "own_metadata", lambda: iter([own]))


def test_by_default_an_answer_is_noted_and_no_sign_looks_like_right() -> None:
    verdict = run_check(QUESTION, {QUESTION: "a"})
    assert verdict.passed
    assert "✓" not in verdict.text() + verdict.html()
    assert 'aria-label="answered"' in verdict.html()
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_a_release_has_no_explanations_unless_it_is_asked_to() -> None:
    assert METADATA_KEY not in released(enabled=False)
    told = released(enabled=True)[METADATA_KEY][explanations.KEY]
    assert told.keys() == {"updates_per_epoch", "smaller_batches", "flat_again"}


@pytest.mark.usefixtures("explained")
def test_where_it_is_allowed_each_choice_is_explained() -> None:
    question: Any = find(QUESTION)
    for choice in question.choices:
        verdict = run_check(QUESTION, {QUESTION: choice.upper()})
        assert verdict.passed is (choice == question.answer)
        why = question.why_right if verdict.passed else question.why_wrong[choice]
        assert verdict.rows[0].notes == (why,)


@pytest.mark.usefixtures("explained")
def test_a_wrong_choice_then_fails_its_check() -> None:
    with pytest.raises(CheckFailed):
        check(QUESTION, {QUESTION: "a"})
    check(QUESTION, {QUESTION: "b"})


@pytest.mark.parametrize("own", [{}, {"answers": 3}, {"answers": {QUESTION: "b"}}])
def test_damaged_metadata_say_nothing(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanations, "own_metadata", lambda: iter([own]))
    assert run_check(QUESTION, {QUESTION: "a"}).passed


@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        ("b.", "b"), ("(b)", "b"), ("B)", "b"), ("b) The average is calmer.", "b"),
        ("“b”", "b"), ("b: it, like a curve, is late", "b"), (("b",), "b"), ("Answer: B", "b"),
        ("选 b。", "b"), ("（Ｂ）", "b"), ("b - calmer", "b"),
        ("a) or b)", None), ("b?", None), ("a, b", None), ("bc", None),
        ("b because a) is not", None), ("e)", None), (("a", "b"), None), ("b) and not a)", None),
    ],
)  # fmt: skip
def test_a_letter_counts_however_it_is_written_if_it_is_clear(
    answer: object, choice: str | None
) -> None:
    verdict = run_check("updates_per_epoch", {"updates_per_epoch": answer})
    assert verdict.passed is (choice is not None)
    assert verdict.answer == choice
    question: Any = find("updates_per_epoch")
    graded = grade_answer(question, answer)
    assert graded.answer == choice
    assert bool(graded.points) is (choice == question.answer), "grading takes it alike"


def test_a_letter_without_quotation_marks_is_called_that() -> None:
    verdict = run_check("updates_per_epoch", {})
    assert "with the quotation marks" in verdict.hints[0]
