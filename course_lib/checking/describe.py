"""Describe a failed worked example: the call, the expected result, and the student's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, Outcome
from course_lib.cases.compare import Updates, outcomes_agree, values_agree
from course_lib.checking import messages
from course_lib.checking.apart import shown_apart
from course_lib.checking.judgement import Evidence


def first_difference(name: str, failed: Evidence, updates: Updates) -> str:
    """Describe the first call of the first failed case whose outcome is not the expected one."""
    case, expected, actual = failed.cases[0], failed.expected[0], failed.actual[0]
    wanted: Any = None
    own: Any = None
    step, steps = 1, len(case.calls)
    for step, (call, want, got) in enumerate(zip(case.calls, expected, actual, strict=False), 1):
        if not outcomes_agree(want, got, call, case.compare, updates, wanted):
            if case.properties is not None and got.error is None:
                want, got = _differing(want, got)
            return _described(name, call.filled(own), want, got, step, steps)
        wanted, own = want.value, got.value
    raise ValueError(f"{name}: all calls of this case agree")


def _described(name: str, call: Call, want: Outcome, got: Outcome, step: int, steps: int) -> str:
    arguments = [_argument(value) for value in call.args]
    arguments += [f"{key}={_argument(value)}" for key, value in call.kwargs.items()]
    lines = [messages.CALLED.format(call=f"{name}({', '.join(arguments)})")]
    if step > 1:
        lines.append(messages.STEP.format(step=step, steps=steps))
    expected, actual = shown_apart(want.value, got.value, show)
    lines.append(messages.EXPECTED.format(value=want.error or expected))
    if got.error is None:
        lines.append(messages.GOT.format(value=actual))
    else:
        lines.append(messages.RAISED.format(error=got.error, message=got.message))
    return "\n".join(lines)


def _argument(value: Any) -> str:
    """Return the same as `show`, but a dict in Python's notation, so that its end is visible."""
    if not isinstance(value, dict):
        return show(value)
    return f"{{{', '.join(f'{key!r}: {_argument(item)}' for key, item in value.items())}}}"


def _differing(want: Outcome, got: Outcome) -> tuple[Outcome, Outcome]:
    """Return only the facts that differ, or both outcomes if one has other facts."""
    expected, actual = want.value, got.value
    if not isinstance(actual, dict) or set(actual) != set(expected):
        return want, got
    keys = [key for key in expected if not values_agree(expected[key], actual[key])]
    return (
        Outcome({key: expected[key] for key in keys}),
        Outcome({key: actual[key] for key in keys}),
    )


def show(value: Any) -> str:
    """Return a value as a short text, with enough digits to show a small difference."""
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
