"""Say which edits of a function are likely: by what is wrong, and by what it does not use."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from course_lib.checking.place.program import Program
from course_lib.checking.place.proposals import Proposal
from course_lib.checking.place.unused import names_read

Items = frozenset[int]


class Focus:
    """Where a mistake may be that shows in some items of the result only."""

    def __init__(self, program: Program, wrong: Collection[int]) -> None:
        self.main = program.main
        self.wrong = frozenset(wrong)
        self.items = influences(self.main.tree)
        self.unused = _unused(self.main.tree)

    def rank(self, function: str, proposal: Proposal) -> int:
        """Return when to try an edit: the smaller, the earlier.

        First come those that use an argument which the function ignores, and of these and of the
        others those at lines on which only wrong items depend.
        """
        ignores = not self._uses_more(proposal)
        items = self.items.get(proposal.line) if function == self.main.name else None
        if not self.wrong or items is None:
            return 2 + ignores
        if items <= self.wrong:
            return 0 + ignores
        return 2 + ignores if items & self.wrong else 4

    def _uses_more(self, proposal: Proposal) -> bool:
        """Return whether an edit uses an argument that the function does not use."""
        new = proposal.change.new
        nodes = new if isinstance(new, list) else [new]
        return bool(self.unused) and any(_names(node) & self.unused for node in nodes)


def _unused(tree: ast.FunctionDef) -> set[str]:
    """Return the arguments that a function never reads."""
    return {argument.arg for argument in tree.args.args} - names_read(tree)


@dataclass
class _Statement:
    """A statement: the lines that it covers, the names that it reads, and those that it sets."""

    lines: range
    reads: set[str]
    sets: set[str]
    items: set[int] = field(default_factory=set)


def influences(tree: ast.FunctionDef) -> dict[int, Items]:
    """Return line -> the items of the result that depend on what stands there, by position.

    Names are followed without regard to the order of the lines, so that loops need no special
    care. A function that does not end with several results in one `return` has no such items.
    """
    returns = [node for node in ast.walk(tree) if isinstance(node, ast.Return)]
    if len(returns) != 1 or not isinstance(returns[0].value, ast.Tuple):
        return {}
    statements = [*_statements(tree.body, set())]
    for i, item in enumerate(returns[0].value.elts):
        _follow(statements, _names(item), i)
    found = {line: frozenset(one.items) for one in statements for line in one.lines}
    for i, item in enumerate(returns[0].value.elts):
        line = item.lineno
        found[line] = found.get(line, frozenset()) | {i}
    return found


def _follow(statements: list[_Statement], needed: set[str], item: int) -> None:
    """Note the item at every statement that sets a needed name, or one that such a line reads."""
    known: set[str] = set()
    while needed - known:
        known |= needed
        for statement in statements:
            if statement.sets & needed:
                statement.items.add(item)
                needed = needed | statement.reads


def _statements(body: list[ast.stmt], above: set[str]) -> Iterator[_Statement]:
    """Yield the statements; those in a loop or condition depend on what stands above them, too."""
    for node in body:
        if isinstance(node, ast.Return):
            continue
        blocks = [
            value
            for _, value in ast.iter_fields(node)
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt)
        ]
        if not blocks:
            end = node.end_lineno or node.lineno
            yield _Statement(range(node.lineno, end + 1), _names(node) | above, _set_by(node))
            continue
        header = {
            name for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)
            for name in _names(child)
        }  # fmt: skip
        inner = {name for block in blocks for child in block for name in _set_by(child)}
        yield _Statement(range(node.lineno, node.lineno + 1), header | above, inner)
        for block in blocks:
            yield from _statements(block, above | header)


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _set_by(node: ast.stmt) -> set[str]:
    """Return the names that a statement may set; a mere call may change all that it mentions."""
    found = set()
    for one in ast.walk(node):
        match one:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case (
                ast.Subscript(value=value, ctx=ast.Store())
                | ast.Attribute(value=value, ctx=ast.Store())
            ):
                found |= _names(value)
            case ast.Expr():
                found |= _names(one)
    return found
