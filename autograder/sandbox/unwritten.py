"""Tell a function that a student has not written yet from one that refuses some arguments."""

from __future__ import annotations

import dis
import inspect
import types
from typing import Any

_RETURNS = ("RETURN_VALUE", "RETURN_CONST")


def is_unwritten(value: Any) -> bool:
    """Return whether nothing is there, or a function that can only raise `NotImplementedError`.

    The function itself tells, not the text of its cell, in which other functions may be unwritten.
    """
    if value is None:
        return True
    value = inspect.getattr_static(value, "__wrapped__", value)
    if type(value) is not types.FunctionType:
        return False
    code = value.__code__
    return "NotImplementedError" in code.co_names and not any(
        instruction.opname in _RETURNS for instruction in dis.get_instructions(code)
    )
