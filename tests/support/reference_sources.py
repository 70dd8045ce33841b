"""Sources of the references, for tests in which the instructor has no solution."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator

from grader_tests.engine.registry import topics


def body(function: ast.FunctionDef) -> str:
    """What a function does, whatever it is called and however it is laid out."""
    start = 1 if ast.get_docstring(function) is not None else 0
    return ast.unparse(ast.Module(function.body[start:], []))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def solutions() -> set[str]:
    """What the references of all exercises do."""
    found = set()
    for exercise in (exercise for topic in topics() for exercise in topic.exercises):
        [reference] = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference))).body
        assert isinstance(reference, ast.FunctionDef)
        found.add(body(reference))
    assert found
    return found
