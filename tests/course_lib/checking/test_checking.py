"""What a student sees: one table, no traceback, and a failure that Validate notices."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.sandbox.recorder import RecordingShell, make_shell
from course_lib import check
from course_lib.cases.verdict import Place, Row, Verdict, inline
from course_lib.checking import messages
from course_lib.checking.checker import run_check
from course_lib.checking.not_written import install
from course_lib.errors import CheckFailed


@pytest.fixture
def shell() -> Iterator[RecordingShell]:
    InteractiveShell.clear_instance()
    yield make_shell()
    RecordingShell.clear_instance()


def wrong(theta: np.ndarray, beta: float) -> np.ndarray:
    v = np.zeros(len(theta))
    last = 0.0
    for i, value in enumerate(theta):
        last = (1 - beta) * last + beta * value
        v[i] = last
    return v


def right(theta: np.ndarray, beta: float) -> np.ndarray:
    v = np.zeros(len(theta))
    last = 0.0
    for i, value in enumerate(theta):
        last = beta * last + (1 - beta) * value
        v[i] = last
    return v


def test_a_failure_is_shown_as_a_table_and_one_line(shell: RecordingShell) -> None:
    shell.user_ns["ewa"] = wrong
    table, error = shell.run_recorded('from course_lib import check\ncheck("ewa")', 10**6)
    assert "<table" in table["data"]["text/html"]
    assert "have changed places" in table["data"]["text/plain"]
    assert error["ename"] == "CheckFailed"
    assert error["traceback"] == ["ewa is not right yet: its check cell says what to fix."]


def test_success_raises_nothing(shell: RecordingShell) -> None:
    shell.user_ns["ewa"] = right
    (table,) = shell.run_recorded('from course_lib import check\ncheck("ewa")', 10**6)
    assert "everything that is checked here works" in table["data"]["text/plain"]


def test_while_grading_a_failure_is_shown_and_not_raised(
    shell: RecordingShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shell.user_ns["ewa"] = wrong
    outputs = shell.run_recorded('from course_lib import check\ncheck("ewa")', 10**6)
    assert [output["output_type"] for output in outputs] == ["display_data"]


def test_a_stub_is_waited_for_in_one_line(shell: RecordingShell) -> None:
    install()
    source = "def f():\n    raise NotImplementedError\nf()"
    (said,) = shell.run_recorded(source, 10**6)
    assert said["text"].startswith("This cell is waiting for your function f")


def test_in_a_terminal_the_table_is_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    InteractiveShell.clear_instance()
    with pytest.raises(CheckFailed):
        check("ewa", {"ewa": wrong})
    printed = capsys.readouterr()
    assert "✗ Each value is" in printed.out
    assert printed.err == ""


def test_nothing_goes_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr := io.StringIO())

    def noisy(theta: np.ndarray, beta: float) -> Any:
        return np.log(theta * 0 - 1) + right(theta, beta)

    run_check("ewa", {"ewa": noisy})
    assert stderr.getvalue() == ""


def test_a_function_that_is_not_there_is_told_from_a_stub() -> None:
    assert "There is no function `ewa`" in str(run_check("ewa", {}).hints)

    def ewa(theta: np.ndarray, beta: float) -> np.ndarray:
        raise NotImplementedError

    assert "Replace `raise NotImplementedError`" in str(run_check("ewa", {"ewa": ewa}).hints)


@pytest.mark.parametrize("value", [3, "text", None])
def test_something_else_of_that_name_is_not_written_yet(value: object) -> None:
    assert "not written yet" in run_check("ewa", {"ewa": value}).text()


def test_an_unknown_name_is_a_sentence() -> None:
    with pytest.raises(CheckFailed, match="There is no exercise called 'ewaa'"):
        run_check("ewaa", {})


def test_the_table_escapes_what_is_in_it() -> None:
    verdict = Verdict("f", "<b>", (Row("`<i>`", False, ("<script>",)),), ("<u>",))
    assert "<code>&lt;i&gt;</code>" in verdict.html()
    for tag in ("<b>", "<script>", "<u>", "<i>"):
        assert tag not in verdict.html()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Round *down*.", "Round <em>down</em>."),
        (
            "`a * b` and *not at all* `c`",
            "<code>a * b</code> and <em>not at all</em> <code>c</code>",
        ),
        ("2 * 3 * 4, x*y*z, **kwargs, (*a, *b)", "2 * 3 * 4, x*y*z, **kwargs, (*a, *b)"),
        ("*<b>*", "*&lt;b&gt;*"),
        ("an open ` and *stars*", "an open ` and *stars*"),
    ],
)
def test_a_hint_has_code_and_stress(text: str, html: str) -> None:
    assert inline(text) == html


def test_a_verdict_survives_the_way_through_json() -> None:
    rows = (Row("a", True, ("n",), "k", 1.0, 2.0),)
    place = Place(3, "sign", "Look at line 3.")
    verdict = Verdict("f", "h", rows, ("x",), ("m",), 1.0, 2.0, form="A list.", place=place)
    stored = json.loads(json.dumps(verdict.to_json()))
    assert Verdict.from_json(stored) == verdict


@pytest.mark.parametrize(
    "function",
    [lambda theta, beta: np.zeros(len(theta)), lambda theta, beta: np.full(len(theta), beta)],
)
def test_chance_agreement_on_whole_numbers_is_not_given_a_name(function: object) -> None:
    verdict = run_check("ewa", {"ewa": function})
    assert not verdict.passed
    assert verdict.mistakes == ()


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (lambda theta, beta: None, "returns nothing"),
        (lambda theta, beta: theta * beta ^ 2, "two stars"),
        (lambda theta, beta: bta, "raises an error"),  # type: ignore[name-defined]  # noqa: F821
    ],
)
def test_a_failure_of_any_function_gets_the_one_hint_that_helps(
    function: object, hint: str
) -> None:
    (only,) = run_check("ewa", {"ewa": function}).hints
    assert hint in only


@pytest.mark.parametrize("answer", ["B", " b ", "b"])
def test_an_answer_may_be_written_large_or_with_spaces(answer: str) -> None:
    assert run_check("larger_beta", {"larger_beta": answer}).passed


def test_an_answer_that_is_no_choice_is_told_so() -> None:
    assert "'e' is not one of" in run_check("larger_beta", {"larger_beta": "e"}).text()


@pytest.mark.processes
def test_check_reads_only_the_file_of_its_own_topic() -> None:
    code = (
        "import pathlib, sys\n"
        "read = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and read.append(str(args[0])))\n"
        "from course_lib.checking.checker import run_check\n"
        "run_check('adam_step', {})\n"
        "print(*{pathlib.Path(name).name for name in read if name.endswith('.json')})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"index.json", "adam.json"}


def test_leaving_arguments_alone_counts_only_with_something_else() -> None:
    """As in hidden grading: doing nothing leaves every argument alone."""
    (row,) = [r for r in run_check("ewa", {"ewa": lambda *_: 0.0}).rows if r.key == "unchanged"]
    assert not row.passed
    assert row.notes == (messages.COUNTS_LATER,)


def test_the_arguments_that_a_call_changed_are_listed() -> None:
    def in_place(theta: Any, beta: float) -> Any:
        theta *= 0.0
        return theta

    (row,) = [r for r in run_check("ewa", {"ewa": in_place}).rows if r.key == "unchanged"]
    assert row.notes[0] == messages.CHANGED.format(argument="number 1")
