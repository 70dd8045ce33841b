"""Run one submission in the sandbox; a child that dies is replaced, and earlier work runs again."""

from __future__ import annotations

import builtins
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder import messages
from autograder.bounded.budget import Budget
from autograder.errors import ChildStopped
from autograder.sandbox.client import Connection, Server
from autograder.sandbox.limits import WALL_FACTOR, Limits
from course_lib.cases.case import NOT_AS_DOCUMENTED, Case, Outcome, Runner, Trace, observed
from course_lib.cases.case_json import case_to_json
from course_lib.cases.training_probe import cost_history
from course_lib.cases.values import decode

READING_SECONDS = 3.0
"""CPU seconds for reading all replies of a submission, and for what is computed from them."""


@dataclass(frozen=True)
class CellResult:
    """The result of running a cell: raw outputs, and what went wrong with the cell as a whole."""

    outputs: list[Any]
    incident: str | None = None


@dataclass
class _Cell:
    label: str
    source: str
    fatal: bool = False


@dataclass
class Session:
    """Runs cells in order, then calls what was captured on the way.

    Whatever kills the child (a limit, a crash) costs that cell or that call only: a new child runs
    the earlier cells again, without the one that was fatal.
    """

    server: Server
    limits: Limits
    incidents: list[str] = field(default_factory=list)
    budget: Budget = field(default_factory=lambda: Budget(READING_SECONDS))
    """What the grader itself may spend on the replies."""
    _connection: Connection | None = None
    _done: list[_Cell | str] = field(default_factory=list)
    _closed: bool = False
    _spent: float = 0.0
    _passed: float = 0.0
    _queued: float = 0.0

    def capture(self, name: str) -> None:
        """Capture what `name` refers to at this moment."""
        self._done.append(name)
        self._ask({"capture": name})

    def run(self, label: str, source: str) -> CellResult:
        """Run one cell."""
        cell = _Cell(label, source)
        try:
            outputs = self._run(cell)
        except ChildStopped as stop:
            return CellResult([], self._incident(cell, stop))
        finally:
            self._done.append(cell)
        return CellResult(outputs)

    def close_outputs(self) -> None:
        """End recording; hidden cases may follow."""
        self._closed = True
        if self._connection is not None:
            try:
                self._request({"close": True}, self.limits.case_seconds)
            except ChildStopped:
                self._connection = None

    def kind(self, name: str) -> str:
        """Return whether what was captured is a `function`, a `value`, `missing`, or `lost`."""
        reply = self._ask({"kind": name})
        kind = reply.get("kind")
        return kind if kind in ("function", "value", "missing") else "lost"

    def value(self, name: str) -> Any:
        """Return the captured plain value; None if it is not a plain one."""
        reply = self._ask({"value": name})
        try:
            with self.budget.counted():
                return decode(reply.get("value"))
        except (ValueError, RecursionError):
            return None

    def runner(self, name: str) -> Runner:
        """Return a runner of cases for the captured function in the child, one case at a time."""

        def runner(case: Case) -> Trace:
            calls = {**case_to_json(case), "criterion": "", "compare": None, "properties": None}
            reply = self._ask({"run": calls, "with": name})
            with self.budget.counted():
                trace = read_trace(reply, len(case.calls))
            if case.properties is None:
                return trace
            return self.budget.run(observed, case, trace, otherwise=_no_facts)

        return runner

    def check(self, name: str) -> dict[str, Any]:
        """Return what `check` says in the child, for authors: no mark depends on it."""
        return self._ask({"check": name}, self.limits.cell_seconds)

    def training_probe(self, name: str) -> list[float] | None:
        """Return the cost history of a fixed small training, or None if it failed."""
        reply = self._ask({"training_probe": name})
        try:
            with self.budget.counted():
                costs = decode(reply.get("value"))
        except (ValueError, RecursionError):
            return None
        return cost_history(costs)

    def end(self) -> None:
        """End the child."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, message: Mapping[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Send a request after the cells; if it kills the child, return an error as the answer."""
        try:
            return self._request(message, seconds or self.limits.case_seconds)
        except ChildStopped as stop:
            return {"error": stop.reason, "message": ""}

    def _run(self, cell: _Cell) -> list[Any]:
        outputs = self._request({"cell": cell.source}, self.limits.cell_seconds).get("outputs")
        return outputs if isinstance(outputs, list) else []

    def _request(self, message: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        left = self._left()
        if left <= 0:
            self.end()
            raise ChildStopped("TimeLimit", f"{self.limits.submission_seconds:g} in all")
        if self.budget.exhausted:
            self.end()
            raise ChildStopped("Stopped", messages.GRADER_KEPT_BUSY)
        connection = self._connection or self._new_child()
        spent, began = connection.cpu_seconds(), time.monotonic()
        reading = connection.reading_seconds
        try:
            return connection.request(message, min(seconds, left))
        except ChildStopped:
            self._connection = None
            self._queued += connection.queued_seconds()
            raise
        finally:
            self.budget.spend(connection.reading_seconds - reading)
            self._spent += connection.cpu_seconds() - spent
            self._passed += time.monotonic() - began

    def _left(self) -> float:
        """Return the CPU seconds that are left; sleeping costs a fifth of its time."""
        passed, limit = self._passed, self.limits.submission_seconds
        if passed > WALL_FACTOR * limit:  # then it matters how long others had the processor
            queued = self._connection.queued_seconds() if self._connection else 0.0
            passed -= self._queued + queued
        return limit - max(self._spent, passed / WALL_FACTOR)

    def _new_child(self) -> Connection:
        while True:
            connection = self._connection = self.server.fork(self.limits)
            if self._catches_up():
                return connection

    def _catches_up(self) -> bool:
        """Run the earlier steps in a new child; return False if a cell kills this one too."""
        for step in self._done:
            if isinstance(step, str):
                self._request({"capture": step}, self.limits.case_seconds)
            elif not step.fatal:
                try:
                    self._run(step)
                except ChildStopped as stop:
                    if self._left() <= 0:
                        raise
                    self._incident(step, stop)
                    return False
        if self._closed:
            self._request({"close": True}, self.limits.case_seconds)
        return True

    def _incident(self, cell: _Cell, stop: ChildStopped) -> str:
        cell.fatal = True
        form = messages.CELL_TIME if stop.reason == "TimeLimit" else messages.CELL_DIED
        sentence = form.format(cell=cell.label, detail=stop.detail)
        self.incidents.append(sentence)
        return sentence


def _no_facts() -> Trace:
    return [Outcome(NOT_AS_DOCUMENTED)]


def read_trace(reply: Mapping[str, Any], calls: int) -> Trace:
    """Return the trace that a child claims, of at most `calls` outcomes, up to the first error."""
    claimed = reply.get("trace")
    if reply.get("error") is not None or not isinstance(claimed, list) or not claimed:
        return [read_outcome({"error": "ProtocolError", **reply})]
    trace: Trace = []
    for outcome in claimed[:calls]:
        known = outcome if isinstance(outcome, dict) else {"error": "ProtocolError"}
        trace.append(read_outcome(known))
        if trace[-1].error is not None:
            break
    return trace


_ERRORS = {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
} | set(
    "LinAlgError AxisError DTypePromotionError UFuncTypeError _UFuncOutputCastingError"
    " _UFuncInputCastingError _UFuncNoLoopError _UFuncBinaryResolutionError _ArrayMemoryError"
    " NothingReturned ProtocolError Stopped TimeLimit UnsupportedValue".split()
)
"""Exceptions whose names a verdict mentions. The name of a student's own class could
reveal a hidden input."""


def read_outcome(reply: Mapping[str, Any]) -> Outcome:
    """Return the outcome that a child claims; what cannot be read is an error, never a value."""
    error = reply.get("error")
    if error is not None:
        name = error if isinstance(error, str) and error in _ERRORS else "Exception"
        message = reply.get("message")
        return Outcome(error=name, message=message if isinstance(message, str) else "")
    changed = reply.get("changed", [])
    try:
        value = decode(reply.get("value"))
    except (ValueError, RecursionError):
        return Outcome(error="UnsupportedValue")
    if not isinstance(changed, list):
        return Outcome(error="ProtocolError")
    names = (name[:60] if isinstance(name, str) else "?" for name in changed[:100])
    return Outcome(value, changed=tuple(names))
