"""Tell which of two definitions of a function can work where a module is missing.

`if fast:` or `try:` may stand before both, and what decides between them could not run.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

from autograder.sandbox.needed import binds, loaded


def lacks(node: ast.stmt, together: Iterable[ast.stmt], there: Mapping[str, Any]) -> int:
    """Return how many of the names and modules that a definition uses are not there.

    What is defined `together` with it will be.
    """
    own = {name for one in together for name in binds(one)}
    names = loaded(node) - own - {*dir(builtins)}
    missing = sum(there.get(name) is None for name in names)
    modules = [name for inner in ast.walk(node) for name in _imported(inner)]
    return missing + sum(not _is_there(module) for module in modules)


def _imported(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Import(names=names):
            return [one.name.partition(".")[0] for one in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module.partition(".")[0]]
    return []


def _is_there(module: str) -> bool:
    with suppress(ImportError, ValueError):
        return find_spec(module) is not None
    return False
