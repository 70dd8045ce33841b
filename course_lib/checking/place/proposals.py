"""Define what an edit is, and what edits may draw on: names, texts and parts of the function."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from course_lib.checking.place.instrument import Key, Replacement
from course_lib.checking.place.program import local_names

LIKELY, POSSIBLE, ADDED = 1, 2, 3
"""How likely an edit is: something exchanged; something left out or moved; something added."""


class Change(NamedTuple):
    """What may stand in the place of a node, and which kind of mistake that would mend."""

    kind: str
    rank: int
    new: Replacement


class Proposal(NamedTuple):
    """A change at its place."""

    key: Key
    line: int
    change: Change
    old: ast.AST | None = None


@dataclass(frozen=True)
class Context:
    """What the edits of one function may use."""

    names: Sequence[str]
    """Its arguments and variables, without functions and random generators."""
    numbers: Sequence[str]
    """Those of them with which one can calculate, as far as the examples tell."""
    functions: Sequence[str]
    """The student's other functions that it calls."""
    texts: Sequence[str]
    """The texts in the expected results and in the arguments."""
    parts: Sequence[ast.expr]
    """Expressions of the function itself, which another place may lack."""
    conditions: Sequence[ast.expr]
    """Its comparisons, also with `any` for `all`, which another condition may lack."""
    calls: Sequence[ast.Call]
    """Its calls of other functions of the notebook, which another place may lack."""
    lists: Sequence[str]
    """Its variables that begin as lists."""
    values: Sequence[float]
    """Numbers that the examples pass: one of them may be where a condition changes."""


MAX_NAMES = 14
MAX_PARTS = 10
MAX_MIRRORED, MAX_CONDITIONS, MAX_CALLS, MAX_VALUES = 4, 8, 4, 12


class Known(NamedTuple):
    """What the examples tell about a function: texts, and what its arguments are."""

    texts: Sequence[str]
    objects: frozenset[str] = frozenset()
    """Arguments that are functions or random generators."""
    collections: frozenset[str] = frozenset()
    """Arguments that are dicts, texts, or lists of such things."""
    values: Sequence[float] = ()
    """The numbers that are passed."""


def context_of(tree: ast.FunctionDef, functions: Sequence[str], known: Known) -> Context:
    """Return what the edits of a function may use."""
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    imported = {name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
                for name in local_names(node)}  # fmt: skip
    names = dict.fromkeys(name for name in local_names(tree) if name not in own | imported)
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 40
    ]
    usable = [name for name in names if name != "_" and name not in known.objects][:MAX_NAMES]
    return Context(
        usable,
        [name for name in usable if name not in known.collections],
        functions,
        [*dict.fromkeys((*known.texts, *strings))][:MAX_NAMES],
        [*_distinct(_parts(tree))][:MAX_PARTS] + [*_distinct(_mirrored(tree))][:MAX_MIRRORED],
        [*_distinct(_conditions(tree))][:MAX_CONDITIONS],
        [*_distinct(_calls(tree))][:MAX_CALLS],
        [*_lists(tree)],
        known.values[:MAX_VALUES],
    )


T = TypeVar("T", bound=ast.AST)


def _distinct(nodes: Iterable[T]) -> Iterator[T]:
    """Yield nodes, small ones first, each once."""
    by_text = {ast.dump(node): node for node in nodes}
    yield from sorted(by_text.values(), key=lambda node: sum(1 for _ in ast.walk(node)))


def _parts(tree: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield the operations in a function."""
    for node in ast.walk(tree):
        is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if is_read and isinstance(node, ast.BinOp | ast.Subscript):
            yield node


def _mirrored(tree: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield calls with the other sign in an argument: `f(x - h)` for `f(x + h)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for i, argument in enumerate(node.args):
                if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Sub):
                    op = ast.Sub() if isinstance(argument.op, ast.Add) else ast.Add()
                    other = ast.BinOp(argument.left, op, argument.right)
                    args = [*node.args[:i], other, *node.args[i + 1 :]]
                    yield ast.Call(node.func, args, node.keywords)


def _conditions(tree: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield the comparisons in a function, and `any` and `all` of those of arrays."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield node
        elif isinstance(node, ast.Call) and any(isinstance(a, ast.Compare) for a in node.args):
            match node.func:
                case ast.Attribute(value=value, attr="any" | "all"):
                    for other in ("any", "all"):
                        function = ast.Attribute(value, other, ast.Load())
                        yield ast.Call(function, node.args, node.keywords)


def _calls(tree: ast.FunctionDef) -> Iterator[ast.Call]:
    """Yield the calls of functions by their plain name, with arguments besides the first."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
            yield node


def _lists(tree: ast.FunctionDef) -> Iterator[str]:
    """Yield the variables that begin as lists, also in an assignment of several values."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=identifier)], value=ast.List()):
                yield identifier
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=False):
                    if isinstance(target, ast.Name) and isinstance(value, ast.List):
                        yield target.id


def name(identifier: str) -> ast.expr:
    """Return the expression that reads a variable."""
    return ast.Name(identifier, ast.Load())


def number(value: float) -> ast.expr:
    """Return a number as an expression."""
    return ast.Constant(value)


def numpy_call(function: str, *args: ast.expr) -> ast.expr:
    """Return a call of a function of NumPy."""
    return ast.Call(ast.Attribute(name(NUMPY), function, ast.Load()), [*args], [])


NUMPY = "@np"
"""NumPy in edited code, whatever the student calls it."""
