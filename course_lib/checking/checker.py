"""`check`: tries a student's function on worked examples, and says which mistake was made.

It knows no solution: `examples/TOPIC.json` holds inputs, expected outputs, and the outputs of the
known mistakes. `grader_tests` writes those files.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, Case, Outcome, Trace, run_here
from course_lib.cases.case_json import case_from_json, outcome_from_json
from course_lib.cases.compare import Updates, matching_mistakes, outcomes_agree, values_agree
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import messages
from course_lib.checking.hints import general_hints
from course_lib.checking.not_written import install
from course_lib.checking.notebook import notebook_namespace

install()

NOT_WRITTEN = "NotImplementedError"


class CheckFailed(Exception):
    """Something is not right yet; the table says what. Shown as one line, not as a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(name: str, namespace: Mapping[str, Any] | None = None) -> None:
    """Shows a table of what works and what does not yet, for the exercise or question `name`.

    Raises `CheckFailed` if something does not, except while a submission is being graded.
    """
    verdict = run_check(name, notebook_namespace() if namespace is None else namespace)
    verdict.show()
    if not verdict.passed and os.environ.get("NBGRADER_EXECUTION") != "autograde":
        text = messages.CHECK_FAILED if verdict.rows else messages.CHECK_UNFINISHED
        raise CheckFailed(text.format(name=name))


def run_check(name: str, namespace: Mapping[str, Any]) -> Verdict:
    """What `check` finds, without showing it."""
    kind, data = _find(name)
    if kind == "questions":
        return _check_answer(name, data, namespace.get(name))
    function = namespace.get(name)
    if function is None:
        return not_written(name, messages.NO_FUNCTION_HINT.format(name=name))
    if not callable(function):
        return not_written(name, messages.NOT_A_FUNCTION.format(name=name))
    cases = [case_from_json(example["case"]) for example in data["examples"]]
    runner = run_here(function)
    traces = [runner(case) for case in cases]
    if all(trace[0].error == NOT_WRITTEN for trace in traces):
        return not_written(name)
    return _judge(name, data, cases, traces)


def not_written(name: str, hint: str = messages.NOT_WRITTEN_HINT) -> Verdict:
    """The friendly verdict on a function that is not there yet."""
    return Verdict(name, messages.NOT_WRITTEN.format(name=name), hints=(hint,))


def plain_choice(answer: object) -> object:
    """The letter that is meant: ` "B" ` is `"b"`."""
    return answer.strip().lower() if isinstance(answer, str) else answer


def _check_answer(name: str, data: Mapping[str, Any], answer: object) -> Verdict:
    answer = plain_choice(answer)
    if isinstance(answer, str) and answer in data["choices"]:
        headline = messages.ANSWERED.format(name=name, answer=answer)
        return Verdict(name, headline, rows=(Row(data["title"], True),), answer=answer)
    choices = ", ".join(f'"{choice}"' for choice in data["choices"])
    form = messages.NOT_ANSWERED_HINT if answer is None else messages.NO_SUCH_CHOICE
    hint = form.format(name=name, choices=choices, answer=answer)
    return Verdict(name, messages.NOT_ANSWERED.format(name=name), hints=(hint,))


def _judge(name: str, data: Mapping[str, Any], cases: list[Case], traces: list[Trace]) -> Verdict:
    updates = {int(item): position for item, position in data["updates"].items()}
    expected = [_trace(example["expected"]) for example in data["examples"]]
    rows = []
    for criterion in data["criteria"]:
        if criterion["key"] == data["unchanged"]:
            changed = [c for trace in traces for outcome in trace for c in outcome.changed]
            notes = tuple(messages.CHANGED.format(argument=c) for c in dict.fromkeys(changed))
            notes += (criterion["hint"],) if changed else ()
            rows.append(Row(criterion["title"], not changed, notes, criterion["key"]))
            continue
        of_criterion = [i for i, case in enumerate(cases) if case.criterion == criterion["key"]]
        if not of_criterion:
            continue
        found = (_difference(name, cases[i], expected[i], traces[i], updates) for i in of_criterion)
        note = next((text for text in found if text), None)
        rows.append(
            Row(criterion["title"], note is None, (note,) if note else (), criterion["key"])
        )
    failed = {row.key for row in rows if not row.passed}
    named: list[str] = []
    if failed:
        mistakes = {
            mistake: [_trace(example["mistakes"][mistake]) for example in data["examples"]]
            for mistake in data["mistakes"]
        }
        named = matching_mistakes(cases, traces, expected, mistakes, updates)
    hints = (
        [data["mistakes"][mistake] for mistake in named]
        or general_hints(traces)
        or [
            criterion["hint"]
            for criterion in data["criteria"]
            if criterion["key"] in failed - {data["unchanged"]}
        ]
    )
    headline = messages.SOME_FAILED if failed else messages.ALL_PASSED
    return Verdict(
        name,
        headline.format(name=name, failed=len(failed), total=len(rows)),
        tuple(rows),
        tuple(hints),
        tuple(named),
    )


