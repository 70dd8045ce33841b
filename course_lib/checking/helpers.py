"""Find a function of the student's own that returns nothing, although another one uses its result.

The function that fails is right then: only its helper prints the result, or forgets to return it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType

from course_lib.cases.case import Case
from course_lib.checking import messages
from course_lib.checking.own_frames import error_in, own_frames
from course_lib.checking.own_source import definition_of, own_nodes

MOST_HELPERS = 20


@dataclass(frozen=True)
class Helper:
    """A function that returns nothing, the line of its `def` in its cell, and if it prints."""

    name: str
    line: int
    prints: bool

    def blamed_for(self, name: str) -> str:
        """Return the sentence that says so, for the function `name` that uses the result."""
        form = messages.HELPER_PRINTS if self.prints else messages.HELPER_RETURNS_NOTHING
        return form.format(name=name, helper=self.name, line=self.line)


def helper_without_result(function: object) -> Helper | None:
    """Return a helper that returns nothing, of a function or of a helper of its own."""
    waiting, seen = [function], set[int]()
    while waiting and len(seen) < MOST_HELPERS:
        function = waiting.pop(0)
        if id(function) in seen or not isinstance(function, FunctionType):
            continue
        seen.add(id(function))
        definition = definition_of(function)
        for helper in _helpers(function, definition) if definition else ():
            its_own = definition_of(helper)
            if its_own is not None and _returns_nothing(its_own):
                line = helper.__code__.co_firstlineno
                return Helper(helper.__name__, line, any(map(is_print, own_nodes(its_own))))
            waiting.append(helper)
    return None


def uses_helpers(function: object) -> bool:
    """Return whether a function uses the result of another one of the same notebook."""
    definition = definition_of(function)
    if definition is None or not isinstance(function, FunctionType):
        return False
    return next(_helpers(function, definition), None) is not None


def unwritten_helper(function: object, case: Case) -> str | None:
    """Return which function of the notebook is not written, where one is that calls it."""
    if not isinstance(function, FunctionType):
        return None
    error = error_in(function, case)
    if not isinstance(error, NotImplementedError):
        return None
    frames = own_frames(function, error)
    helper = frames[-1][0] if frames else function.__code__
    return None if helper is function.__code__ else helper.co_name


def _helpers(function: FunctionType, definition: ast.FunctionDef) -> Iterator[FunctionType]:
    """Yield the functions of the same notebook of which a function uses the results."""
    nodes = [*own_nodes(definition)]
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in alone:
            helper = function.__globals__.get(node.func.id)
            if isinstance(helper, FunctionType) and helper.__globals__ is function.__globals__:
                yield helper


def _returns_nothing(definition: ast.FunctionDef) -> bool:
    nodes = [*own_nodes(definition)]
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes):
        return False
    if all(isinstance(node, ast.Raise | ast.Expr) for node in definition.body):
        return any(map(is_print, nodes))  # a stub raises, which is another thing to say
    return not any(isinstance(node, ast.Return) and node.value is not None for node in nodes)


def is_print(node: ast.AST) -> bool:
    """Return whether a node is a call of `print` with something to print."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and bool(node.args)
    )
