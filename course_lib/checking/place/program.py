"""Read a student's function from the notebook, with their other functions that it calls."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np

from course_lib.checking.own_source import definition_of
from course_lib.checking.place.allowed import ATTRIBUTES, NotSearched, check_allowed
from course_lib.checking.place.guards import GROWING, SAFE_BUILTINS, bounded_product

MAX_HELPERS = 6


@dataclass(frozen=True)
class Definition:
    """A function of the student's: its tree, with the line numbers of their cell, and its lines."""

    name: str
    tree: ast.FunctionDef
    lines: Mapping[int, str]
    function: FunctionType


@dataclass(frozen=True)
class Program:
    """The definitions to edit, the checked function first, and what other names refer to."""

    definitions: tuple[Definition, ...]
    names: Mapping[str, Any]

    @property
    def main(self) -> Definition:
        """Return the function that was checked."""
        return self.definitions[0]

    def fresh_names(self) -> dict[str, Any]:
        """Return copies, so that an edited function cannot change the notebook's own data."""
        return {
            name: copy.deepcopy(value)
            if isinstance(value, list | dict | set | np.ndarray)
            else value
            for name, value in self.names.items()
        }


def read_program(function: Callable[..., Any]) -> Program:
    """Return the program of a function; raise `NotSearched` if it does more than compute."""
    if not isinstance(function, FunctionType):
        raise NotSearched
    main = _definition(function)
    found = {main.name: main}
    names: dict[str, Any] = {}
    waiting = [(main, function)]
    while waiting:
        definition, owner = waiting.pop()
        for name in sorted(_free_names(definition.tree)):
            if name in found or name in names:
                continue
            if name not in owner.__globals__:
                if hasattr(builtins, name) and name not in SAFE_BUILTINS:
                    raise NotSearched
                continue
            value = owner.__globals__[name]
            if _is_students(value):
                found[name] = helper = _definition(value, name)
                waiting.append((helper, value))
            else:
                names[name] = _harmless(value)
    if len(found) > MAX_HELPERS:
        raise NotSearched
    return Program(tuple(found.values()), names)


def touches_nothing_else(function: Callable[..., Any]) -> bool:
    """Return whether a function only computes, so that it may be called more often."""
    try:
        program = read_program(function)
    except Exception:  # the source of a student's function may be anything
        return False
    values = program.names.values()
    lines = (line for one in program.definitions for line in one.lines.values())
    return not any(
        isinstance(value, list | dict | set | np.ndarray) for value in values
    ) and not any("random" in line for line in lines)


def _definition(function: FunctionType, name: str | None = None) -> Definition:
    tree = definition_of(function)
    if tree is None or function.__closure__:
        raise NotSearched
    lines, first = inspect.getsourcelines(function)
    if tree.name != function.__code__.co_name or (name and name != tree.name):
        raise NotSearched
    ast.increment_lineno(tree, first - 1)
    _drop_annotations(tree)
    check_allowed(tree)
    numbered = dict(enumerate((line.strip() for line in lines), first))
    return Definition(tree.name, tree, numbered, function)


def _drop_annotations(tree: ast.FunctionDef) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)


def _is_students(value: Any) -> bool:
    return isinstance(value, FunctionType) and not str(value.__module__).startswith("course_lib.")


def _free_names(tree: ast.FunctionDef) -> set[str]:
    """Return the names that the function reads and does not define itself."""
    own = set(local_names(tree)) - {tree.name}
    read = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    defaults = [*tree.args.defaults, *filter(None, tree.args.kw_defaults)]
    outside = {id(node) for default in defaults for node in ast.walk(default)}
    return {node.id for node in read if node.id not in own or id(node) in outside}


def local_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that are defined anywhere inside a function, arguments first."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name) | ast.FunctionDef(name=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name
            case ast.ExceptHandler(name=str(name)):
                yield name


def _harmless(value: Any) -> Any:
    """Return a value of the notebook that an edited function may use, or raise `NotSearched`."""
    if value is itertools.product:
        return bounded_product
    if value is np or value is math or value is np.linalg:
        return value
    if isinstance(value, FunctionType) and value.__module__ == "course_lib.scales":
        return value
    if isinstance(value, np.ufunc) or _is_of_numpy(value):
        return value
    if _is_data(value):
        return value
    raise NotSearched


def _is_of_numpy(value: Any) -> bool:
    """Return whether it is a function of NumPy or `math` that cannot make anything large."""
    if not isinstance(value, FunctionType | BuiltinFunctionType) and type(value) is not type(
        np.sum
    ):
        return False
    name = getattr(value, "__name__", "")
    of_numpy = any(getattr(module, name, None) is value for module in (np, np.linalg, math))
    return of_numpy and name in ATTRIBUTES - GROWING


def _is_data(value: Any, depth: int = 3) -> bool:
    if value is None or type(value) in (bool, int, float, str) or isinstance(value, np.generic):
        return True
    if type(value) is np.ndarray:
        return value.dtype.kind in "biuf" and value.size <= 10_000
    if type(value) in (list, tuple, set):
        return depth > 0 and len(value) <= 1_000 and all(_is_data(v, depth - 1) for v in value)
    if type(value) is dict:
        return (
            depth > 0
            and len(value) <= 1_000
            and all(_is_data(part, depth - 1) for pair in value.items() for part in pair)
        )
    return False
