"""`mine`: load a function that the student wrote in another notebook of the course."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.checking import messages


def mine(topic: str, name: str) -> Callable[..., Any] | None:
    """Return the student's function `name` from `TOPIC.ipynb` or `../TOPIC/TOPIC.ipynb`, or None.

    Paths are relative to the working directory, which in JupyterLab is this notebook's folder. Only
    the solution cells of that notebook run, each on its own, so that a broken cell affects only its
    own functions. If the function is missing, broken or still a stub, a printed sentence says which
    notebook defines it. The contents of that notebook never cause an exception.

    >>> momentum_step = mine("momentum", "momentum_step")  # doctest: +SKIP
    """
    here, there = Path(f"{topic}.ipynb"), Path("..") / topic / f"{topic}.ipynb"
    file = here if here.exists() else there
    namespace: dict[str, Any] = {"__name__": topic, "np": np}
    written = False
    for source in _solution_cells(file):
        before = namespace.get(name)
        _run(source, str(file), namespace)
        if namespace.get(name) is not before:
            found = _definition(source, name)
            written = found is None or not _is_stub(found)
    function = namespace.get(name)
    if written and callable(function):
        return function  # type: ignore[no-any-return]
    print(messages.ABSENT.format(name=name, file=file.as_posix()))
    return None


def _solution_cells(file: Path) -> Iterator[str]:
    """Return the sources of the cells where a student writes code; none without the notebook."""
    try:
        cells = json.loads(file.read_text(encoding="utf-8-sig"))["cells"]
        for cell in cells:
            if cell["cell_type"] == "code" and _is_solution(cell):
                source = cell["source"]
                yield source if isinstance(source, str) else "".join(source)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return


def _is_solution(cell: dict[str, Any]) -> bool:
    return bool(cell.get("metadata", {}).get("nbgrader", {}).get("solution"))


def _run(source: str, file: str, namespace: dict[str, Any]) -> None:
    """Run a cell until it ends or fails, without its output and warnings."""
    quiet = io.StringIO()
    with (
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
        warnings.catch_warnings(),
        contextlib.suppress(Exception, SystemExit, GeneratorExit),
    ):
        warnings.simplefilter("ignore")
        exec(compile(source, file, "exec"), namespace)


def _definition(source: str, name: str) -> ast.FunctionDef | None:
    """Return the last definition of `name` in a cell; None if there is none, or a syntax error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    return found[-1] if found else None


def _is_stub(function: ast.FunctionDef) -> bool:
    """Return whether it contains only a docstring and `raise NotImplementedError` or `pass`."""
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node))
        for node in function.body
    )
