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


MUTATORS = frozenset(
    "add append appendleft clear discard extend fill insert partition pop popitem popleft put"
    " remove resize reverse send setdefault setflags shuffle sort update write".split()
)
"""Methods that change their object also where a statement keeps what they return."""
CHANGERS = frozenset(
    "copyto delattr fill_diagonal heapify heappop heappush heappushpop heapreplace insort next"
    " place put_along_axis putmask setattr shuffle".split()
)
"""Functions that change their first argument."""


def needed_statements(
    cells: Sequence[Sequence[ast.stmt]],
    wanted: Collection[str],
    there: Collection[str],
    others: Collection[tuple[int, int]] = (),
) -> dict[int, list[int]]:
    """Return which statements of which cells are needed for names, by their numbers.

    `others` are needed whatever they define: cells and statements in them.

    What is already `there` needs nothing from another cell, unless it is wanted itself; but it may
    have been something else where the needed statement stands, so that what its own cell says about
    it counts.
    """
    found: dict[int, list[int]] = {}
    needed, changes = set(wanted), _Changes(cells)
    needed |= {name for number, place in others for name in binds(cells[number][place])}
    for number in reversed(range(len(cells))):
        used = set(needed)
        for place in reversed(range(min(len(cells[number]), MOST_STATEMENTS))):
            node = cells[number][place]
            names = {*binds(node), *changes.of(node)}
            if (number, place) in others or "*" in names or not used.isdisjoint(names):
                found.setdefault(number, []).insert(0, place)
                used |= loaded(node)
        needed |= used - {*there} - {*dir(builtins)}
    return found


def binds(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds in the notebook; `*` for any, as of a whole module."""
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
            case (
                ast.Call(func=ast.Name(id="exec"))
                | ast.Subscript(value=ast.Call(func=ast.Name(id="globals")), ctx=ast.Store())
                | ast.Attribute(value=ast.Call(func=ast.Name(id="globals")), attr="update")
            ):
                yield "*"
            case ast.Call(
                func=ast.Attribute(attr="run_cell_magic"),
                args=[ast.Constant(), ast.Constant(value=str(line)), *_],
            ):  # `%%bash --out days`
                yield from filter(str.isidentifier, line.replace("=", " ").split())
        waiting += [*ast.iter_child_nodes(node), *_timed(node)]


def cell_of_magic(node: ast.stmt) -> str:
    """Return the cell that a statement gives to a magic, such as `%%bash`; else nothing."""
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(attr="run_cell_magic"),
                args=[_, _, ast.Constant(value=str(cell))],
            )
        ):
            return cell
    return ""


def declared_global(node: ast.AST) -> set[str]:
    """Return the names that functions in a statement set in the notebook, when they are called."""
    return {name for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names}


def may_change(name: str, source: str) -> bool:
    """Return whether a line of a cell begins as one that defines a name, or changes its value.

    Regular expressions would call builtins that the notebook may have replaced.
    """
    for line in source.split("\n") if name in source else ():
        defines = line.startswith(("def ", "async def ", "class "))
        begin, found, rest = line.partition(name)
        if not found or (begin and not defines) or rest[:1].isalnum() or rest[:1] == "_":
            continue
        if defines or rest[:1] in ("[", ".") or ("=" in rest and rest[:1] != "("):
            return True
    return False


def _timed(node: ast.AST) -> list[ast.stmt]:
    """Return the statements that a magic such as `%time` gets as a text."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="run_line_magic"),
            args=[ast.Constant(value="time" | "prun"), ast.Constant(value=str(text))],
        ):
            with suppress(SyntaxError, ValueError, RecursionError):
                return ast.parse(text).body
    return []


class _Changes:
    """The names of what a statement changes: `costs.append(1)`, `table["a"] = 1`, `fill(table)`."""

    def __init__(self, cells: Sequence[Sequence[ast.stmt]]) -> None:
        self._functions: dict[str, ast.FunctionDef] = {}
        self._same: dict[str, set[str]] = {}
        """Name -> others that were set to the same object."""
        for node in (node for cell in cells for node in cell[:MOST_STATEMENTS]):
            match node:
                case ast.FunctionDef():
                    self._functions[node.name] = node
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
                    self._same.setdefault(name, set()).add(other)

    def of(self, node: ast.stmt) -> set[str]:
        """Return the names, also those of the same objects."""
        changed = {*self._by_decorators(node)} if _defines(node) else {*self._in(node)}
        return changed.union(*(self._same.get(name, ()) for name in changed))

    def _by_decorators(self, node: ast.stmt) -> Iterator[str]:
        for decorator in getattr(node, "decorator_list", []):
            yield from self._in(decorator)
            if isinstance(decorator, ast.Name):
                yield from self._by_calling(decorator.id, [])

    def _in(self, node: ast.AST, depth: int = 2) -> Iterator[str]:
        for inner in ast.walk(node):
            match inner:
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
                    yield from _root(owner)
                case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()):
                    yield from _root(owner)
                case ast.Attribute(value=owner, ctx=ast.Store() | ast.Del()):
                    yield from _root(owner)
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
                    if isinstance(inner.func, ast.Attribute) and name in MUTATORS:
                        yield from _root(inner.func.value)
                    if name in CHANGERS:
                        yield from (root for one in arguments[:1] for root in _root(one))
                    yield from (
                        root for o in inner.keywords if o.arg == "out" for root in _root(o.value)
                    )
                    if isinstance(inner.func, ast.Name) and depth:
                        yield from self._by_calling(name, arguments, depth - 1)

    def _by_calling(
        self, name: str, arguments: Sequence[ast.expr], depth: int = 1
    ) -> Iterator[str]:
        """Yield what a function of the notebook changes: of its arguments, or of the notebook."""
        function = self._functions.get(name)
        if function is None:
            return
        yield from declared_global(function)
        changed = {root for one in function.body for root in self._in(one, depth)}
        parameters = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        for parameter, argument in zip(parameters, arguments, strict=False):
            if parameter in changed:
                yield from _root(argument)
        own = {name for one in function.body for name in binds(one)} - declared_global(function)
        yield from changed - own - {*parameters}


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _defines(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def loaded(node: ast.stmt) -> set[str]:
    """Return the names of the notebook that a statement reads, now or when it is called later."""
    own = {
        name
        for loop in ast.walk(node)
        if isinstance(loop, ast.For | ast.AsyncFor)
        for name in binds(loop.target)
    }
    inner = [one for inner in ast.walk(node) for one in _timed(inner)]
    with suppress(SyntaxError, ValueError, RecursionError):
        code = compile(ast.Module([node, *inner], []), "<cell>", "exec", flags=_COMPILED)
        assert isinstance(code, types.CodeType)
        return {*global_names(code, "LOAD_GLOBAL", "LOAD_NAME")} - own
    return set()
