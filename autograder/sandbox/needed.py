"""Find the statements of skipped cells that define what a notebook's answers use.

Experiments are not run in grading. A student who wrote a helper into one does not know that, and at
home everything works. So of such a cell only those statements are run that bind the missing names,
or change what they stand for, and those that these need in turn.
"""

from __future__ import annotations

import ast
import builtins
import types
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

from autograder.sandbox.used_names import global_names

MOST_STATEMENTS = 500
TIMERS = ("%%time", "%%prun")
"""Magics whose cells would run as one statement."""
KEEPING = (*TIMERS, "%%capture")
"""Magics without which the statements of a cell define the same."""
_COMPILED = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def untimed(source: str, magics: Collection[str]) -> str:
    """Return a cell without a magic that would run all of it as one statement."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.strip():
            if line.split()[0] in magics:
                lines[number] = ""
            break
    return "\n".join(lines)


def needed_statements(
    cells: Sequence[Sequence[ast.stmt]], wanted: Collection[str], there: Collection[str]
) -> dict[int, list[int]]:
    """Return which statements of which cells are needed for names, by their numbers.

    What is already `there` needs nothing from another cell, but it may have been something else
    where the needed statement stands, so that what its own cell says about it counts.
    """
    found: dict[int, list[int]] = {}
    needed = set(wanted)
    for number in reversed(range(len(cells))):
        used = set(needed)
        for place in reversed(range(min(len(cells[number]), MOST_STATEMENTS))):
            node = cells[number][place]
            if not used.isdisjoint({*binds(node), *_changed(node)}) or "*" in binds(node):
                found.setdefault(number, []).insert(0, place)
                used |= _loaded(node)
        needed |= used - {*there} - {*dir(builtins)}
    return found


def binds(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds in the notebook; `*` for those of a module."""
    waiting: list[ast.AST] = [node]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
                continue
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp():
                continue
            case ast.alias():
                yield node.asname or node.name.partition(".")[0]
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
        waiting += ast.iter_child_nodes(node)


def _changed(node: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement changes: `costs.append(1)`, `table["a"] = 1`."""
    for inner in () if _defines(node) else ast.walk(node):
        match inner:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
                yield from _root(owner)
            case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()):
                yield from _root(owner)
            case ast.Attribute(value=owner, ctx=ast.Store() | ast.Del()):
                yield from _root(owner)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _defines(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _loaded(node: ast.stmt) -> set[str]:
    """Return the names of the notebook that a statement reads, now or when it is called later."""
    own = {
        name
        for loop in ast.walk(node)
        if isinstance(loop, ast.For | ast.AsyncFor)
        for name in binds(loop.target)
    }
    with suppress(SyntaxError, ValueError, RecursionError):
        code = compile(ast.Module([node], []), "<cell>", "exec", flags=_COMPILED)
        assert isinstance(code, types.CodeType)
        return {*global_names(code, "LOAD_GLOBAL", "LOAD_NAME")} - own
    return set()
