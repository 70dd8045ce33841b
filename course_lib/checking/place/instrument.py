"""Compile a function once with all edits in it, each behind a switch, and with guards.

An expression `e` that may be replaced by `a` or `b` becomes `(a if s <= 1 else b) if s else e`,
where the switch `s` is a global name of the compiled code. So trying an edit takes no compiling.
Operations, loops and calls that could go on for ever or need much memory call a guard instead.
"""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from course_lib.checking.place.guards import GROW, LEGACY_RANDOM, TICK, WATCHED

Key = int | tuple[int, str]
"""What an edit replaces: a node, by its id, or a block, by its owner's id and its name."""

Replacement = ast.expr | list[ast.stmt]

_GUARDED: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.LShift: "lshift",
}
_BLOCKS = ("body", "orelse", "finalbody")
_OWN_GENERATORS = frozenset({"default_rng", "Generator", "RandomState"})


@dataclass
class Site:
    """A switch, and what it chooses from; 0 is the student's own code."""

    switch: str
    replacements: list[Replacement] = field(default_factory=list)


def compiled(trees: Sequence[ast.FunctionDef], sites: Mapping[Key, Site]) -> Any:
    """Return the code of a module that defines the functions, guarded and with switches."""
    with _collection_paused():
        builder = _Builder(sites)
        body = [builder.copied(tree, True) for tree in trees]
        return compile(ast.Module(body, []), FILE, "exec")


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep the garbage collector from looking through the growing trees: that takes longest."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


FILE = "<place>"

Node = TypeVar("Node", bound=ast.AST)

_LOCATED = (ast.expr, ast.stmt, ast.excepthandler, ast.arg, ast.keyword, ast.alias)


