"""Every reflection has a rubric, and answers are put next to those that are like them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder import messages
from autograder.by_hand import messages as of_marking
from autograder.by_hand.answers import Answer, Mark
from autograder.by_hand.similar import by_likeness, nearly_the_same
from autograder.translation.stubs import TEXT_STUB
from course_lib.language import translate
from grader_tests.engine.reflections import read_rubrics
from grader_tests.engine.registry import names
from grader_tests.engine.solutions import notebook_path


@pytest.mark.parametrize("topic", names())
def test_each_reflection_has_a_rubric_for_all_its_points(topic: str) -> None:
    cells = json.loads(Path(notebook_path(topic)).read_text("utf-8"))["cells"]
    own = [cell["metadata"].get("nbgrader", {}) for cell in cells if cell["cell_type"] != "code"]
    by_hand = {one["grade_id"]: one["points"] for one in own if one.get("grade")}
    rubrics = read_rubrics(topic)
    assert rubrics.keys() == by_hand.keys()
    for grade_id, rubric in rubrics.items():
        assert sum(rubric.worth(by_hand[grade_id])) == by_hand[grade_id]
        sentences = [*rubric.comments, *(one.missing for one in rubric.criteria)]
        sentences += [one.look_for for one in rubric.criteria]
        assert all(sentence.endswith((".", "?", "!")) for sentence in sentences)
        assert len(rubric.comments) <= 9


def answer(student: str, text: str) -> Answer:
    return Answer(student, "", text, {}, Mark(None, None, True, None))


def test_alike_answers_are_neighbours() -> None:
    bus = "The bus is late on most days of the week, and a mean of five days shows it."
    steps = "I count the steps that I walk, and each Sunday is an outlier in the figure."
    texts = {"a": bus, "b": steps, "c": f"Well: {bus}", "d": steps.upper(), "e": ""}
    answers = [answer(student, text) for student, text in texts.items()]
    order = "".join(one.student for one in by_likeness(answers))
    assert sorted(order) == [*texts]
    assert "ac" in order or "ca" in order
    assert "bd" in order or "db" in order
    alike = nearly_the_same(answers)
    assert alike == {"a": ("c",), "b": ("d",), "c": ("a",), "d": ("b",)}


@pytest.mark.parametrize(
    "text",
    [
        TEXT_STUB,
        f"Well:\n\n{TEXT_STUB}",
        translate(TEXT_STUB, "zh"),
        of_marking.UNREADABLE,
        f"{messages.ANSWER_NEAR}\n\nSame",
        "What will she see in the figure when beta is larger? More.",
    ],
    ids=["stub", "with a word", "zh", "unreadable", "grader's", "question"],
)
def test_what_no_student_wrote_is_not_compared(text: str) -> None:
    asked = ["What will she see in the figure when beta is larger?"]
    two = [answer("a", text), answer("b", text)]
    assert not any(nearly_the_same(two, asked).values())
    own = " I count the steps that I walk, and each Sunday is an outlier."
    two = [answer("a", text + own), answer("b", own)]
    assert nearly_the_same(two, asked)["a"] == ("b",), "what they wrote themselves is"
