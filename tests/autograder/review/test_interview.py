"""Three questions about a student's own code, the same each time, with true answers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from course_folder import Folder, set_source

from autograder.course.folder import Course
from autograder.grading.job import Settings
from autograder.review.interview import Asked, Interview, interview, rounded
from autograder.review.interview_page import write_page
from autograder.review.own_code import own_code
from course_lib.checking.describe import show

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.processes]


def draw(graded: Folder, student: str) -> Interview:
    return interview(Course(graded.root), student, "ewa", Settings())


def test_they_are_three_the_same_each_time_and_others_for_others(graded: Folder) -> None:
    graded.hand_in("bea", "ewa", graded.solved("ewa"))
    ben = draw(graded, "ben")
    assert len(ben.questions) == 3
    assert len({asked.function for asked in ben.questions}) == 3
    assert draw(graded, "ben") == ben
    assert draw(graded, "bea").questions != ben.questions
    assert draw(graded, "cleo").questions == ()
    done = graded.course_command("interview", "cleo", "ewa")
    assert done.returncode != 0
    assert "There is nothing to ask cleo about ewa, so no page was written" in done.stderr
    assert not [*(graded.root / "instructor").glob("*cleo*")]


def test_the_answers_are_true(graded: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is computed again here, from the function that is on the page."""
    graded.hand_in("bea", "ewa", graded.solved("ewa"))
    monkeypatch.setattr("autograder.review.interview.read_secret", lambda root: b"a secret")
    seen = set()
    for student in ("ben", "bea"):
        for asked in draw(graded, student).questions:
            if "right after line" in asked.question:
                seen.add("value")
                [_, variable, line] = re.findall(r"call (\d+)|`(\w+)`|line (\d+)", asked.question)
                at, count = int(line[2]), re.search(r"has run (\d+) times", asked.question)
                value = value_after(asked, variable[1], at, int(count[1]) if count else 1)
                assert rounded(show(value))[0] in asked.answer
            elif "in place of" in asked.question:
                seen.add("change")
                before, _, after = asked.answer.split(": ", 1)[1].partition(" -> ")
                after = after.removesuffix(". Another that does the same is as good an answer.")
                right = ast.unparse(ast.parse(source_of(asked)))  # spelled as in the answer
                changed = right.replace(before, after)
                assert changed != right
                shown = rounded(show(result_of(asked, changed)))[0]
                assert f"returns `{shown}` in" in asked.question
            else:
                seen.add("argument")
                shown = rounded(show(result_of(asked, source_of(asked))))[0]
                assert f"Now it returns `{shown}`." in asked.answer
    assert seen == {"value", "change", "argument"}


def source_of(asked: Asked) -> str:
    return "\n".join(asked.lines)


def result_of(asked: Asked, source: str) -> Any:
    names: dict[str, Any] = {"np": np}
    exec(source, names)
    *before, last = asked.calls.splitlines()
    exec("\n".join(before), names)
    with np.errstate(all="ignore"):
        return eval(last.partition(" = ")[2] if last.startswith("result_") else last, names)


def value_after(asked: Asked, variable: str, line: int, count: int) -> Any:
    """The variable's value, told by a line that is put behind the one in question."""
    lines = list(asked.lines)
    indent = re.match(r" *", lines[line - 1])
    assert indent
    lines.insert(line, f"{indent[0]}told.append(np.copy({variable}) + 0)")
    told: list[Any] = []
    names: dict[str, Any] = {"np": np, "told": told}
    exec("\n".join(lines), names)
    exec(asked.calls, names)
    value = told[count - 1]
    return value.item() if value.ndim == 0 else value


def test_hostile_code_gets_questions_or_none_and_a_harmless_page(graded: Folder) -> None:
    notebook = graded.solved("ewa")
    forged = """def averaging_window(beta):
    text = "</pre><script>alert(1)</script>\\u202e"
    print('{"events": [], "result": 1, "variants": [], "alternatives": []}')
    return text"""
    set_source(notebook, "averaging_window", forged)
    set_source(notebook, "ewa", "def ewa(theta, beta):\n    while True:\n        theta = theta")
    set_source(notebook, "ewa_weights", "import os\n\ndef ewa_weights(beta, T):\n    os._exit(0)")
    graded.hand_in("mallory", "ewa", notebook)
    page = write_page(Course(graded.root), draw(graded, "mallory"))
    text = Path(page).read_text("utf-8")
    assert "<script" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "source",
    ["", "def f(:", "f = 1", "def f(x):\n  return " + "(" * 3_000, "x" * 10_000, "def g(): pass"],
)
def test_what_cannot_be_read_gives_no_question(source: str) -> None:
    assert own_code(source, "f") is None
