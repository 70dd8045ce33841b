"""Find in a statement the line that failed, and the functions and classes that it defines."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any


def is_compound(node: ast.AST) -> bool:
    """Return whether a statement contains others."""
    return any(isinstance(inner, ast.stmt) for inner in ast.iter_child_nodes(node))


def line_in(file: str, frame: FrameType | None) -> int | None:
    """Return the line of a cell that is running, from the innermost frame in it."""
    while frame is not None:
        if frame.f_code.co_filename == file:
            return frame.f_lineno
        frame = frame.f_back
    return None


def is_at_top(frame: FrameType | None, notebook: dict[str, Any]) -> bool:
    """Return whether the notebook's innermost running code is a cell, no function of one."""
    while frame is not None and frame.f_globals is not notebook:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_name == "<module>"


def failed_line(node: ast.stmt, file: str, error: BaseException | None) -> int | None:
    """Return the line of the statement that failed inside a compound one, or of a decorator."""
    if not is_compound(node):
        return None
    failed = line_reached(file, error)
    if failed is None or not first_line(node) <= failed <= (node.end_lineno or node.lineno):
        return None
    inner: list[int] = [
        one.lineno
        for one in ast.walk(node)
        if isinstance(one, ast.stmt) and one.lineno <= failed <= (one.end_lineno or one.lineno)
    ]
    return max(inner) if inner else failed


def line_reached(file: str, error: BaseException | None) -> int | None:
    """Return the innermost line of a cell that an error went through; None if it did not."""
    reached: int | None = None
    trace = error.__traceback__ if error is not None else None
    while isinstance(trace, TracebackType):
        if trace.tb_frame.f_code.co_filename == file:
            reached = trace.tb_lineno
        trace = trace.tb_next
    return reached


def first_line(node: ast.stmt) -> int:
    """Return the line on which a statement begins, decorators included."""
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(decorator.lineno for decorator in decorators)]))


def definitions_in(node: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the functions and classes that are defined inside a compound statement."""
    yield from (inner for inner in _in_order(node) if _defines(inner) and inner is not node)


def imports_in(node: ast.stmt) -> Iterator[ast.stmt]:
    """Yield each import inside a compound statement, and each one of a statement with several."""
    for inner in _in_order(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            alone = [_only(inner, name) for name in inner.names]
            yield from alone if inner is not node or len(alone) > 1 else ()


def _only(node: ast.Import | ast.ImportFrom, name: ast.alias) -> ast.stmt:
    alone = copy.copy(node)
    alone.names = [name]
    return alone


def _in_order(node: ast.stmt) -> Iterator[ast.stmt]:
    """Yield a statement and those in it, but none in a function or a class."""
    waiting: list[ast.AST] = [node]
    while waiting:
        inner = waiting.pop(0)
        if isinstance(inner, ast.stmt):
            yield inner
        if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case) and not _defines(inner):
            waiting += ast.iter_child_nodes(inner)


def _defines(node: ast.AST) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return True
        case ast.Assign(value=ast.Lambda()):
            return True
    return False
