"""Find the statements of skipped cells that do more than to define names.

A name that an experiment defines is missed when something uses it. Nobody misses by name what else
it does: it writes a file, changes a module or a setting, or defines a name that is a text. At home
all that counts for the cells below it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from autograder.sandbox.needed import MOST_STATEMENTS, MUTATORS

Place = tuple[int, int]
"""A cell and a statement in it, both counted from 0."""

_CALLED = frozenset(
    "ModuleType NamedTemporaryFile __import__ delattr dump eval exec extractall filterwarnings"
    " globals locals mkdir mkdtemp mkstemp save savetxt savez savez_compressed seed seterr setattr"
    " set_state simplefilter symlink_to to_csv to_excel to_feather to_hdf to_json to_parquet"
    " to_pickle to_sql tofile touch vars write_bytes write_text writestr".split()
)
"""Functions and methods, whatever module or object they belong to."""
_GET_IPYTHON = "get_ipython"
_MODULES = frozenset(
    "builtins codecs copyreg dbm decimal gzip importlib locale os pathlib random runpy shelve"
    " shutil sqlite3 sys tempfile unittest zipfile".split()
)
"""Modules of which any function may do something."""
_OPENERS = ("open", "ZipFile", "memmap", "open_memmap")
_REGISTER = frozenset(
    "register_line_magic register_cell_magic register_line_cell_magic magics_class".split()
)
_LINE_MAGICS = frozenset(
    "alias alias_magic cd env load_ext macro mkdir popd pushd run save set_env store".split()
)
_CELL_MAGICS = ("writefile", "file")
_OF_PICTURES = ("matplotlib", "mpl_toolkits", "IPython", "ipywidgets")
"""Modules whose settings change no result."""

_SIGNS = re.compile(
    r"__|open\(|\.write|save|dump|attr\(|exec\(|eval\(|globals\(|locals\(|vars\(|get_ipython"
    r"|^[ \t]*%|=[ \t]*%|\b(?:sys|os|(?<!np\.)random)\.|environ|builtins|shutil|seed\(|\.to_|seterr"
    r"|set_state|register_|magics_class|file=|filter|touch\(|memmap|ModuleType|mkdir|tempfile|tofile"
    r"|sqlite3|decimal|mock|unittest|locale|shelve|runpy|Path|extract|mkstemp|mkdtemp|ZipFile"
    r"|Temporary",
    re.MULTILINE,
)
"""What a cell that does more than to define names has in it."""
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?!(?:numpy|matplotlib|course_lib)\b)", re.M)
"""What brings another module than those of the lessons."""


def may_have_effects(source: str) -> bool:
    """Return whether a cell is worth reading: most experiments only compute and draw."""
    if _SIGNS.search(source) or _IMPORT.search(source):
        return True
    targets = (line.partition("=")[0].strip(" +-*/") for line in source.split("\n") if "=" in line)
    return any("." in one and one.replace(".", "").isidentifier() for one in targets)


def with_effects(cells: Sequence[Sequence[ast.stmt]], there: Mapping[str, Any]) -> list[Place]:
    """Return the statements that have effects on what is outside the cells.

    `there` is what names stand for in the notebook.
    """
    known = [statements[:MOST_STATEMENTS] for statements in cells]
    finder = _Finder([node for statements in known for node in statements], there)
    return [
        (number, place)
        for number, statements in enumerate(known)
        for place, node in enumerate(statements)
        if finder.has_effects(node)
    ]


class _Finder:
    def __init__(self, nodes: Sequence[ast.stmt], there: Mapping[str, Any]) -> None:
        self._there = there
        self._foreign: dict[str, str] = {}
        """Names that were imported, or are the same -> the module."""
        self._callers: set[str] = set()
        """Functions, and classes, whose calls have effects."""
        for node in nodes:
            self._foreign |= dict(self._imported(node))
        for node in nodes:
            self._callers |= {name for name, body in _bodies(node) if self.has_effects(body)}

    def has_effects(self, node: ast.AST) -> bool:
        """Return whether a statement has effects when it runs."""
        return any(map(self._is_effect, _running(node)))

    def _is_effect(self, node: ast.AST) -> bool:
        match node:
            case ast.ImportFrom(module="__future__"):
                return True
            case ast.Import(names=names):
                return any("." in one.name and one.name not in sys.modules for one in names)
            case ast.Attribute(value=owner, ctx=ast.Store() | ast.Del()):
                return self._is_foreign(owner)
            case ast.Subscript(value=owner, ctx=ast.Store() | ast.Del()):
                return self._is_foreign(owner)
            case ast.Name(id=name):
                return name in _REGISTER
            case ast.Call():
                return self._does_something(node)
        return False

    def _does_something(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Attribute(attr="run_line_magic" | "run_cell_magic" as magic):
                names = _LINE_MAGICS if magic == "run_line_magic" else _CELL_MAGICS
                name = call.args[0] if call.args else None
                return isinstance(name, ast.Constant) and name.value in names
            case ast.Attribute(value=owner, attr=name):
                changes = name in MUTATORS and not isinstance(owner, ast.Name)
                if changes and self._is_foreign(owner):
                    return True
            case ast.Name(id=name) if name in self._callers:
                return True
            case ast.Name(id=name):
                pass
            case _:
                return False
        if name in _OPENERS and any(map(_is_mode_to_write, [*call.args, *call.keywords])):
            return True
        if name in _CALLED or any(one.arg == "file" for one in call.keywords):
            return True
        module = self._module_of(call.func).partition(".")[0]
        if module == _GET_IPYTHON:
            return name not in ("system", "getoutput", _GET_IPYTHON)
        return module in _MODULES and name not in _OPENERS

    def _is_foreign(self, node: ast.expr) -> bool:
        """Return whether an object belongs to a module, to IPython or to the whole notebook."""
        if _root(node) in ("globals", "locals", "vars", "__builtins__"):
            return True
        module = self._module_of(node)
        return bool(module) and module.partition(".")[0] not in _OF_PICTURES

    def _module_of(self, node: ast.expr) -> str:
        """Return the name of the module that an object is, or comes from; nothing if unknown."""
        name = _root(node)
        if name == _GET_IPYTHON:
            return name
        if name in self._foreign:
            return self._foreign[name]
        value = self._there.get(name)
        if isinstance(value, ModuleType):
            return value.__name__
        module = getattr(value, "__module__", None) if callable(value) else None
        return module if isinstance(module, str) and module != "__main__" else ""

    def _imported(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        for inner in _running(node):
            match inner:
                case ast.Import(names=names):
                    for one in names:
                        whole = one.name if one.asname else one.name.partition(".")[0]
                        yield one.asname or whole, whole
                case ast.ImportFrom(module=str(module), names=names):
                    yield from ((one.asname or one.name, module) for one in names)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    module = self._module_of(value)
                    if module == _GET_IPYTHON or (module and isinstance(value, ast.Name)):
                        yield name, module


def _bodies(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Yield what runs when the function or the class that a statement defines is used."""
    match node:
        case ast.FunctionDef(name=name, body=body):
            yield from ((name, one) for one in body)
        case ast.ClassDef(name=name, body=methods):
            yield from ((name, one) for method in methods for _, one in _bodies(method))
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(body=one)):
            yield name, one


def _is_mode_to_write(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str(mode)) | ast.keyword(value=ast.Constant(value=str(mode))):
            return {*mode} <= {*"rwaxbt+"} and not {*mode}.isdisjoint("wax+")
    return False


def _root(node: ast.expr) -> str:
    """Return the name with which an expression begins: `os` in `os.environ["A"].x`."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes of a statement that run with it, not those of a function's body."""
    waiting: list[ast.AST] = [node]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += node.decorator_list
            case ast.Lambda():
                pass
            case _:
                waiting += ast.iter_child_nodes(node)
