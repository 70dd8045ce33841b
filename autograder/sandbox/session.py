"""Run one submission in the sandbox; a child that dies is replaced, and earlier work runs again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autograder import messages
from autograder.bounded.budget import Budget
from autograder.errors import ChildStopped
from autograder.sandbox.case_requests import request_of, with_facts
from autograder.sandbox.cells import Cell, CellResult, Step
from autograder.sandbox.client import Connection, Server
from autograder.sandbox.limits import WALL_FACTOR, Limits
from autograder.sandbox.reasons import CELL_STOPPED, DEFINITIONS, EXPERIMENT, MEMORY, TIME
from autograder.sandbox.replies import (
    Survey,
    read_line,
    read_notes,
    read_shortage,
    read_survey,
    read_trace,
    with_own_arguments,
)
from autograder.sandbox.time_shares import TimeShares, patience
from autograder.sandbox.tries import tries
from course_lib.cases.case import Case, Runner, Trace
from course_lib.cases.training_probe import cost_history
from course_lib.cases.values import Size, decode
from grader_tests.engine.grading import GIVE_UP

Plans = Mapping[str, Sequence[Case]]
"""For each captured function, the cases to put to it."""

ABANDONED = "Abandoned"
NOT_BEGUN = "NotBegun"
TIME_LIMITS = "TimeLimit", "Waited"

READING_SECONDS = 1.5
"""CPU seconds for reading all replies of a submission, and for what is computed from them."""


@dataclass
class Session:
    """Runs cells in order, then calls what was captured on the way.

    Whatever kills the child (a limit, a crash) costs that cell or that call only: a new child runs
    the earlier cells again, without the one that was fatal. So it does when a cell has used up
    memory or open files, which those below it would lack.
    """

    server: Server
    limits: Limits
    incidents: list[str] = field(default_factory=list)
    budget: Budget = field(default_factory=lambda: Budget(READING_SECONDS))
    """What the grader itself may spend on the replies."""
    _connection: Connection | None = None
    _done: list[Cell | Step] = field(default_factory=list)
    _taken: int = 0
    _untold: list[Step] = field(default_factory=list)
    _survey: Survey | None = None
    _sizes: dict[str, Size] = field(default_factory=dict)
    _batches: int = 0
    _used_by_own: float = 0.0
    _stopped_cells: int = 0
    _stopped_cases: Counter[str] = field(default_factory=Counter)
    _spent: float = 0.0
    _passed: float = 0.0
    _queued: float = 0.0

    def capture(self, name: str) -> None:
        """Capture what `name` refers to at this moment."""
        self._done.append(["capture", name])

    def pass_over(self, name: str) -> None:
        """Note that a copy of the check of `name` stands here; see `at_checks`."""
        self._done.append(["pass over", name])

    def at_checks(self, name: str, below: bool, copies: bool = True) -> Iterator[Session]:
        """Yield sessions whose child ran only what stands above a check of `name`; see `tries`.

        Each is ended before the next, and their time counts.
        """
        for steps in tries(self._done, name, below, copies, self.survey().effects):
            fresh = Session(self.server, self.limits, budget=self.budget)
            fresh._done = [*steps, ["capture", name]]
            fresh._take_time_of(self)
            try:
                yield fresh
            finally:
                fresh.end()
                self._take_time_of(fresh)

    def once_more(self) -> Session | None:
        """End this session, and return a new one; None if there is no time to run all again."""
        if not self._shares.may_start_again(self._used()):
            return None
        self.end()
        fresh = Session(self.server, self.limits, budget=self.budget)
        fresh._spent, fresh._passed, fresh._queued = self._spent, self._passed, self._queued
        return fresh

    def _take_time_of(self, other: Session) -> None:
        self._used_by_own, self._spent = other._used_by_own, other._spent
        self._passed, self._queued = other._passed, other._queued

    def capture_late(self, name: str) -> None:
        """Capture `name` again at the end of the notebook, if it was not written at its check."""
        self._done.append(["capture late", name])

    def speak(self, language: str) -> None:
        """Let the notebook's own messages be in this language."""
        self._done.append(["language", language])

    def skip(self, source: str) -> None:
        """Do not run an experiment, but know which names it would have defined."""
        self._done.append(["skip", source, EXPERIMENT])

    def run(
        self, label: str, source: str, own: bool = False, only: tuple[int, ...] | None = None
    ) -> CellResult:
        """Run one cell, or `only` some statements; `own` if it is no cell for an answer."""
        cell, lines = Cell(label, source, own, only=only), source.count("\n") + 1
        began, seconds = self._used(), self._shares.for_cell(self._used(), own)
        started, spent = began, self._spent
        try:
            if seconds <= 0:
                raise ChildStopped(NOT_BEGUN, "")
            self._ready()
            started, spent = self._used(), self._spent
            reply = self._run(cell, seconds)
        except ChildStopped as stop:
            return CellResult([], self._incident(cell, stop, self._spent - spent))
        finally:
            cell.seconds = self._used() - started
            self._used_by_own += self._used() - began if own else 0.0
            self._done.append(cell)
            if not cell.fatal:
                self._taken = len(self._done)
        outputs, notes = reply.get("outputs"), read_notes(reply, lines)
        short_of = read_shortage(reply)
        cell.leave_out(notes, short_of)
        cell.ended = any(note.fails_at_home for note in notes)
        slow = any(note.reason == TIME for note in notes)
        sentence = self._time_sentence(cell, seconds, seconds) if slow else None
        if short_of is not None:
            sentence = self._make_room(cell, short_of) or sentence
        error = read_line(reply.get("syntax_error"), lines)
        return CellResult(outputs if isinstance(outputs, list) else [], sentence, notes, error)

    def _make_room(self, cell: Cell, short_of: str) -> str | None:
        """Give up a child in which a cell has left too little, and what took it.

        That is what lacked it, or else the definitions alone are kept of the cell that took most.
        Returns a sentence if it is about this cell as a whole.
        """
        self.end()
        if cell.without and cell.only != DEFINITIONS:
            return None
        run = [one for one in self._done if isinstance(one, Cell) and not one.fatal]
        others = [one for one in run if one.only != DEFINITIONS and short_of == MEMORY]
        taker = max([cell, *others], key=lambda one: one.grew)
        taker.fatal, taker.only = taker.only == DEFINITIONS, DEFINITIONS
        sentence = messages.CELL_FULL.format(cell=taker.label)
        if sentence not in self.incidents:
            self.incidents.append(sentence)
        return sentence if taker is cell else None

    def survey(self) -> Survey:
        """End recording, and return what is known of captured names; hidden cases may follow."""
        if self._survey is None:
            self._survey = read_survey(self._ask({"survey": True}))
        return self._survey

    def kind(self, name: str) -> str:
        """Return whether what was captured is a `function`, a `value`, `missing`, or `lost`."""
        return self.survey().kinds.get(name, "lost")

    def runner(self, name: str) -> Runner:
        """Return a runner of cases for the captured function in the child, one case at a time."""
        return lambda case: self.traces({name: [case]})[name][0]

    def traces(self, plans: Plans, meanwhile: Callable[[], None] = lambda: None) -> dict[str, Any]:
        """Return the traces of functions in their cases, which the child gets all at once.

        A case that is stopped costs itself and its criterion's other cases, which get no trace; the
        rest goes on, with less time for each. `meanwhile` is called while the child works.
        """
        self.survey()
        found: dict[str, list[Trace]] = {name: [[]] * len(plans[name]) for name in plans}
        waiting = [(name, i) for name in plans for i in range(len(plans[name]))]
        given_up: set[tuple[str, str]] = set()
        while waiting:
            again: list[tuple[str, int]] = []
            for (name, i), reply in self._replies(plans, waiting, meanwhile):
                if reply.get("error") == ABANDONED:
                    again.append((name, i))
                    continue
                case = plans[name][i]
                with self.budget.counted():
                    trace = read_trace(reply, len(case.calls), self._size_of(name))
                    trace = with_own_arguments(trace, case.calls)
                found[name][i] = trace
                if trace and trace[-1].error in GIVE_UP:
                    given_up.add((name, case.criterion))
                    self._stopped_cases[name] += trace[-1].error in TIME_LIMITS
            waiting = [(n, i) for n, i in again if (n, plans[n][i].criterion) not in given_up]
            meanwhile = _nothing
        return {name: with_facts(plans[name], found[name], self.budget) for name in plans}

    def _size_of(self, name: str) -> Size:
        return self._sizes.setdefault(name, Size.of_all())

    def _replies(
        self, plans: Plans, asked: list[tuple[str, int]], meanwhile: Callable[[], None]
    ) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
        """Yield the child's reply to each case; `ABANDONED` for those behind one that killed it."""
        answered = 0
        try:
            connection = self._told()
            self._batches += 1
            batch = f"{self._batches} "
            requests = [request_of(plans[n][i], n, self._for_case(n), batch + n) for n, i in asked]
            with self._counted(connection):
                replies = connection.requests(requests, self.limits.case_seconds)
                meanwhile()
                for reply in replies:
                    answered += 1
                    yield asked[answered - 1], reply
                    self._require_time()
        except ChildStopped as stop:
            self.end()
            left = asked[answered:]
            rest = stop.reason if stop.reason == NOT_BEGUN else ABANDONED
            for position, one in enumerate(left):
                yield one, {"error": rest if position else stop.reason, "message": ""}

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
            self._queued += self._connection.queued_seconds()
            self._connection.close()
            self._connection = None

    @property
    def _shares(self) -> TimeShares:
        return TimeShares(self.limits, self._used_by_own, self._stopped_cells)

    def _for_case(self, name: str) -> float:
        """Return the seconds for a case of a function, of which some may have been stopped."""
        return self.limits.case_seconds * patience(self._stopped_cases[name])

    def _used(self) -> float:
        """Return the seconds of CPU time used so far; sleeping costs a fifth of its time."""
        passed = self._passed
        if passed > WALL_FACTOR * self._spent:  # then it matters how long others had the processor
            queued = self._connection.queued_seconds() if self._connection else 0.0
            passed -= self._queued + queued
        return max(self._spent, passed / WALL_FACTOR)

    def _require_time(self) -> None:
        if self.budget.exhausted:
            raise ChildStopped("Stopped", messages.GRADER_KEPT_BUSY)
        if self._used() >= self.limits.submission_seconds:
            raise ChildStopped(NOT_BEGUN, "")

    @contextmanager
    def _counted(self, connection: Connection) -> Iterator[None]:
        spent, began = connection.cpu_seconds(), time.monotonic()
        reading = connection.reading_seconds
        try:
            yield
        finally:
            self.budget.spend(connection.reading_seconds - reading)
            self._spent += connection.cpu_seconds() - spent
            self._passed += time.monotonic() - began

    def _ask(self, message: Mapping[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Send a request after the cells; if it kills the child, return an error as the answer."""
        try:
            return self._request(self._told(), message, seconds or self.limits.case_seconds)
        except ChildStopped as stop:
            return {"error": stop.reason, "message": ""}

    def _run(self, cell: Cell, seconds: float) -> dict[str, Any]:
        connection, before = self._connection, self._untold
        assert connection is not None
        message = {"cell": cell.source, "without": cell.without, "before": before}
        message |= {} if cell.only is None else {"only": cell.only}
        reply = self._request(connection, message, seconds)
        self._untold, cell.grew = [], connection.grown()
        return reply

    def _request(
        self, connection: Connection, message: Mapping[str, Any], seconds: float
    ) -> dict[str, Any]:
        self._require_time()
        try:
            with self._counted(connection):
                return connection.request({**message, "seconds": seconds}, seconds)
        except ChildStopped:
            self.end()
            raise

    def _ready(self) -> Connection:
        """Return a child that has taken all steps so far, but may not have been told the last."""
        while True:
            fresh = self._connection is None
            if fresh:
                self._require_time()
                self._connection = self.server.fork(self.limits)
                self._taken, self._untold = 0, []
            if self._catches_up() and self._connection is not None:
                if fresh and self._survey is not None:
                    self._request(self._connection, {"survey": True}, self.limits.case_seconds)
                return self._connection

    def _told(self) -> Connection:
        """Return a child that has taken all steps so far."""
        connection = self._ready()
        if self._untold:
            self._request(connection, {"steps": self._untold}, self.limits.case_seconds)
            self._untold = []
        return connection

    def _catches_up(self) -> bool:
        """Take the steps that the child has not taken; return False if a cell kills this one."""
        while self._taken < len(self._done):
            step = self._done[self._taken]
            if isinstance(step, list):
                self._untold.append(step)
            elif step.fatal or not self._may_repeat(step):
                self._untold.append(["skip", step.source, CELL_STOPPED])
            else:
                try:
                    reply = self._run(step, self.limits.cell_seconds)
                except ChildStopped as stop:
                    self._require_time()
                    self._incident(step, stop, self.limits.cell_seconds)
                    return False
                short_of = read_shortage(reply)
                if short_of is not None and (step.without or step.only == DEFINITIONS):
                    step.without = []
                    self._make_room(step, short_of)
                    return False
            self._taken += 1
        return True

    def _may_repeat(self, cell: Cell) -> bool:
        return not cell.own or self._shares.may_repeat(self._used(), cell.seconds)

    def _incident(self, cell: Cell, stop: ChildStopped, computed: float) -> str:
        cell.fatal = True
        if stop.reason in TIME_LIMITS:
            return self._time_sentence(cell, float(stop.detail), computed)
        form = messages.CELL_NOT_BEGUN if stop.reason == NOT_BEGUN else messages.CELL_DIED
        sentence = form.format(cell=cell.label, detail=stop.detail)
        said = messages.CELLS_NOT_BEGUN if stop.reason == NOT_BEGUN else sentence
        if said not in self.incidents:
            self.incidents.append(said)
        return sentence

    def _time_sentence(self, cell: Cell, seconds: float, computed: float) -> str:
        """Say that a cell was stopped: only one that had all its time may be an endless loop."""
        whole = seconds >= self._shares.for_one
        self._stopped_cells += 1
        sentence = cell.time_sentence(seconds, computed, whole)
        self.incidents.append(sentence)
        return sentence


def _nothing() -> None:
    """Do nothing."""
