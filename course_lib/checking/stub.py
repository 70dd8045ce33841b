"""Recognize a function whose stub line still stands beside the student's own code."""

from __future__ import annotations

import ast

from course_lib.checking.own_source import definition_of


def stub_is_left(function: object) -> bool:
    """Return whether `raise NotImplementedError` stands in a function that does more than that."""
    definition = definition_of(function)
    if definition is None:
        return False
    lines = [line for line in definition.body if not _says_nothing(line)]
    return len(lines) > 1 and any(map(_is_stub, lines))


def _says_nothing(line: ast.stmt) -> bool:
    """Return whether a line is a docstring, `...` or `pass`."""
    constant = isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)
    return constant or isinstance(line, ast.Pass)


def _is_stub(line: ast.stmt) -> bool:
    error = line.exc if isinstance(line, ast.Raise) else None
    name = error.func if isinstance(error, ast.Call) else error
    return isinstance(name, ast.Name) and name.id == "NotImplementedError"
