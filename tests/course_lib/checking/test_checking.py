"""What a student sees: one table, no traceback, and a failure that Validate notices."""

from __future__ import annotations

import inspect
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
from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call
from course_lib.cases.messages import WHAT, WHERE
from course_lib.cases.verdict import Place, Row, Verdict, inline
from course_lib.checking import messages
from course_lib.checking.checker import run_check
from course_lib.checking.describe import literal, show
from course_lib.checking.not_written import install
from course_lib.checking.worked_examples import WorkedExamples, load
from course_lib.errors import CheckFailed
from grader_tests.engine.registry import topics


@pytest.fixture
def shell() -> Iterator[RecordingShell]:
    InteractiveShell.clear_instance()
    made = make_shell()
    yield made
    type(made).clear_instance()


EXERCISES = [exercise.name for topic in topics() for exercise in topic.exercises]


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


def stub(theta: np.ndarray, beta: float) -> np.ndarray:
    raise NotImplementedError


def test_a_failure_is_shown_as_a_table_and_one_line(shell: RecordingShell) -> None:
    shell.user_ns["ewa"] = wrong
    table, error = shell.run_recorded('from course_lib import check\ncheck("ewa")', 10**6)
    assert "<table" in table["data"]["text/html"]
    assert "Expected   array([" in table["data"]["text/plain"]
    assert error["ename"] == "CheckFailed"
    assert error["traceback"] == ["ewa is not right yet: its check cell says what to fix."]


def test_the_mistake_is_a_step_that_the_student_opens(shell: RecordingShell) -> None:
    shell.user_ns["ewa"] = wrong
    table, _ = shell.run_recorded('from course_lib import check\ncheck("ewa")', 10**6)
    first, _, step = table["data"]["text/html"].partition("<details")
    assert "have changed places" not in first
    assert "<summary" in step
    assert "What is the mistake?</summary>" in step
    assert "have changed places" in step
    assert "open" not in step.partition(">")[0]
    assert "have changed places" not in table["data"]["text/plain"]
    assert 'check("ewa", more=True)' in table["data"]["text/plain"]
    table, _ = shell.run_recorded('check("ewa", more=True)', 10**6)
    assert "have changed places" in table["data"]["text/plain"]
    assert " open>" in table["data"]["text/html"]


def test_the_steps_are_in_order_and_only_those_that_say_something() -> None:
    rows = (Row("It is right.", False),)
    place = Place(3, "sign", "Look at line 3.")
    both = Verdict("f", "f: 1 of 1 fails.", rows, ("Check the sign.",), place=place)
    assert [heading for heading, _ in both.steps()] == [WHERE, WHAT]
    assert both.html().count("<details") == 2
    assert both.text().index("Look at line 3.") < both.text().index("Check the sign.")
    assert "Look at line 3." not in both.text(more=False)
    passed = Verdict("f", "f: all is right.", (Row("It is right.", True),))
    assert passed.steps() == []
    assert "more=True" not in passed.text(more=False)
    stub = Verdict("f", "f: not written yet.", hints=("Write it.",))
    assert "Write it." in stub.text(more=False)
    assert "<details" not in stub.html()


def test_the_form_of_a_result_is_seen_at_once() -> None:
    rows = (Row("It is right.", False),)
    verdict = Verdict("f", "f: 1 of 1 fails.", rows, form="A list was returned.")
    assert "A list was returned." in verdict.text(more=False)
    assert "A list was returned." in verdict.html()


def test_of_several_failures_without_a_name_only_the_first_gets_a_hint() -> None:
    verdict = run_check("rmsprop_step", {"rmsprop_step": lambda *args, **_: (args[0], args[2])})
    assert sum(not row.passed for row in verdict.rows) > 2
    assert len(verdict.hints) == 1


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_the_call_can_be_pasted_and_run(name: str) -> None:
    """As it is shown, it makes the student's function see the example's arguments."""
    item = load(name)
    assert isinstance(item, WorkedExamples)
    for case in item.cases:
        planned = case.calls[0]
        if any(literal(value) in ("cost_of_points", "uneven_rng") for value in planned.args):
            continue  # too long to be shown
        parts = [*map(literal, planned.args)]
        parts += [f"{key}={literal(value)}" for key, value in planned.kwargs.items()]
        pasted = f"arguments({', '.join(parts)})"
        args, kwargs = eval(pasted, {"np": np, "arguments": lambda *a, **k: (a, k)})
        own = [*args, *kwargs.values()]
        for i, value in enumerate((*planned.args, *planned.kwargs.values())):
            if isinstance(value, CourseFunction):
                arguments = arguments_for(value, planned)
                assert alike(value.made()(*arguments), own[i](*arguments))
            elif not isinstance(value, SeededRng):
                assert type(own[i]) is type(value)
                assert alike(value, own[i])