def _difference(
    name: str, case: Case, expected: Trace, actual: Trace, updates: Updates
) -> str | None:
    """The first call whose outcome is not the expected one, in words; None if there is none."""
    wanted: Any = None
    own: Any = None
    outcomes = zip(case.calls, expected, actual, strict=False)  # a trace ends with its first error
    for step, (one, want, got) in enumerate(outcomes, start=1):
        if not outcomes_agree(want, got, one.filled(wanted), case.compare, updates):
            made = one.filled(own)
            if case.properties is not None and got.error is None:
                want, got = _differing(want, got)
            return _describe(name, made, want, got, step, len(case.calls))
        wanted, own = want.value, got.value
    return None


def _describe(name: str, one: Call, want: Outcome, got: Outcome, step: int, steps: int) -> str:
    arguments = [_argument(value) for value in one.args]
    arguments += [f"{key}={_argument(value)}" for key, value in one.kwargs.items()]
    lines = [messages.CALLED.format(call=f"{name}({', '.join(arguments)})")]
    if step > 1:
        lines.append(messages.STEP.format(step=step, steps=steps))
    lines.append(messages.EXPECTED.format(value=want.error or show(want.value)))
    if got.error is None:
        lines.append(messages.CAME.format(value=show(got.value)))
    else:
        lines.append(messages.RAISED.format(error=got.error, message=got.message))
    return "\n".join(lines)


def _argument(value: Any) -> str:
    """The same as `show`, but a dict is written as in Python, so that its end can be seen."""
    if not isinstance(value, dict):
        return show(value)
    return f"{{{', '.join(f'{key!r}: {_argument(item)}' for key, item in value.items())}}}"


def _differing(want: Outcome, got: Outcome) -> tuple[Outcome, Outcome]:
    """The facts that are not as expected; whatever came instead of facts comes as it is."""
    wanted, came = want.value, got.value
    if not isinstance(came, dict) or set(came) != set(wanted):
        return want, got
    keys = [key for key in wanted if not values_agree(wanted[key], came[key])]
    return Outcome({key: wanted[key] for key in keys}), Outcome({key: came[key] for key in keys})


def show(value: Any) -> str:
    """A value in few characters, with enough digits to see a small difference."""
    if isinstance(value, SeededRng | CourseFunction):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return f"({', '.join(map(show, value))})"
    if isinstance(value, np.ndarray):
        text = np.array2string(value, precision=8, separator=", ", threshold=12, edgeitems=2)
        return " ".join(text.split())
    if isinstance(value, float | np.floating):
        return f"{value:.10g}"
    return repr(value)


def _trace(data: list[Mapping[str, Any]]) -> Trace:
    return [outcome_from_json(outcome) for outcome in data]


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Topic -> what stands in its file; read once."""
    folder = resources.files("course_lib") / "checking" / "examples"
    files = (file for file in folder.iterdir() if file.name.endswith(".json"))
    return {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in files}


def _find(name: str) -> tuple[str, Mapping[str, Any]]:
    for topic in examples().values():
        for kind in ("exercises", "questions"):
            if name in topic[kind]:
                return kind, topic[kind][name]
    raise CheckFailed(messages.UNKNOWN_EXERCISE.format(name=name))
