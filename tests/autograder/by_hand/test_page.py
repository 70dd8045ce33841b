"""On the page for marking by hand, nobody's answer costs others their time or their form."""

from __future__ import annotations

import pytest

from autograder.by_hand import page
from autograder.by_hand.answers import Answer, Mark
from autograder.by_hand.page import _shown
from autograder.feedback.filters import as_text

SLOW = "\\\\[" * 6_000


def answer(student: str, text: str) -> Answer:
    return Answer(student, "", text, {}, Mark(None, None, True, None))


@pytest.mark.processes
def test_short_answers_come_first_and_one_that_takes_long_is_plain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page, "ANSWER_SECONDS", 0.05)
    slow = [answer(f"a{number}", SLOW) for number in range(3)]
    long = answer("ben", "**long** " * 100)
    shown = _shown([*slow, long, answer("cleo", "*short*")], {})
    assert [one["student"] for one in shown] == ["a0", "a1", "a2", "ben", "cleo"]
    assert [one["html"] for one in shown[:3]] == [as_text(SLOW)] * 3
    assert "<strong>long</strong>" in shown[3]["html"]
    assert "<em>short</em>" in shown[4]["html"]


def test_a_page_that_has_no_time_left_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE_SECONDS", 0)
    monkeypatch.setattr(page, "SECONDS_EACH", 0)
    [shown] = _shown([answer("ben", "**x**")], {})
    assert shown["html"] == as_text("**x**")


@pytest.mark.parametrize(
    ("mark", "given"),
    [(Mark(3, None, True, None), None), (Mark(3, None, False, None), 3)],
    ids=["for an earlier text", "for this text"],
)
def test_a_new_text_is_to_be_marked_though_the_old_mark_counts(
    mark: Mark, given: float | None
) -> None:
    assert mark.given == given