def arguments_for(function: CourseFunction, planned: Call) -> tuple[Any, ...]:
    """Arguments with which a function among the arguments of a call can be called."""
    if function.name == "cost_after_epochs":
        return function.settings["points"][0], 3
    if function.name == "squared_error":
        return (planned.args[1],)
    return (np.array([0.5, -2.0, 3.0])[: np.size(planned.args[1])],)


def alike(value: Any, own: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype == own.dtype and np.allclose(value, own, rtol=1e-9)
    if isinstance(value, dict):
        return list(value) == list(own) and all(alike(value[key], own[key]) for key in value)
    if isinstance(value, list | tuple):
        return len(value) == len(own) and all(map(alike, value, own))
    return bool(value == own or abs(value - own) < 1e-9 * abs(value))


def test_numbers_are_shown_without_rounding_noise() -> None:
    assert show(0.1 + 0.2) == "0.3"
    assert show(np.array([0.1 + 0.2, np.inf])) == "array([0.3, np.inf])"
    assert show((1.0, -np.inf)) == "(1.0, -np.inf)"
    assert literal(np.array([[1, 2]])) == "np.array([[1, 2]])"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (np.arange(1, 31), "np.arange(1, 31)"),
        (np.arange(0, 2, 0.1), "np.arange(0.0, 2.0, 0.1)"),
        (np.array([np.arange(12.0), np.arange(36.0, 0, -3)]), None),
        (np.tile([[0.5, np.nan], [1.0, -2.0]], 20), None),
        (np.zeros((2, 12), dtype=bool), "np.tile(np.array([[False], [False]]), 12)"),
    ],
)
def test_long_rows_of_a_call_are_written_in_short(value: Any, code: str | None) -> None:
    """Where code is None, only its length and what it makes count."""
    shown = literal(value)
    assert code in (None, shown)
    assert len(shown) < 80
    made = eval(shown, {"np": np})
    assert made.dtype == value.dtype
    assert np.array_equal(made, value, equal_nan=value.dtype == np.float64)


@pytest.mark.parametrize(
    "value",
    [
        np.linspace(0, 1, 13),
        np.arange(11.0),
        np.array([np.arange(12.0), np.arange(12.0) ** 2]),
        np.full(20, np.inf),
        np.tile([[0, 1, 0, 0, 1]], 4),
    ],
)
def test_other_rows_of_a_call_are_written_out(value: Any) -> None:
    assert "arange" not in literal(value)
    assert "tile" not in literal(value)
    assert np.allclose(eval(literal(value), {"np": np}), value)


def test_results_are_shown_as_numbers() -> None:
    assert show(np.arange(12)) == "array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])"


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
    ("function", "names"),
    [
        (lambda theta, beta: np.zeros(len(theta)), ("always_zeros",)),
        (lambda theta, beta: np.full(len(theta), beta), ()),
    ],
)
def test_chance_agreement_on_whole_numbers_is_not_given_a_name(
    function: object, names: tuple[str, ...]
) -> None:
    verdict = run_check("ewa", {"ewa": function})
    assert not verdict.passed
    assert verdict.mistakes == names


def test_an_exception_is_shown_once_and_no_other_hint_with_it() -> None:
    def stops(theta: object, beta: float) -> object:
        return theta + undefined_name  # type: ignore[name-defined]  # noqa: F821

    verdict = run_check("ewa", {"ewa": stops}, search=False)
    text = verdict.text()
    assert text.count("name 'undefined_name' is not defined") == 1
    assert text.count("It raises NameError here, too.") == len(verdict.rows) - 2  # one: unchanged
    assert text.count("→") == 1
    assert messages.PYTHON_ERRORS["unknown_name"] in text


def test_without_a_name_only_the_first_failed_criterions_hint_is_given() -> None:
    verdict = run_check("ewa", {"ewa": lambda theta, beta: theta * np.exp(beta)})
    assert sum(not row.passed for row in verdict.rows) > 1
    assert len(verdict.hints) == 1


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (lambda theta, beta: None, "returns `None`"),
        (lambda theta, beta: theta * beta ^ 2, "two stars"),
        (lambda theta, beta: [*theta] ^ 2, "two stars"),  # type: ignore[operator]
        (lambda theta, beta: bta, "does not know the name"),  # type: ignore[name-defined]  # noqa: F821
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
    assert row.notes[0] == messages.CHANGED.format(argument="`theta`")


def softmax_of_a_matrix(Z: np.ndarray) -> Any:
    powers = np.exp(np.asmatrix(Z) - np.max(Z, axis=0))
    return powers / powers.sum(axis=0)


def test_a_matrix_is_right_but_the_experiments_would_stop() -> None:
    verdict = run_check("softmax", {"softmax": softmax_of_a_matrix})
    assert verdict.passed
    assert verdict.form == messages.RETURNS_MATRIX.format(name="softmax")
    assert verdict.form.split()[0] in verdict.text()
    array = run_check("softmax", {"softmax": lambda Z: np.asarray(softmax_of_a_matrix(Z))})
    assert array.passed
    assert array.form is None


