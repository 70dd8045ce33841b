"""Run cells and then answer calls, in a confined child that decides nothing."""

from __future__ import annotations

import socket
import time
from typing import Any

from autograder.errors import MessageTooLong, ProtocolError
from autograder.sandbox.channel import receive, send
from autograder.sandbox.limits import Limits
from autograder.sandbox.names import Names
from autograder.sandbox.recorder import RecordingShell
from course_lib.cases.case import Call, Outcome, call_here, run_case
from course_lib.cases.case_json import case_from_json, outcome_to_json
from course_lib.cases.values import encode
from course_lib.checking.checker import run_check


class Child:
    """Serves one submission over a channel, one request at a time, until it is killed."""

    def __init__(self, shell: RecordingShell, channel: socket.socket, limits: Limits) -> None:
        self._shell, self._channel, self._limits = shell, channel, limits
        self._captured: dict[str, Names] = {}
        self._present: Names | None = None

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
            match request:
                case {"capture": str(name)}:
                    self._captured[name] = Names(self._shell.user_ns)
                    return {}
                case {"cell": str(source)}:
                    limit = self._limits.output_bytes
                    return {"outputs": self._shell.run_recorded(source, limit)}
                case {"close": True}:
                    self._shell.recorder.close()
                    return {}
                case {"kind": str(name)}:
                    return {"kind": self._kind(name)}
                case {"value": str(name)}:
                    return {"value": encode(self._value(name))}
                case {"run": dict(case), "with": str(name)}:
                    return {"trace": self._run_case(case, name)}
                case {"check": str(name)}:
                    return self._check(name)
                case {"training_probe": str(name)}:
                    return {"value": self._training_probe(name)}
        except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit) as error:
            return {"error": type(error).__name__, "message": _message(error)}
        return {"error": "ProtocolError", "message": "unknown request"}

    def _value(self, name: str) -> Any:
        return self._captured[name].get(name) if name in self._captured else None

    def _bring_back(self, names: Names) -> None:
        """Give the notebook the names that it had when its check of a function ran."""
        if self._present is not names:
            names.restore()
            self._present = names

    def _kind(self, name: str) -> str:
        value = self._value(name)
        return "missing" if value is None else "function" if callable(value) else "value"

    def _run_case(self, case: dict[str, Any], name: str) -> list[dict[str, Any]]:
        self._bring_back(self._captured[name])
        here = call_here(self._value(name))

        def caller(call: Call) -> Outcome:
            try:
                return here(call)
            except (KeyboardInterrupt, SystemExit, GeneratorExit) as error:
                return Outcome(error=type(error).__name__)

        return [
            {**outcome_to_json(outcome), "message": outcome.message[:2_000]}
            for outcome in run_case(case_from_json(case), caller)
        ]

    def _check(self, name: str) -> dict[str, Any]:
        began = time.process_time()
        verdict = run_check(name, self._shell.user_ns)
        spent = time.process_time() - began
        return {"verdict": verdict.to_json(), "milliseconds": 1000 * spent}

    def _training_probe(self, name: str) -> Any:
        from course_lib.cases.training_probe import TRAINING_PROBES

        functions = {name: self._value(name) for name in self._captured}
        if self._captured:
            self._bring_back([*self._captured.values()][-1])
        return encode([float(cost) for cost in TRAINING_PROBES[name](functions)][:10_000])


def _message(error: BaseException) -> str:
    try:
        return str(error)[:2_000]
    except Exception:
        return ""