class _Builder:
    """Copies trees, with guards, and in `live` parts with switches."""

    def __init__(self, sites: Mapping[Key, Site]) -> None:
        self.sites = sites
        self.line = 1
        self._plain: dict[int, ast.expr] = {}
        """Copies of expressions without switches: replacements share most of their parts."""

    def copied(self, node: Any, live: bool) -> Any:
        """Return the copy of a node or of a list of expressions."""
        if isinstance(node, list):
            return [self.copied(item, live) for item in node]
        if not isinstance(node, ast.AST) or not node._fields:  # an `ast.Load()` may be shared
            return node
        self.line = getattr(node, "lineno", self.line)
        if not isinstance(node, ast.expr):
            return self._guarded(node, live)
        if live:
            site = self.sites.get(id(node))
            return self._switched(node, site) if site else self._guarded(node, True)
        if id(node) not in self._plain:
            self._plain[id(node)] = self._guarded(node, False)
        return self._plain[id(node)]

    def _switched(self, node: ast.expr, site: Site) -> ast.expr:
        line = self.line
        own = self._guarded(node, True)
        others = []
        for replacement in site.replacements:
            self.line = line
            others.append(self.copied(replacement, False))
        return self._located(
            ast.IfExp(self._name(site.switch), self._choice(site.switch, others, 1), own)
        )

    def _choice(self, switch: str, others: Sequence[ast.expr], first: int) -> ast.expr:
        """Return an expression that finds its value in few comparisons, in halves."""
        if len(others) == 1:
            return others[0]
        middle = len(others) // 2
        return self._located(
            ast.IfExp(
                self._at_most(switch, first + middle - 1),
                self._choice(switch, others[:middle], first),
                self._choice(switch, others[middle:], first + middle),
            )
        )

    def block(self, owner: ast.AST, name: str, live: bool) -> list[ast.stmt]:
        """Return the copy of a block of statements."""
        own = [copy for node in getattr(owner, name) for copy in self._statement(node, live)]
        if not own and name == "body":
            own = [self._located(ast.Pass())]
        site = self.sites.get((id(owner), name)) if live else None
        return self._switched_block(site, own) if site else own

    def _statement(self, node: ast.stmt, live: bool) -> list[ast.stmt]:
        self.line = getattr(node, "lineno", self.line)
        own = [self._guarded(node, live)]
        site = self.sites.get(id(node)) if live else None
        return self._switched_block(site, own) if site else own

    def _switched_block(self, site: Site, own: list[ast.stmt]) -> list[ast.stmt]:
        chosen = own
        for number, replacement in reversed([*enumerate(site.replacements, 1)]):
            assert isinstance(replacement, list)
            statements = [copy for node in replacement for copy in self._statement(node, False)]
            test = self._located(
                ast.Compare(self._name(site.switch), [ast.Eq()], [self._constant(number)])
            )
            chosen = [
                self._located(ast.If(test, statements or [self._located(ast.Pass())], chosen))
            ]
        return chosen

    def _guarded(self, node: ast.AST, live: bool) -> Any:
        """Return a copy with guards; what is below it is copied by `copied`."""
        match node:
            case ast.BinOp(op=op) if type(op) in _GUARDED:
                operands = [self.copied(node.left, live), self.copied(node.right, live)]
                return self._call(f"@{_GUARDED[type(op)]}", operands)
            case ast.AugAssign(op=op) if type(op) in _GUARDED:
                return self._augmented(node, f"@i{_GUARDED[type(op)]}", live)
            case ast.AnnAssign(value=None):
                return self._located(ast.Pass())
            case ast.AnnAssign():
                copies = self.copied(node.target, live), self.copied(node.value, live)
                return self._located(ast.Assign([copies[0]], copies[1]))
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in WATCHED:
                call = self._generic(node, live)
                call.args.insert(0, call.func)
                call.func = self._name(GROW)
                return call
            case ast.Attribute(value=ast.Attribute(attr="random")) if (
                node.attr not in _OWN_GENERATORS
            ):
                return self._located(
                    ast.Attribute(self._name(LEGACY_RANDOM), node.attr, ast.Load())
                )
        return self._with_ticks(node, live)

    def _with_ticks(self, node: ast.AST, live: bool) -> Any:
        copy = self._generic(node, live)
        if isinstance(copy, ast.For | ast.While | ast.FunctionDef):
            copy.body.insert(0, self._located(ast.Expr(self._call(TICK, []))))
        elif isinstance(copy, ast.comprehension):
            copy.ifs.insert(0, self._call(TICK, []))
        elif isinstance(copy, ast.Lambda):
            copy.body = self._located(
                ast.IfExp(self._call(TICK, []), copy.body, self._constant(None))
            )
        return copy

    def _augmented(self, node: ast.AugAssign, guard: str, live: bool) -> ast.stmt:
        """Return `x = guard(x, value)` for `x += value`, which works in place as well."""
        target = self._generic(node.target, False)
        old = self._generic(node.target, False)
        old.ctx = ast.Load()
        value = self._call(guard, [old, self.copied(node.value, live)])
        return self._located(ast.Assign([target], value))

    def _generic(self, node: ast.AST, live: bool) -> Any:
        line = self.line
        live = live and not isinstance(node, ast.JoinedStr)
        fields = {
            name: self.block(node, name, live)
            if name in _BLOCKS and isinstance(value, list)
            else self.copied(value, live)
            for name, value in ast.iter_fields(node)
        }
        self.line = line
        return self._located(type(node)(**fields))

    def _located(self, node: Node) -> Node:
        if isinstance(node, _LOCATED):
            node.lineno = node.end_lineno = self.line
            node.col_offset = node.end_col_offset = 0
        return node

    def _name(self, name: str) -> ast.expr:
        return self._located(ast.Name(name, ast.Load()))

    def _constant(self, value: int | None) -> ast.expr:
        return self._located(ast.Constant(value))

    def _call(self, name: str, args: list[ast.expr]) -> ast.expr:
        return self._located(ast.Call(self._name(name), args, []))

    def _at_most(self, switch: str, number: int) -> ast.expr:
        return self._located(ast.Compare(self._name(switch), [ast.LtE()], [self._constant(number)]))
