"""Read which exercises and questions a topic lists, without importing what computes with them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def listed(folder: Path) -> frozenset[str] | None:
    """Return the names in a topic's folder; None if its files do not simply list them."""
    exercises = _first_texts(folder / "__init__.py", "topic", skipped=1, all_of_them=True)
    questions = _first_texts(folder / "questions.py", "Question", skipped=0, all_of_them=False)
    return None if exercises is None or questions is None else exercises | questions


def _first_texts(
    file: Path, function: str, skipped: int, all_of_them: bool
) -> frozenset[str] | None:
    """Return the first argument, or all, of each call of a function, behind those skipped."""
    found: set[str] = set()
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            return None  # it may call the function any number of times
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == function:
            given = node.args[skipped:] if all_of_them else node.args[skipped : skipped + 1]
            names = [one.value for one in given if isinstance(one, ast.Constant)]
            texts = [name for name in names if isinstance(name, str)]
            if not given or len(texts) != len(given):
                return None
            found.update(texts)
    return frozenset(found)
