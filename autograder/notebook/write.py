"""Write a notebook as nbformat does, several times faster."""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring as quoted
from typing import Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient

_INNER = "\n "
_MOST, _LONGEST = 300, 20_000
_written: dict[str, str] = {}
"""Texts of cells by their compact form: most cells are the same in each notebook of a class."""
_compact = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_WORDS = {None: "null", True: "true", False: "false"}


def notebook_text(notebook: NotebookNode) -> str:
    """Return the text of a notebook's file, and leave the notebook as it is in a file.

    nbformat would copy the notebook first, and write it with the part of `json` that is in Python.
    """
    written = strip_transient(split_lines(notebook))
    items = [
        f"{quoted(key)}: {_cells(item) if key == 'cells' else _text(item, _INNER)}"
        for key, item in sorted(written.items())
    ]
    return "{" + _INNER + f",{_INNER}".join(items) + "\n}"


def _cells(cells: list[NotebookNode]) -> str:
    between = _INNER + " "
    return f"[{between}{f',{between}'.join(map(_cell, cells))}{_INNER}]" if cells else "[]"


def _cell(cell: NotebookNode) -> str:
    compact = _compact(cell)
    if len(compact) > _LONGEST:
        return _text(cell, _INNER + " ")
    text = _written.get(compact)
    if text is None:
        if len(_written) >= _MOST:
            _written.clear()
        text = _written[compact] = _text(cell, _INNER + " ")
    return text


def _text(value: Any, newline: str) -> str:
    """Return a JSON value with an indent of one and sorted keys; `newline` begins its last line."""
    if isinstance(value, str):
        return quoted(value)
    inner = newline + " "
    between = "," + inner
    if isinstance(value, dict) and value:
        items = [f"{quoted(key)}: {_text(item, inner)}" for key, item in sorted(value.items())]
        return "{" + inner + between.join(items) + newline + "}"
    if isinstance(value, list | tuple) and value:
        try:
            items = list(map(quoted, value))  # most are lines
        except TypeError:
            items = [_text(item, inner) for item in value]
        return "[" + inner + between.join(items) + newline + "]"
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return repr(value)
    return json.dumps(value)
