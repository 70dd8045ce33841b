"""Recognize a text that is no notebook: Python, LaTeX, another program's form, Git's changes."""

from __future__ import annotations

import ast
import re
import warnings

from autograder.course import messages

_PROGRAMS = {
    "Databricks": re.compile(r"(?:#|--|//) Databricks notebook source"),
    "marimo": re.compile(r"(?:#[^\n]*\n|\s+)*+import marimo\b"),
    "Jupytext": re.compile(r"(?:# )?---\n(?:#? {0,9}\w[^\n]*\n)*?#? {0,9}jupytext:"),
    "Mathematica": re.compile(r"\(\* Content-type: application/vnd\.wolfram"),
}
"""Programs that have notebooks of another form -> how these begin."""
_PROGRAM_HEAD = 1_000
_LATEX = re.compile(r"(?:%[^\n]*\n\s*)*+\\(?:documentclass|begin\{|input\b|usepackage)")
_PATCH = re.compile(
    r"^diff --git |^--- [^\n]{1,300}\n\+\+\+ [^\n]{1,300}\n(?:@@ |## )"
    r"|^From [0-9a-f]{40} |^nbdiff ",
    re.M,
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.M)
_MARKDOWN = re.compile(r"---[ \t]*\n|(?:#{1,3} [^\n]*)?\n*(?:[^\n]+\n+){0,20}```")
_CODE = re.compile(
    r"^(?:import \w|from [\w.]+ import |def \w+\(|class \w+|# %%|#!.*python|@\w|print\()",
    re.M,
)
_OTHER_LANGUAGE = re.compile(r"^[ \t]*[\w.]+[ \t]+<-[ \t]|^[ \t]*library\(\w+\)|^#\+\w", re.M)
_STATEMENTS = (ast.Assign, ast.AugAssign, ast.For, ast.If, ast.With, ast.While)
_MAX_SCRIPT = 20_000
"""Characters of a text of which it is tried whether it is Python."""


def kind_of_text(head: str) -> str | None:
    """Return the end of a sentence about a text, by its beginning; None if nothing is known."""
    if program := _program(head[:_PROGRAM_HEAD]):
        return messages.IS_OF_PROGRAM.format(program=program)
    if _LATEX.match(head):
        return messages.IS_LATEX
    if _MARKDOWN.match(head):
        return messages.IS_MARKDOWN
    if _OTHER_LANGUAGE.search(head):
        return None
    return messages.IS_SCRIPT if _CODE.search(head) else None


def _program(head: str) -> str | None:
    return next((name for name, begin in _PROGRAMS.items() if begin.match(head)), None)


def is_python(text: str) -> bool:
    """Return whether a whole text that is not long is Python, and does something.

    >>> is_python("x = 1"), is_python("Sorry"), is_python("not yet done")
    (True, False, False)
    """
    if len(text) > _MAX_SCRIPT or _OTHER_LANGUAGE.search(text):
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    match body:
        case [ast.Expr(value=ast.List()), *_]:  # the title of settings
            return False
    return any(isinstance(statement, _STATEMENTS) for statement in body)


def kind_of_versions(text: str) -> str | None:
    """Return what a text is that has two versions of a file in it, as Git writes; else None."""
    if conflict := _CONFLICT.search(text):
        return messages.IS_CONFLICT.format(line=text.count("\n", 0, conflict.start()) + 1)
    return messages.IS_PATCH if _PATCH.search(text, 0, 5_000) else None
