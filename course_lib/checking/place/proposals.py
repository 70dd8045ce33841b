"""Define what an edit is, and what edits may draw on: names, texts and parts of the function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


MAX_NAMES = 14
MAX_PARTS = 10


class Known(NamedTuple):
    """What the examples tell about a function: texts, and what its arguments are."""

    texts: Sequence[str]
    objects: frozenset[str] = frozenset()
    """Arguments that are functions or random generators."""
    collections: frozenset[str] = frozenset()
    """Arguments that are dicts, texts, or lists of such things."""


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
        [*_parts(tree)][:MAX_PARTS],
    )


def _parts(tree: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield the operations in a function, small ones first, each once."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp | ast.Subscript)]
    seen = set()
    for node in sorted(found, key=lambda node: sum(1 for _ in ast.walk(node))):
        text = ast.dump(node)
        if text not in seen and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            seen.add(text)
            yield node


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
