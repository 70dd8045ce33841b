"""Look at the functions that a notebook defined, so that the grader can say what is wrong."""

from __future__ import annotations

import builtins
import functools
import inspect
import types
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from autograder.sandbox.lacking import lacking
from autograder.sandbox.names import Names
from autograder.sandbox.own_checks import name_of
from autograder.sandbox.reasons import EXPERIMENT, NOWHERE, SHELL, UNREACHED, VERSION
from autograder.sandbox.statements import PatientShell
from autograder.sandbox.used_names import global_names
from course_lib.checking.helpers import helper_without_result

MOST = 1_000
"""Values that are looked at."""
_OUTPUT = "get_ipython.getoutput"
"""What `!date` becomes where its output is kept; here it is empty."""


def survey(shell: PatientShell, captured: dict[str, Names], late: list[str]) -> dict[str, Any]:
    """Return what each captured name stands for, and what may explain that it does not work.

    Nothing hidden is known to the child at this moment. No value is asked anything: an attribute
    that it does not have may be an error of any kind. Where a notebook has replaced what an
    explanation needs, there is none.
    """
    values = {key: names.get(name_of(key)) for key, names in captured.items()}
    found = {
        "kinds": {name: _kind(value) for name, value in values.items()},
        "values": {n: text for n, value in values.items() if (text := _text_of(value)) is not None},
        "late": late,
    }
    with suppress(Exception):
        found |= _explanations(shell, captured, values)
    return found


def _explanations(
    shell: PatientShell, captured: dict[str, Names], values: dict[str, Any]
) -> dict[str, Any]:
    lost: dict[str, list[list[str]]] = {}
    skipped, with_helpers = list[str](), set[str]()
    for name, names in captured.items():
        missing, there, functions = _names_used(values[name], names)
        with_helpers |= {name} if functions > 1 else set()
        skipped += shell.experiments.redefined([name_of(name), *there])
        for used, certain in missing.items():
            why = _why_lost(shell, names, used)
            skipped += [used] if why == EXPERIMENT else []
            if why and certain:
                lost.setdefault(name, []).append([used, why])
    experiments, there_now = shell.experiments, shell.user_ns
    effects = experiments.with_effects(there_now)
    is_wanting = shell.is_wanting or bool(lost) or any(one is None for one in values.values())
    return {
        "lost": lost,
        "helpers": {
            name: [helper.name, helper.line, helper.prints]
            for name in captured
            if name in with_helpers and (helper := helper_without_result(values[name]))
        },
        "experiments": [
            *experiments.needed(skipped, there_now, effects if is_wanting else ()).items()
        ],
        "effects": [*experiments.needed((), there_now, effects).items()],
    }


def _text_of(value: Any) -> str | None:
    """Return a text, or the only one of a collection, as the check of a question reads it."""
    for kind in (list, tuple, set, frozenset):
        if issubclass(type(value), kind) and kind.__len__(value) == 1:
            (value,) = kind.__iter__(value)
            break
    return str.__str__(value) if issubclass(type(value), str) else None


def _kind(value: Any) -> str:
    return "missing" if value is None else "function" if callable(value) else "value"


def _why_lost(shell: PatientShell, names: Names, name: str) -> str | None:
    if name in names:
        return None
    if name == _OUTPUT:
        return SHELL
    if "." in name:
        return VERSION
    why = shell.lost.get(name) or shell.lost.get("*")
    return why or (UNREACHED if shell.is_defined(name) else NOWHERE)


def _names_used(function: Any, names: Names) -> tuple[dict[str, bool], list[str], int]:
    """Return the names of nothing that a function uses, itself or through others of the notebook.

    And the names of something, except modules; and how many functions these are. A function of a
    module uses names of its module.

    What one of them declares `global` and sets, it may have set before it is used. Whether a name
    is used for certain is said too: of a class all methods are looked at, be they used or not.
    """
    waiting, seen = [(function, True)], set[int]()
    missing, own, functions = dict[str, bool](), set[str](), 0
    there = dict[str, None]()
    while waiting and len(seen) < MOST:
        value, certain = waiting.pop()
        value = inspect.getattr_static(value, "__wrapped__", value)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if type(value) is not types.FunctionType:
            waiting += ((inner, False) for inner in _inside(value))
            continue
        if not names.are_used_by(value):
            continue
        functions += 1
        own |= {*global_names(value.__code__, "STORE_GLOBAL")}
        for name in lacking(value.__code__, names):
            missing[name] = missing.get(name, False) or certain
        if _keeps_output(value.__code__):
            missing[_OUTPUT] = missing.get(_OUTPUT, False) or certain
        for name in global_names(value.__code__, "LOAD_GLOBAL", "LOAD_NAME"):
            if name in names:
                waiting.append((names.get(name), certain))
                there |= {} if isinstance(names.get(name), types.ModuleType) else {name: None}
            elif not hasattr(builtins, name):
                missing[name] = missing.get(name, False) or certain
    return {name: missing[name] for name in missing if name not in own}, [*there], functions


def _keeps_output(code: types.CodeType) -> bool:
    """Return whether code keeps the output of a command."""
    if "get_ipython" not in global_names(code, "LOAD_GLOBAL"):
        return False
    return "getoutput" in global_names(code, "LOAD_ATTR", "LOAD_METHOD")


def _inside(value: Any) -> Iterator[Any]:
    """Yield what may be the functions of a class, of its object, or of a partial call."""
    kind = value if type(value) is type else type(value)
    if kind is functools.partial:
        yield value.func
    elif type(kind) is type and kind.__module__ == "__main__":
        for inner in [*vars(kind).values()]:
            yield inner.__func__ if isinstance(inner, staticmethod | classmethod) else inner
