"""The steps below a verdict are still steps in pages that are cleaned."""

from __future__ import annotations

import pytest

from autograder.html.sanitize import clean_html
from course_lib.cases.verdict import Place, Row, Verdict

VERDICT = Verdict(
    "f",
    "f: its one property fails.",
    (Row("It is right.", False),),
    ("Check the sign.",),
    place=Place(3, "sign", "Look at line 3."),
)


@pytest.mark.parametrize("more", [False, True])
def test_steps_stay_as_they_are(more: bool) -> None:
    page = clean_html(VERDICT.html(more))
    assert page.count("<details") == page.count("<summary") == 2
    assert page.count(' open=""') == (2 if more else 0)
    assert page.index("Where should I look?") < page.index("Look at line 3.")
    assert page.index("What is the mistake?") < page.index("Check the sign.")
