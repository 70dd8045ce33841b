"""Have the sandbox say what a student's function computed, line by line; that is only a claim."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.sandbox.session import Session

TEMPLATE = Path(__file__).parents[1] / "templates" / "review" / "trace.py.tmpl"
MOST_STEPS = 20_000
MAX_TEXT = 2_000_000


@dataclass(frozen=True)
class Step:
    """A line that is about to run, or a return, in a call; `values` are what is small enough."""

    call: int
    is_return: bool
    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Traced:
    """What came of the calls: the last result, and those of changed functions and calls."""

    result: str | None
    steps: tuple[Step, ...]
    variants: tuple[str | None, ...]
    alternatives: tuple[str | None, ...]

    def after(self, line: int, variable: str) -> list[tuple[int, int, str]]:
        """Return the values of a variable after each run of a line: call, count, value."""
        found: list[tuple[int, int, str]] = []
        count: dict[int, int] = {}
        for step, following in zip(self.steps, self.steps[1:], strict=False):
            if step.line != line or step.is_return or following.call != step.call:
                continue
            count[step.call] = count.get(step.call, 0) + 1
            if variable in following.values:
                found.append((step.call, count[step.call], following.values[variable]))
        return found


def trace(
    session: Session, name: str, code: str, variants: Sequence[str], alternatives: Sequence[str]
) -> Traced | None:
    """Run the calls in the sandbox, behind the student's cells; None if nothing sensible came."""
    mark = secrets.token_hex(8)
    asked = json.dumps([name, code, list(variants), list(alternatives), MOST_STEPS])
    cell = f"{_template()}\n\nprint({mark!r} + _course_trace(*__import__('json').loads({asked!r})))"
    result = session.run("interview", cell, own=True)
    text = "".join(_printed(result.outputs))
    if len(text) > MAX_TEXT or mark not in text:
        return None
    try:
        return _read(json.loads(text.partition(mark)[2]), len(variants), len(alternatives))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


@cache
def _template() -> str:
    return TEMPLATE.read_text("utf-8")


def _printed(outputs: Sequence[Any]) -> list[str]:
    return [
        str(output.get("text", ""))
        for output in outputs
        if isinstance(output, dict) and output.get("name") == "stdout"
    ]


def _read(data: Any, variants: int, alternatives: int) -> Traced:
    steps = []
    for call, event, line, values in data["events"]:
        known = {str(key): str(text)[:300] for key, text in values.items()}
        # `def` is line 1
        steps.append(Step(int(call) + 1, event == "return", int(line) + 1, known))
    return Traced(
        _text(data["result"]),
        tuple(step for step in steps),
        tuple(map(_text, data["variants"][:variants])),
        tuple(map(_text, data["alternatives"][:alternatives])),
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)[:300]
