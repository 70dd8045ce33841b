"""The attempts: what students might write for each exercise, and what is wrong with it.

Each topic has a file in `tests/exercises/attempts/`, with a table for each attempt. `wrong` says
what is wrong with it, and `mistakes` are the names that are true of it; or `right` says
how it is written, and it is accepted.
"""

from __future__ import annotations

import linecache
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader_tests.engine.exercise import Function, Topic
from grader_tests.engine.registry import topic_of
from grader_tests.engine.solutions import solutions

FOLDER = Path(__file__).resolve().parents[1] / "exercises" / "attempts"


@dataclass(frozen=True)
class Attempt:
    """One attempt at an exercise; `true` are the names of the mistakes that it contains."""

    exercise: str
    text: str
    code: str
    right: bool
    true: frozenset[str] = frozenset()

    def function(self) -> Function:
        """Return the function, in a notebook whose other functions are right."""
        return function_in_notebook(self.exercise, self.code)


def attempts(topic: Topic) -> list[Attempt]:
    """Return all attempts at the exercises of a topic."""
    path = FOLDER / f"{topic.name}.toml"
    tables = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return [_attempt(name, table) for name, listed in tables.items() for table in listed]


def _attempt(exercise: str, table: Mapping[str, Any]) -> Attempt:
    keys = {"right", "code"} if "right" in table else {"wrong", "mistakes", "code"}
    if table.keys() != keys:
        raise ValueError(f"{exercise}: {sorted(table)} should be {sorted(keys)}")
    text = table.get("right") or table["wrong"]
    true = frozenset(table.get("mistakes", ()))
    return Attempt(exercise, text, table["code"], "right" in table, true)


def function_in_notebook(name: str, code: str) -> Function:
    """Return the function that `code` defines in a notebook whose other functions are right.

    Python can find its source, as in a notebook.
    """
    namespace = dict(_others(name))
    _run(code, f"<attempt at {name}: {hash(code)}>", namespace)
    function: Function = namespace[name]
    return function


@cache
def _others(name: str) -> Mapping[str, Any]:
    namespace: dict[str, Any] = {}
    for other, source in solutions(topic_of(name)).items():
        if other != name:
            _run(source, f"<solution of {other}>", namespace)
    return namespace


def _run(code: str, file: str, namespace: dict[str, Any]) -> None:
    """Run a cell so that Python can find the source of the functions that it defines."""
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)
    exec(compile(code, file, "exec"), namespace)
