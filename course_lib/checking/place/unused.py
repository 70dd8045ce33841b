"""Find what a function is given or computes, but never uses."""

from __future__ import annotations

import ast
from collections.abc import Collection

from course_lib.checking.own_source import own_nodes


def names_read(tree: ast.AST) -> set[str]:
    """Return the names that are read anywhere in a tree.

    >>> sorted(names_read(ast.parse("a = b[c]")))
    ['b', 'c']
    """
    nodes = (one for one in ast.walk(tree) if isinstance(one, ast.Name))
    return {one.id for one in nodes if isinstance(one.ctx, ast.Load)}


def unused_parameter(tree: ast.FunctionDef, needed: Collection[int]) -> str | None:
    """Return the first of the needed parameters, by position, that is never read."""
    read = names_read(tree)
    names = [argument.arg for argument in tree.args.args]
    return next((names[i] for i in needed if i < len(names) and names[i] not in read), None)


def unused_variable(tree: ast.FunctionDef) -> tuple[int, str] | None:
    """Return the line and the name of the first variable that is set and never read.

    A variable may also be there because something else has to be counted or unpacked.
    """
    read = names_read(tree)
    found = sorted((one.lineno, one.id) for node in own_nodes(tree) for one in _set_alone(node))
    return next((one for one in found if one[1] not in read and one[1] != "_"), None)


def _set_alone(node: ast.AST) -> list[ast.Name]:
    match node:
        case ast.Assign(targets=[ast.Name() as target]):
            return [target]
        case ast.For(target=ast.Name() as target, iter=iterable) if not _counts(iterable):
            return [target]
    return []


def _counts(iterable: ast.expr) -> bool:
    match iterable:
        case ast.Call(func=ast.Name(id="range")):
            return True
    return False
