"""Find out which items of a function's result each of its lines can influence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

Items = frozenset[int]


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
            case ast.Subscript(value=value, ctx=ast.Store()) | ast.Attribute(
                value=value, ctx=ast.Store()
            ):
                found |= _names(value)
            case ast.Expr():
                found |= _names(one)
    return found
