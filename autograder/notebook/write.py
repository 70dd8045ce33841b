"""Write a notebook as nbformat does, several times faster."""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring as quoted
from typing import Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient

_WORDS = {None: "null", True: "true", False: "false"}


def notebook_text(notebook: NotebookNode) -> str:
    """Return the text of a notebook's file, and leave the notebook as it is in a file.

    nbformat would copy the notebook first, and write it with the part of `json` that is in Python.
    """
    return _text(strip_transient(split_lines(notebook)), "\n")


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