STUB = "raise NotImplementedError"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"    v = theta * beta\n    {STUB}", True),
        (f"    {STUB}()\n    return theta", True),
        (f"    v = 1\n    {STUB}  # write your code here\n    return v", True),
        (f"    'What it does.'\n    {STUB}", False),
        (f"    ...\n    {STUB}", False),
    ],
)
def test_a_stub_line_that_is_left_is_called_that(
    shell: RecordingShell, body: str, left: bool
) -> None:
    shell.run_recorded(f"def ewa(theta, beta):\n{body}", 10**6)
    verdict = run_check("ewa", shell.user_ns)
    assert verdict.hints == (
        messages.STUB_LEFT.format(name="ewa") if left else messages.NOT_WRITTEN_HINT,
    )


PRINTS = """
def ewa(theta, beta):
    v = np.zeros(len(theta))
    print(v)
"""
RETURNS_PRINT = """
def ewa(theta, beta):
    return print(beta * theta)
"""
NO_RETURN = """
def ewa(theta, beta):
    def helper():
        return 1
    v = np.zeros(len(theta)) + helper()
"""
BARE_RETURN = """
def ewa(theta, beta):
    v = np.zeros(len(theta))
    return
"""
SORTS = """
def ewa(theta, beta):
    print("sorting")
    return list(theta).sort()
"""


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (PRINTS, messages.PRINTS_RESULT),
        (RETURNS_PRINT, messages.PRINTS_RESULT),
        (NO_RETURN, messages.NO_RETURN),
        (BARE_RETURN, messages.BARE_RETURN),
        (SORTS, messages.RETURNS_NONE),
    ],
)
def test_a_function_that_returns_none_is_told_why(
    shell: RecordingShell, source: str, hint: str
) -> None:
    shell.run_recorded("import numpy as np" + source, 10**6)
    assert run_check("ewa", shell.user_ns).hints == (hint,)


RIGHT = "import numpy as np\n" + inspect.getsource(right).replace("def right", "def ewa")
BROKEN = RIGHT.replace("v = np.zeros(len(theta))", "v = (")


def test_an_older_version_does_not_answer_for_a_cell_with_a_syntax_error(
    shell: RecordingShell,
) -> None:
    shell.run_recorded(RIGHT, 10**6)
    assert run_check("ewa", shell.user_ns).passed
    shell.run_recorded(BROKEN, 10**6)
    verdict = run_check("ewa", shell.user_ns)
    assert not verdict.passed
    assert "syntax error in line" in verdict.hints[0]


def test_an_older_version_does_not_answer_for_a_cell_that_stopped_before(
    shell: RecordingShell,
) -> None:
    shell.run_recorded(RIGHT, 10**6)
    shell.user_ns["In"].append("1 / 0\n" + RIGHT.replace("last", "final"))
    assert "stopped before it defined" in run_check("ewa", shell.user_ns).hints[0]


@pytest.mark.parametrize(
    "after",
    [
        RIGHT.replace("last", "final"),
        "old = ewa\ndef other():\n    def ewa(): return 1\n",
        "broken = (",
        "import functools\n@functools.lru_cache\ndef other(): return 1\newa = ewa",
        "# def ewa(theta, beta):\nx = 'def ewa(theta, beta):'",
    ],
)
def test_a_version_that_was_run_last_answers(shell: RecordingShell, after: str) -> None:
    shell.run_recorded(RIGHT, 10**6)
    shell.run_recorded(after, 10**6)
    assert run_check("ewa", shell.user_ns).passed


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ({"Ewa": right}, "Ewa"),
        ({"ewa_": right}, "ewa_"),
        ({"ewa": stub, "EWA": right}, "EWA"),
        ({"ewa_weights": right}, None),
        ({"Ewa": 3}, None),
        ({"Ewa": inspect.cleandoc}, None),
        ({"average": right}, None),
    ],
    ids=["capital", "line", "beside its stub", "an exercise", "no function", "imported", "unlike"],
)
def test_a_function_with_a_name_like_the_missing_one_is_named(
    own: dict[str, Any], other: str | None
) -> None:
    [hint] = run_check("ewa", {"__name__": __name__, **own}).hints
    if other is None:
        assert hint == messages.NO_FUNCTION_HINT.format(name="ewa")
    else:
        assert hint == messages.SIMILAR_NAME.format(name="ewa", other=other)


def test_a_letter_of_another_alphabet_is_named_because_nobody_sees_it() -> None:
    own = {"__name__": __name__, "\u0435wa": right}
    [hint] = run_check("ewa", own).hints
    words = {"name": "ewa", "number": 1, "sign": "\u0435", "code": "0435"}
    assert hint == messages.SIMILAR_LETTER.format(**words)
