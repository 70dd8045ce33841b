"""Look at the functions that a notebook defined, so that the grader can say what is wrong."""

from __future__ import annotations

import builtins
import dis
import inspect
import types
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.sandbox.names import Names
from autograder.sandbox.reasons import NOWHERE
from autograder.sandbox.statements import PatientShell

MOST = 200


def survey(shell: PatientShell, captured: dict[str, Names], late: list[str]) -> dict[str, Any]:
    """Return what each captured name stands for, and what may explain that it does not work.

    Nothing hidden is known to the child at this moment. No value is asked anything: an attribute
    that it does not have may be an error of any kind, and would cost the whole notebook.
    """
    values = {name: names.get(name) for name, names in captured.items()}
    return {
        "kinds": {name: _kind(value) for name, value in values.items()},
        "values": {n: str.__str__(value) for n, value in values.items() if _is_text(value)},
        "late": late,
        "lost": {
            name: [[lost, why] for lost in used if (why := _why_lost(shell, names, lost))]
            for name, names in captured.items()
            if (used := dict.fromkeys(_names_used(values[name], names)))
        },
    }


def _is_text(value: Any) -> bool:
    return issubclass(type(value), str)


def _kind(value: Any) -> str:
    return "missing" if value is None else "function" if callable(value) else "value"


def _why_lost(shell: PatientShell, names: Names, name: str) -> str | None:
    return None if name in names else shell.lost.get(name) or shell.lost.get("*") or NOWHERE


def _names_used(function: Any, names: Names) -> Iterator[str]:
    """Yield the names of nothing that a function uses, itself or through others of the notebook.

    What one of them declares `global` and sets, it may have set before it is used.
    """
    waiting, seen = [function], set[int]()
    missing, own = dict[str, None](), set[str]()
    while waiting and len(seen) < MOST:
        value = waiting.pop()
        value = inspect.getattr_static(value, "__wrapped__", value)
        if id(value) in seen or type(value) is not types.FunctionType:
            continue
        seen.add(id(value))
        own |= {*_global_names(value.__code__, "STORE_GLOBAL")}
        for name in _global_names(value.__code__, "LOAD_GLOBAL", "LOAD_NAME"):
            if name in names:
                waiting.append(names.get(name))
            elif not hasattr(builtins, name):
                missing[name] = None
    yield from (name for name in missing if name not in own)


def _global_names(code: types.CodeType, *operations: str) -> Iterable[str]:
    codes, found = [code], dict[str, None]()
    while codes:
        code = codes.pop()
        instructions = dis.get_instructions(code)
        found |= dict.fromkeys(str(i.argval) for i in instructions if i.opname in operations)
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return found
