"""Look at a function that a student wrote: its lines, its variables, and small changes of it.

All of this works on the text of a student, so it is called within a budget.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import islice
from textwrap import dedent

from grader_tests.strength.mutants import mutants

MAX_SOURCE = 4_000
MAX_MUTANTS = 60


@dataclass(frozen=True)
class OwnCode:
    """One function: its lines, where it sets which variable, and small changes of it."""

    name: str
    lines: tuple[str, ...]
    parameters: tuple[str, ...]
    sets: tuple[tuple[int, str], ...]
    """Pairs of a line, counted from 1 for the line with `def`, and a variable that it sets."""
    changes: tuple[tuple[str, str], ...]
    """Pairs of what was changed, and the changed source."""


def own_code(source: str, name: str) -> OwnCode | None:
    """Return what there is to ask about the function `name` in a cell; None if it cannot be read.

    >>> own_code("def double(x):\\n    y = x + x\\n    return y", "double").sets
    ((2, 'y'),)
    """
    source = dedent(source)
    if len(source) > MAX_SOURCE:
        return None
    try:
        found = [
            node
            for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef) and node.name == name and not node.decorator_list
        ]
        if not found:
            return None
        function = found[-1]
        segment = ast.get_source_segment(source, function) or ""
        changes = tuple(
            (mutant.change, mutant.source)
            for mutant in islice(mutants(segment, name), MAX_MUTANTS)
            if len(mutant.change) < 300
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    sets = dict.fromkeys(
        (node.end_lineno - function.lineno + 1, target.id)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.AugAssign) and node.lineno == node.end_lineno
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and node.end_lineno is not None
    )
    parameters = tuple(argument.arg for argument in function.args.args)
    return OwnCode(name, _without_docstring(segment), parameters, tuple(sets), changes)


def _without_docstring(segment: str) -> tuple[str, ...]:
    """Return the lines, with those of the docstring empty: the numbers of the others stay."""
    lines = segment.splitlines()
    [function] = ast.parse(segment).body
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        for number in range(text.lineno, (text.end_lineno or text.lineno) + 1):
            lines[number - 1] = ""
    return tuple(lines)
