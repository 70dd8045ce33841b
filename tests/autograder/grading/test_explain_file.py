"""`course explain` says what `check` says, of an author's own files and of foreign ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from short_limits import SHORT
from typer.testing import CliRunner, Result

from autograder.commands.app import app
from autograder.errors import FileNotTried
from autograder.grading.explain_file import explanation_from
from autograder.grading.submission import close_server
from course_lib.cases.verdict import Verdict

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.processes]

FILES = {
    "right": "v = beta * v + (1 - beta) * dw\nreturn w - learning_rate * v, v",
    "no_memory": "v = (1 - beta) * dw\nreturn w - learning_rate * v, v",
    "endless": "while True:\n    pass",
    "leaves": "import os\nos._exit(0)",
}
OTHERS: dict[str, str | bytes] = {
    "syntax": "def momentum_step(:\n",
    "other": "def other():\n    pass\n",
    "similar": "def MomentumStep():\n    pass\n",
    "raises": "raise ValueError('\\x1b[2J')\n",
    "binary": b"\0\xff",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("explained")
    for name, body in FILES.items():
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        code = f"def momentum_step(w, dw, v, learning_rate, beta):\n{lines}"
        (folder / f"{name}.py").write_text(code)
    for name, content in OTHERS.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.py").write_bytes(data)
    names = [*FILES, "missing", *OTHERS]
    files = [str(folder / f"{name}.py") for name in names]
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("autograder.grading.explain_file.Limits", lambda: SHORT)
            return CliRunner().invoke(app, ["explain", "momentum_step", *files, "--json"])
    finally:
        close_server()


@pytest.fixture
def lines(results: Result) -> dict[str, dict[str, Any]]:
    found = map(json.loads, results.stdout.splitlines())
    return {Path(line["file"]).stem: line for line in found}


def test_a_right_and_a_wrong_function_are_told_apart(lines: dict[str, dict[str, Any]]) -> None:
    assert lines["right"]["passed"]
    assert not lines["right"]["hints"]
    wrong = lines["no_memory"]
    assert not wrong["passed"]
    assert wrong["mistakes"]
    assert wrong["hints"]
    assert wrong["milliseconds"] > 0
    assert {"form", "place", "message", "exercise"} < wrong.keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("endless", "time limit"),
        ("leaves", "whole Python process"),
        ("syntax", "SyntaxError"),
        ("other", "no function `momentum_step`"),
        ("similar", "but `MomentumStep`"),
        ("raises", "ValueError"),
        ("binary", "The file raised an error"),
    ],
)
def test_one_sentence_says_why_there_is_nothing_to_check(
    lines: dict[str, dict[str, Any]], name: str, words: str
) -> None:
    assert not lines[name]["passed"]
    (hint,) = lines[name]["hints"]
    assert words in hint


def test_a_missing_file_costs_only_itself(results: Result) -> None:
    assert results.exit_code == 1
    (said,) = results.stderr.splitlines()
    assert said.startswith("course: There is no file ")
    assert said.endswith("missing.py.")


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"verdict": {"rows": 3}, "milliseconds": 1.0},
        {"verdict": Verdict("f", "h").to_json() | {"hints": [3j]}, "milliseconds": 1.0},
        {"verdict": Verdict("f", "h").to_json(), "milliseconds": "soon"},
    ],
)
def test_what_is_no_verdict_is_not_shown(reply: dict[str, Any]) -> None:
    with pytest.raises(FileNotTried, match=r"f\.py.* not a verdict"):
        explanation_from("f", Path("f.py"), reply)


def test_in_a_terminal_it_reads_like_check(tmp_path: Path) -> None:
    code = "raise ValueError('\\x1b[2J')\n"
    (tmp_path / "a.py").write_text(code)
    (tmp_path / "b.py").write_text("def momentum_step(*arguments, **named):\n    return None\n")
    files = [str(tmp_path / name) for name in ("a.py", "b.py")]
    try:
        shown = CliRunner().invoke(app, ["explain", "momentum_step", *files])
    finally:
        close_server()
    assert shown.exit_code == 0
    assert "\x1b" not in shown.stdout
    assert "b.py: momentum_step: " in shown.stdout
    assert "properties fail" in shown.stdout


def test_other_functions_of_the_notebook_are_there(tmp_path: Path) -> None:
    file = tmp_path / "adam.py"
    file.write_text(
        "def adam_step(w, dw, v, s, t, learning_rate, beta1, beta2, epsilon):\n"
        "    v, s = update_moments(dw, v, s, beta1, beta2)\n"
        "    v_hat, s_hat = correct_moments(v, s, t, beta1, beta2)\n"
        "    return w - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s\n"
    )
    try:
        shown = CliRunner().invoke(app, ["explain", "adam_step", str(file), "--json"])
    finally:
        close_server()
    assert json.loads(shown.stdout)["passed"]
