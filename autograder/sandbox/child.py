"""Run cells and then answer calls, in a confined child that decides nothing."""

from __future__ import annotations

import os
import socket
import sys
import time
from typing import Any

from autograder.errors import MessageTooLong, ProtocolError
from autograder.sandbox.alarm import TimeLimit
from autograder.sandbox.channel import receive, send
from autograder.sandbox.databases import keep_journals_in_memory
from autograder.sandbox.file_calls import ask_for_files
from autograder.sandbox.limits import Limits
from autograder.sandbox.names import Names
from autograder.sandbox.own_checks import OwnChecks, name_of
from autograder.sandbox.programs import say_which_are_missing
from autograder.sandbox.recorder import RecordingShell
from autograder.sandbox.reserve import Reserve
from autograder.sandbox.survey import survey
from autograder.sandbox.unwritten import is_unwritten
from autograder.sandbox.working_folder import WorkingFolder
from course_lib.cases.case import Call, Outcome, call_here, run_case
from course_lib.cases.case_json import case_from_json, outcome_to_json
from course_lib.cases.values import Size, encode

ABANDONED = "Abandoned"
"""Error of a request that was not carried out, because one before it in its batch had to end."""

STOPPED_HERE = (KeyboardInterrupt, SystemExit, GeneratorExit, TimeLimit)


class Child:
    """Serves one submission over a channel, one request at a time, until it is killed."""

    def __init__(self, shell: RecordingShell, channel: socket.socket, limits: Limits) -> None:
        self._shell, self._channel, self._limits = shell, channel, limits
        self._captured: dict[str, Names] = {}
        self._at_own_checks: dict[str, Names] = {}
        self._worked_in: dict[str, str] = {}
        self._sizes: dict[str, Size] = {}
        self._late: dict[str, None] = {}
        self._present: Names | None = None
        self._abandoned: str | None = None
        self._reserve = Reserve(limits, channel.fileno())
        shell.give_room = self._reserve.release
        self._own_checks = OwnChecks(shell.user_ns)
        self._folder = shell.folder = WorkingFolder(os.getcwd())
        sys.path.insert(0, "")  # a notebook may import a module that it wrote
        keep_journals_in_memory()
        say_which_are_missing()
        ask_for_files(lambda request: send(channel, {"files": request}), os.getcwd())

    def serve(self) -> None:
        """Answer requests until the channel closes."""
        send(self._channel, {"ready": True})
        while True:
            try:
                request = receive(self._channel)
                token = {"token": request.get("token")}
                answer = self._answer(request)
                try:
                    send(self._channel, answer | token, self._limits.reply_bytes(request))
                except MessageTooLong:
                    send(self._channel, {"error": "UnsupportedValue"} | token)
            except ProtocolError:
                return

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            with self._shell.alarm.within(request.get("seconds")):
                return self._carried_out(request)
        except (Exception, *STOPPED_HERE) as error:
            return {
                "error": type(error).__name__,
                "message": _message(error),
                "short of": self._reserve.short_of(),  # perhaps that was the reason
            }

    def _carried_out(self, request: dict[str, Any]) -> dict[str, Any]:
        match request:
            case {"steps": list(steps)}:
                return self._take(steps)
            case {"cell": str(source), "without": list(lines), "before": list(steps)}:
                self._take(steps)
                return self._run_cell(source, lines, request.get("only"))
            case {"survey": True}:
                self._shell.recorder.close()
                self._at_own_checks = self._own_checks.take()
                captured = self._captured | self._at_own_checks
                return {"survey": survey(self._shell, captured, list(self._late))}
            case {"run": dict(case), "with": str(name), "batch": str(batch)}:
                if batch == self._abandoned:
                    return {"error": ABANDONED}
                trace = self._run_case(case, name)
                if trace and trace[-1].get("error") == TimeLimit.__name__:
                    self._abandoned = batch
                return {"trace": trace}
            case {"check": str(name)}:
                return self._check(name)
            case {"training_probe": str(name)}:
                return {"value": self._training_probe(name)}
        return {"error": "ProtocolError", "message": "unknown request"}

    def _take(self, steps: list[list[str]]) -> dict[str, Any]:
        """Keep the names at a check, or learn of a cell that is not run."""
        for step in steps:
            match step:
                case ["capture", name]:
                    self._capture(name)
                    self._shell.pass_over(f'check("{name}")')
                case ["pass over", name]:
                    self._shell.pass_over(f'check("{name}")')
                    self._own_checks.keep(name)
                case ["capture late", name] if is_unwritten(self._value(name)):
                    self._capture_late(name)
                case ["skip", source, why]:
                    self._shell.skip_cell(source, why)
                case ["language", language]:
                    sys.modules["course_lib.language"].choose(language)
        return {}

    def _capture(self, name: str) -> None:
        self._captured[name] = Names(self._shell.user_ns)
        self._worked_in[name] = self._folder.now()

    def _capture_late(self, name: str) -> None:
        if not is_unwritten(self._shell.user_ns.get(name)):
            self._capture(name)
            self._late[name] = None

    def _run_cell(
        self, source: str, without: list[int], only: list[int] | str | None
    ) -> dict[str, Any]:
        self._folder.stay()
        most = self._limits.output_bytes
        self._reserve.hold()
        outputs = self._shell.run_recorded(source, most, tuple(without), only)
        return {
            "outputs": outputs,
            "notes": self._shell.notes,
            "syntax_error": self._shell.syntax_error,
            "short of": self._reserve.short_of(),
        }

    def _names(self, key: str) -> Names:
        return self._captured.get(key) or self._at_own_checks[key]

    def _value(self, key: str) -> Any:
        is_known = key in self._captured or key in self._at_own_checks
        return self._names(key).get(name_of(key)) if is_known else None

    def _bring_back(self, key: str) -> None:
        """Give the notebook the names, and the folder, that it had when a function's check ran."""
        names = self._names(key)
        if self._present is not names:
            self._present = names
            names.restore()
            self._folder.go(self._worked_in.get(key, ""))

    def _run_case(self, case: dict[str, Any], key: str) -> list[dict[str, Any]]:
        self._bring_back(key)
        here = call_here(self._value(key))

        def caller(call: Call) -> Outcome:
            try:
                return here(call)
            except STOPPED_HERE as error:
                return Outcome(error=type(error).__name__)

        within = self._sizes.setdefault(key, Size.of_all())
        return [_to_json(one, within) for one in run_case(case_from_json(case), caller)]

    def _check(self, name: str) -> dict[str, Any]:
        from course_lib.checking.checker import run_check  # the student's own, as in a notebook

        began = time.process_time()
        verdict = run_check(name, self._shell.user_ns)
        spent = time.process_time() - began
        return {"verdict": verdict.to_json(), "milliseconds": 1000 * spent}

    def _training_probe(self, name: str) -> Any:
        from course_lib.cases.training_probe import TRAINING_PROBES

        functions = {name: self._value(name) for name in self._captured}
        if self._captured:
            self._bring_back([*self._captured][-1])
        return encode([float(cost) for cost in TRAINING_PROBES[name](functions)][:10_000])


def _to_json(outcome: Outcome, within: Size) -> dict[str, Any]:
    """Return what to send of an outcome; a value too many is none."""
    try:
        return {**outcome_to_json(outcome, within), "message": outcome.message[:2_000]}
    except ValueError as error:
        return {"error": "UnsupportedValue", "message": str(error)}


def _message(error: BaseException) -> str:
    try:
        return str(error)[:2_000]
    except Exception:
        return ""
