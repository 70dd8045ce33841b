"""The JSON form of cases and outcomes, for files of worked examples and for child processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, Case, Outcome, PreviousResult
from course_lib.cases.values import Size, decode, encode


def case_to_json(case: Case) -> dict[str, Any]:
    """Return the JSON form of a case."""

    def argument(value: Any) -> Any:
        if type(value) in (float, np.ndarray):  # most arguments are
            return encode(value)
        if isinstance(value, PreviousResult):
            return {"previous": value.index}
        if isinstance(value, SeededRng):
            return {"seed": value.seed}
        if isinstance(value, CourseFunction):
            return {"function": value.name, "settings": encode(dict(value.settings))}
        return encode(value)

    return {
        "criterion": case.criterion,
        "compare": case.compare and list(case.compare),
        "properties": case.properties,
        "calls": [
            {
                "args": [argument(value) for value in planned.args],
                "kwargs": {name: argument(value) for name, value in planned.kwargs.items()},
            }
            for planned in case.calls
        ],
    }


def case_from_json(data: Mapping[str, Any]) -> Case:
    """Return the case whose JSON form is `data`."""

    def argument(value: Any) -> Any:
        if isinstance(value, dict):  # not by patterns, which take several times longer
            if "previous" in value:
                return PreviousResult(value["previous"])
            if "seed" in value:
                return SeededRng(value["seed"])
            if "function" in value and "settings" in value:
                return CourseFunction(value["function"], decode(value["settings"]))
        return decode(value)

    return Case(
        data["criterion"],
        tuple(
            Call(
                tuple(map(argument, item["args"])),
                {name: argument(value) for name, value in item["kwargs"].items()},
            )
            for item in data["calls"]
        ),
        data["compare"] and tuple(data["compare"]),
        data["properties"],
    )


def outcome_to_json(outcome: Outcome, within: Size | None = None) -> dict[str, Any]:
    """Return the JSON form of an outcome, without the exception's message."""
    if outcome.error is not None:
        return {"error": outcome.error}
    changed = {"changed": list(outcome.changed)} if outcome.changed else {}
    return {"value": encode(outcome.value, within), **changed}


def outcome_from_json(data: Mapping[str, Any]) -> Outcome:
    """Return the outcome whose JSON form is `data`."""
    if "error" in data:
        return Outcome(error=data["error"], message=data.get("message", ""))
    return Outcome(decode(data["value"]), changed=tuple(data.get("changed", ())))
