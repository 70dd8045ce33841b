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
MOST_EVENTS = 400
"""Lines whose variables are kept, as the template does."""
MAX_VALUE = 300
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
        return read_traced(json.loads(text.partition(mark)[2]), len(variants), len(alternatives))
    except (ValueError, RecursionError):
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


def read_traced(claimed: Any, variants: int, alternatives: int) -> Traced:
    """Read what a child claims; what is not as it should be is left out."""
    data = claimed if isinstance(claimed, dict) else {}
    steps = map(_step, _items(data.get("events"), MOST_EVENTS))
    return Traced(
        _text(data.get("result")),
        tuple(step for step in steps if step is not None),
        tuple(map(_text, _items(data.get("variants"), variants))),
        tuple(map(_text, _items(data.get("alternatives"), alternatives))),
    )


def _items(claimed: Any, most: int) -> list[Any]:
    return claimed[:most] if isinstance(claimed, list) else []


def _step(claimed: Any) -> Step | None:
    match claimed:
        case [int(call), str(event), int(line), dict(values)] if (
            0 <= min(call, line) <= max(call, line) < MOST_STEPS
        ):
            known = {key: text[:MAX_VALUE] for key, text in values.items() if isinstance(text, str)}
            # `def` is line 1
            return Step(call + 1, event == "return", line + 1, known)
    return None


def _text(value: Any) -> str | None:
    return value[:MAX_VALUE] if isinstance(value, str) else None
