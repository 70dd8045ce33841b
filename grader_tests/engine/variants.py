"""Make variants of a function: its source with small edits, or with another body.

An edit is a line `old => new`: what a student would have typed instead. A name after a dollar sign
matches any text within a line of the source, and `new` may repeat it, so that one edit fits several
functions: `return $rate => return float($rate)`. `\\n` in `new` begins a new line of the function's
body. Variants are compiled when they are called for the first time.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from functools import cache, wraps
from textwrap import dedent, indent
from typing import Any

import numpy as np

from grader_tests.engine.exercise import Function
from grader_tests.errors import DefinitionError

INDENT = "    "


def edited(source: str, edits: str) -> str:
    """Return `source` after each edit, in order.

    Raises `DefinitionError` if an edit has no arrow or changes nothing, or if its left side does
    not occur exactly once.

    >>> edited("return w - rate * dw", "w - rate => w + rate")
    'return w + rate * dw'
    >>> edited("return w - rate * dw", "return $new => return list($new)")
    'return list(w - rate * dw)'
    """
    for edit in filter(None, map(str.strip, edits.splitlines())):
        old, arrow, new = (part.strip() for part in edit.partition("=>"))
        if not arrow or old == new:
            raise DefinitionError(f"{edit!r} is not an edit: write `old => new`, on one line.")
        count = len(re.findall(_pattern(old), source))
        if count != 1:
            raise DefinitionError(f"{old!r} occurs {count} times, not once, in:\n{source}")
        new = new.replace("\\n", "\n" + INDENT).replace("\\", r"\\")
        source = re.sub(_pattern(old), PLACEHOLDER.sub(r"\\g<\1>", new), source)
    return source


PLACEHOLDER = re.compile(r"\$(\w+)")
"""The name of a text in an edit; Python code has no dollar signs."""


def _pattern(old: str) -> str:
    """Return the regular expression for the left side of an edit."""
    return PLACEHOLDER.sub(r"(?P<\1>.+)", re.escape(old).replace(r"\$", "$"))


def code_of(source: str, name: str) -> str:
    """Return the definition of the function `name` in `source`, without its docstring.

    Raises `DefinitionError` if there is none.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            lines = source.splitlines(keepends=True)
            head = lines[node.lineno - 1 : node.body[0].lineno - 1]
            if ast.get_docstring(node) is None:
                return "".join(lines[node.lineno - 1 : node.end_lineno])
            rest = lines[node.body[0].end_lineno or 0 : node.end_lineno]
            return "".join(head + rest)
    raise DefinitionError(f"There is no function {name} in:\n{source}")


def with_body(code: str, body: str) -> str:
    """Return a function's code with another body, at any indentation.

    >>> with_body("def f(x):\\n    return x\\n", "y = x\\nreturn y")
    'def f(x):\\n    y = x\\n    return y\\n'
    """
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    head = code.splitlines(keepends=True)[: function.body[0].lineno - 1]
    return "".join(head) + indent(dedent(body).strip("\n"), INDENT) + "\n"


def body_of(code: str) -> str:
    """Return the body of a function's code, without its indentation.

    >>> body_of("def f(x):\\n    return x\\n")
    'return x\\n'
    """
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    return dedent("".join(code.splitlines(keepends=True)[function.body[0].lineno - 1 :]))


@cache
def reference_code(reference: Function) -> str:
    """Return the code of a reference as it is in its module, without its docstring."""
    return code_of(dedent(inspect.getsource(reference)), reference.__name__)


def changed(code: str, edit: str, body: str) -> str:
    """Return a function's code with a known mistake in it: another body, or else its edits."""
    return with_body(code, body) if body else edited(code, edit)


def variant_code(reference: Function, edit: str, body: str) -> str:
    """Return the code of a reference with an edit, or with another body.

    Raises `DefinitionError` if the edit does not fit, or if what it makes is not Python.
    """
    right = reference_code(reference)
    code = changed(right, edit, body)
    try:
        ast.parse(code)
    except SyntaxError as error:
        raise DefinitionError(f"this is not Python ({error.msg}):\n{code}") from None
    return code


def compiled_when_called(reference: Function, code: Callable[[], str], label: str) -> Function:
    """Return the function that `code()` defines under the reference's name, in its module.

    NumPy's warnings, such as for a division by zero, are suppressed: wrong formulas cause many.
    """

    @cache
    def made() -> Function:
        namespace = {"np": np, **reference.__globals__}
        exec(compile(code(), f"<{reference.__name__}: {label}>", "exec"), namespace)
        function: Function = namespace[reference.__name__]
        return function

    @wraps(reference)
    def variant(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return made()(*args, **kwargs)

    return variant
