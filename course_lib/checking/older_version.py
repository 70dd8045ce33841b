"""Notice that an older version of a function answers, because its new cell did not run."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from typing import Any

from course_lib.checking import messages


def older_version(name: str, function: object, namespace: Mapping[str, Any]) -> str | None:
    """Return a sentence if the cell that defined `name` last stopped before it did so.

    IPython keeps the cells that were run, with those that failed, in the name `In`. The function is
    an older version if the last cell that binds its name defines it otherwise, and an earlier cell
    defines it as it is.
    """
    cells = namespace.get("In")
    source = _source(function)
    if source is None or not isinstance(cells, list):
        return None
    texts = [cell for cell in cells if isinstance(cell, str)]
    last = next((i for i in reversed(range(len(texts))) if _binds(texts[i], name)), None)
    if last is None or source in texts[last] or not any(source in text for text in texts[:last]):
        return None
    try:
        tree = ast.parse(texts[last])
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        if line is None:
            return messages.OLDER_VERSION.format(name=name)
        return messages.OLDER_VERSION_SYNTAX.format(name=name, line=line)
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return messages.OLDER_VERSION.format(name=name) if name in defined else None


def _source(function: object) -> str | None:
    try:
        return inspect.getsource(function).strip()  # type: ignore[arg-type]
    except (TypeError, OSError):
        return None


def _binds(cell: str, name: str) -> bool:
    """Return whether a cell may bind a name at its top level, as far as its text tells."""
    if name not in cell:
        return False
    try:
        tree = ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError):
        return re.search(rf"^(async )?def {re.escape(name)}\b", cell, re.MULTILINE) is not None
    return name in {bound for statement in tree.body for bound in _bound(statement)}


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    names = {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del)
    }
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return names
