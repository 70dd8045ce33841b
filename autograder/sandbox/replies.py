"""Read what a child claims: it may have been changed by the code that it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.sandbox.reasons import FILES, MEMORY, OWN
from course_lib.cases.case import KNOWN_ERRORS, Call, Outcome, Trace, argument_names
from course_lib.cases.values import Size, decode
from course_lib.checking.helpers import Helper

MOST_NOTES, MOST_CELLS, MOST_LINES, LONGEST_NAME = 20, 500, 100_000, 80
UNKNOWN = "?"
"""Stands for what is no argument's name."""
_NUMBERED = re.compile(r"number \d{1,3}", re.ASCII)


@dataclass(frozen=True)
class Note:
    """A statement that was left out or failed: its line in the cell, the reason, and a name."""

    line: int
    reason: str
    detail: str = ""

    @property
    def fails_at_home(self) -> bool:
        """Whether the statement fails in the student's own notebook too."""
        return self.reason == OWN


@dataclass(frozen=True)
class Survey:
    """What a child says of captured names, after the cells and before the hidden cases.

    No mark depends on it, except that what is no function earns none.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    """`function`, `value` or `missing`; a name is not there if the child has lost it."""
    values: Mapping[str, str] = field(default_factory=dict)
    """The values that are text."""
    lost: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """For each function, names that it uses and that are missing, and why."""
    helpers: Mapping[str, Helper] = field(default_factory=dict)
    """For each function, another one of which it uses the result, and which returns nothing."""
    experiments: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Experiments that define what an answer uses, counted from 0, and in which statements."""
    effects: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The same for those that do more than to define names, as one that writes a file."""
    late: tuple[str, ...] = ()
    """Names that were not there at their checks, and were captured at the end."""


def read_notes(reply: Mapping[str, Any], lines: int) -> tuple[Note, ...]:
    """Return the notes about a cell of so many lines."""
    claimed = reply.get("notes")
    notes: list[Note] = []
    for item in claimed[:MOST_NOTES] if isinstance(claimed, list) else ():
        match item:
            case [int(line), str(reason), str(detail)] if 1 <= line <= lines:
                notes.append(Note(line, reason[:LONGEST_NAME], _name(detail)))
    return tuple(notes)


def read_line(claimed: object, lines: int) -> int | None:
    """Return the number of a line in a cell of so many lines."""
    return claimed if type(claimed) is int and 1 <= claimed <= max(1, lines) else None


def read_shortage(reply: Mapping[str, Any]) -> str | None:
    """Return what a cell has left too little of to those below it, if anything."""
    claimed = reply.get("short of")
    return claimed if claimed in (MEMORY, FILES) else None


def read_survey(reply: Mapping[str, Any]) -> Survey:
    """Return the survey; what is not as it should be is left out."""
    claimed = reply.get("survey")
    if not isinstance(claimed, dict):
        return Survey()
    kinds, values, lost = (_dict(claimed.get(key)) for key in ("kinds", "values", "lost"))
    return Survey(
        {name: kind for name, kind in kinds.items() if kind in ("function", "value", "missing")},
        {name: value[:1_000] for name, value in values.items() if isinstance(value, str)},
        {name: _pairs(pairs) for name, pairs in lost.items()},
        dict(_helpers(_dict(claimed.get("helpers")))),
        dict(_experiments(claimed.get("experiments"))),
        dict(_experiments(claimed.get("effects"))),
        _names(claimed.get("late")),
    )


def _dict(claimed: object) -> dict[str, Any]:
    return claimed if isinstance(claimed, dict) else {}


def _pairs(claimed: object) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in claimed[:MOST_NOTES] if isinstance(claimed, list) else ():
        match item:
            case [str(name), str(why)] if _name(name):
                pairs.append((_name(name), why[:LONGEST_NAME]))
    return tuple(pairs)


def _helpers(claimed: Mapping[str, Any]) -> Iterator[tuple[str, Helper]]:
    for name, helper in claimed.items():
        match helper:
            case [str(other), int(line), bool(prints)] if _name(other) and 0 < line < MOST_LINES:
                yield name, Helper(_name(other), line, prints)


def _experiments(claimed: object) -> Iterator[tuple[int, tuple[int, ...]]]:
    for item in claimed[:MOST_CELLS] if isinstance(claimed, list) else ():
        match item:
            case [int(cell), list(statements)]:
                numbers = (one for one in statements[:MOST_CELLS] if type(one) is int)
                yield cell, tuple(numbers)


def _names(claimed: object) -> tuple[str, ...]:
    names = claimed[:200] if isinstance(claimed, list) else ()
    return tuple(name for name in names if isinstance(name, str) and _name(name))


def _name(text: str) -> str:
    """Return a name in Python, or one with dots, if it is a short one."""
    is_name = all(part.isidentifier() for part in text.split("."))
    return text if is_name and len(text) <= LONGEST_NAME else ""


def read_trace(reply: Mapping[str, Any], calls: int, within: Size | None = None) -> Trace:
    """Return the trace that a child claims, of at most `calls` outcomes, up to the first error."""
    claimed = reply.get("trace")
    if reply.get("error") is not None or not isinstance(claimed, list) or not claimed:
        return [read_outcome({"error": "ProtocolError", **reply})]
    trace: Trace = []
    for outcome in claimed[:calls]:
        known = outcome if isinstance(outcome, dict) else {"error": "ProtocolError"}
        trace.append(read_outcome(known, within))
        if trace[-1].error is not None:
            break
    return trace


ERRORS = KNOWN_ERRORS.union(
    "NotBegun NothingReturned ProtocolError Stopped TimeLimit UnsupportedValue Waited".split()
)
"""Exceptions whose names a verdict mentions, because they help. With each name more, a hostile
function can show more of a hidden input; the name of a class of its own could spell one."""


def read_outcome(reply: Mapping[str, Any], within: Size | None = None) -> Outcome:
    """Return the outcome that a child claims; what cannot be read is an error, never a value."""
    error = reply.get("error")
    if error is not None:
        name = error if isinstance(error, str) and error in ERRORS else "Exception"
        message = reply.get("message")
        return Outcome(error=name, message=message if isinstance(message, str) else "")
    changed = reply.get("changed", [])
    try:
        value = decode(reply.get("value"), within)
    except (ValueError, RecursionError):
        return Outcome(error="UnsupportedValue")
    if not isinstance(changed, list):
        return Outcome(error="ProtocolError")
    return Outcome(value, changed=tuple(map(_argument, changed[:100])))


def _argument(claimed: object) -> str:
    """Return the name of an argument, or which one it is; see `with_own_arguments`."""
    if isinstance(claimed, str) and (_name(claimed) or _NUMBERED.fullmatch(claimed)):
        return claimed
    return UNKNOWN


def with_own_arguments(trace: Trace, calls: Sequence[Call]) -> Trace:
    """Keep of what the calls are said to have changed only what are their arguments.

    The student reads these names in the verdict: one that the child makes up, which knows the
    hidden inputs by then, would spell them. They stay in the call's order, which spells nothing.
    """
    return [_with_own(outcome, call) for outcome, call in zip(trace, calls, strict=False)]


def _with_own(outcome: Outcome, call: Call) -> Outcome:
    if not outcome.changed:
        return outcome
    own = argument_names(call)
    named = [name for name in own if name in outcome.changed]
    unknown = [UNKNOWN] if {*outcome.changed} - {*own} else []
    return replace(outcome, changed=(*named, *unknown))
