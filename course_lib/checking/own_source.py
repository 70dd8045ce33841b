"""Read the source of a student's function."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator


def definition_of(function: object) -> ast.FunctionDef | None:
    """Return the tree of a function's definition; None if its source is not known."""
    try:
        source = textwrap.dedent(inspect.getsource(function))  # type: ignore[arg-type]
        body = ast.parse(source).body
    except (TypeError, OSError, SyntaxError, ValueError, RecursionError):
        return None
    return body[0] if body and isinstance(body[0], ast.FunctionDef) else None


def own_nodes(definition: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body, without those of functions that it defines."""
    waiting: list[ast.AST] = [*definition.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))
