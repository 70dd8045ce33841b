"""Describe a failed worked example: the call, the expected result, and the student's own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import (
    NOT_AS_DOCUMENTED,
    NOTHING_RETURNED,
    Call,
    Case,
    Outcome,
    Trace,
)
from course_lib.cases.compare import Updates, outcomes_agree, values_agree
from course_lib.cases.evidence import Evidence
from course_lib.cases.properties.words import in_words
from course_lib.checking import messages
from course_lib.checking.apart import shown_apart


@dataclass(frozen=True)
class Difference:
    """A call, its expected outcome and another one; `step` counts the calls of a case from 1."""

    call: Call
    want: Outcome
    got: Outcome
    step: int


def first_difference(name: str, failed: Evidence, updates: Updates) -> str:
    """Describe the first call of the first failed case whose outcome is not the expected one."""
    case, expected, actual = failed.cases[0], failed.expected[0], failed.actual[0]
    found = difference(case, expected, actual, updates)
    if found is None:
        raise ValueError(f"{name}: all calls of this case agree")
    return _described(name, found, len(case.calls))


def difference(case: Case, expected: Trace, actual: Trace, updates: Updates) -> Difference | None:
    """Return the first call whose outcome is not the expected one; None if there is none."""
    wanted: Any = None
    own: Any = None
    before: Difference | None = None
    for step, (call, want, got) in enumerate(zip(case.calls, expected, actual, strict=False), 1):
        if not outcomes_agree(want, got, call, case.compare, updates, wanted):
            if got.error == NOTHING_RETURNED:  # then this call was not made
                return before
            if case.properties is not None and got.error is None:
                want, got = _differing(want, got)
            return Difference(call.filled(own), want, got, step)
        before = Difference(call.filled(own), want, got, step)
        wanted, own = want.value, got.value
    return None


def _described(name: str, found: Difference, steps: int) -> str:
    call, want, got = found.call, found.want, found.got
    arguments = [literal(value) for value in call.args]
    arguments += [f"{key}={literal(value)}" for key, value in call.kwargs.items()]
    lines = [messages.CALLED.format(call=f"{name}({', '.join(arguments)})")]
    if found.step > 1:
        lines.append(messages.STEP.format(step=found.step, steps=steps))
    return "\n".join([*lines, *outcomes(want, got)])


def outcomes(want: Outcome, got: Outcome) -> list[str]:
    """Return two lines: what was expected, and what came or was raised."""
    lines = []
    expected, actual = shown_apart(want.value, got.value, show)
    lines.append(messages.EXPECTED.format(value=want.error or expected))
    if got.error == "UnsupportedValue":
        lines.append(messages.GOT.format(value=_no_result(got.message)))
    elif got.error is None:
        lines.append(messages.GOT.format(value=actual))
    else:
        lines.append(messages.RAISED.format(error=got.error, message=got.message))
    return lines


def _no_result(why: str) -> str:
    """Return words for what cannot be compared, with its type where that is known."""
    found = re.search(r" of type (\w+)$", why)
    if found is None:
        return messages.NO_RESULT
    kind = found[1]
    if kind.startswith(("complex", "clongdouble")):
        return messages.COMPLEX_RESULT.format(kind=kind)
    if kind.startswith(("float", "longdouble")):
        return messages.OTHER_PRECISION.format(kind=kind)
    return messages.NO_RESULT_OF.format(kind=kind)


def _differing(want: Outcome, got: Outcome) -> tuple[Outcome, Outcome]:
    """Return only the facts that differ, in words; all of them if there are others, or none."""
    expected, actual = want.value, got.value
    if not got.observed_in:
        return Outcome(_told(expected)), got
    if actual == NOT_AS_DOCUMENTED:
        return Outcome(_told(expected)), got.observed_in[0]
    if set(actual) == set(expected):
        keys = [key for key in expected if not values_agree(expected[key], actual[key])]
        expected, actual = ({key: all[key] for key in keys} for all in (expected, actual))
    return Outcome(_told(expected)), Outcome(_told(actual))


class _Word(str):
    """A word of a fact, which is shown without quotation marks."""


def _told(facts: Any) -> Any:
    """Return facts with yes and no for truth values, in the language of the student."""
    if isinstance(facts, dict):
        return {in_words(name): _told(fact) for name, fact in facts.items()}
    if isinstance(facts, list | tuple):
        return type(facts)(map(_told, facts))
    if isinstance(facts, bool | np.bool_):
        facts = "yes" if facts else "no"
    return _Word(in_words(facts)) if isinstance(facts, str) else facts


def show(value: Any) -> str:
    """Return a result as a short text, with enough digits to show a small difference.

    >>> show({"share": 0.1 + 0.2, "first": np.array([1.0, 2.0])})
    'share: 0.3, first: array([1.0, 2.0])'
    """
    if isinstance(value, _Word):
        return str(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item)}" for key, item in value.items())
    if isinstance(value, tuple | list):
        return _in_brackets(value, show)
    if isinstance(value, np.ndarray) and value.size > MAX_SHOWN:
        text = np.array2string(
            value, separator=", ", threshold=MAX_SHOWN, edgeitems=2, formatter={"all": _number}
        )
        return f"array({' '.join(text.split())})"
    if isinstance(value, np.ndarray):
        return _array(value).removeprefix("np.")
    return literal(value)


MAX_SHOWN = 12
"""Elements up to which the result is shown whole."""


AS_CODE = {
    "quadratic": "lambda w: 0.5 * w @ {A} @ w - {b} @ w",
    "quadratic_gradient": "lambda w: {A} @ w - {b}",
    "squared_error": (
        "lambda p: (((e := p[{W}] @ {X} + p[{b}] - {Y})**2).sum() / (2 * e.shape[1]), "
        "{{{W}: e @ {X}.T / e.shape[1], {b}: e.mean(axis=1, keepdims=True)}})"
    ),
    "cost_after_epochs": (
        "lambda point, epochs: ({floors} + {heads} / epochs)[{points}.index(point)]"
    ),
}
"""Course function -> its code, in which its settings are to be filled in."""


def literal(value: Any) -> str:
    """Return a value as Python code that can be pasted into a notebook, without rounding noise.

    >>> literal([0.1 + 0.2, np.array([[1, 2]]), ("a",)])
    "[0.3, np.array([[1, 2]]), ('a',)]"

    Long rows of equally spaced numbers, and columns that come again and again, are not written out.

    >>> literal(np.arange(20.0)), literal(np.full((1, 20), 0.5))
    ('np.arange(0.0, 20.0)', 'np.tile(np.array([[0.5]]), 20)')
    """
    if isinstance(value, CourseFunction):
        settings = {name: literal(setting) for name, setting in value.settings.items()}
        return AS_CODE.get(value.name, value.name).format(**settings)
    if isinstance(value, SeededRng):
        return str(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {literal(item)}' for key, item in value.items())}}}"
    if isinstance(value, tuple | list):
        return _in_brackets(value, literal)
    if isinstance(value, np.ndarray):
        return _spaced(value) or _tiled(value) or _array(value)
    return _number(value)


def _spaced(value: Any) -> str | None:
    """Return the code of a long row, or of a table of such rows, whose numbers are equally spaced.

    None is returned for any other array.
    """
    if value.ndim == 2 and len(value):
        rows = [row for row in map(_spaced, value) if row is not None]
        return f"np.array([{', '.join(rows)}])" if len(rows) == len(value) else None
    if value.ndim != 1 or len(value) < MAX_SHOWN or value.dtype not in (np.float64, np.int64):
        return None
    first, second = value[:2].tolist()
    step = second - first
    numbers = [first, first + len(value) * step, step]
    exact = all(float(f"{number:.10g}") == number for number in numbers)
    if not step or not exact or not np.array_equal(value, np.arange(*numbers)):
        return None
    return f"np.arange({', '.join(map(_number, numbers[:2] if step == 1 else numbers))})"


def _tiled(value: Any) -> str | None:
    """Return the code of a long table that repeats up to four columns; None for any other array."""
    if value.ndim != 2 or value.shape[1] < MAX_SHOWN:
        return None
    for width in range(1, 5):
        times, rest = divmod(value.shape[1], width)
        if not rest and np.array_equal(value, np.tile(value[:, :width], times), equal_nan=True):
            return f"np.tile({_array(value[:, :width])}, {times})"
    return None


def _array(value: Any) -> str:
    if value.size == 0 and value.ndim > 1:
        return f"np.zeros({value.shape})"
    text = _in_brackets(value.tolist(), literal) if value.ndim else _number(value.item())
    usual = value.dtype in (np.float64, np.int64, np.bool_)
    return f"np.array({text})" if usual else f"np.array({text}, dtype=np.{value.dtype})"


def _in_brackets(items: list[Any] | tuple[Any, ...], shown: Callable[[Any], str]) -> str:
    inside = ", ".join(map(shown, items))
    if isinstance(items, list):
        return f"[{inside}]"
    return f"({inside},)" if len(items) == 1 else f"({inside})"


def _number(value: Any) -> str:
    """Return a number with at most ten digits, so that 0.1 + 0.2 is 0.3."""
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, float):
        return repr(value)
    if math.isfinite(value):
        return repr(float(f"{value:.10g}"))
    return "-np.inf" if value == -math.inf else f"np.{value}"
