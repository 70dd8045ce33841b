"""Find the names of the notebook that compiled code uses."""

from __future__ import annotations

import dis
import types
from collections.abc import Iterable, Iterator
from functools import lru_cache

Instructions = tuple[tuple[str, str], ...]
"""The operations of code in their order, each with the name that it is about, if any."""


@lru_cache(maxsize=1_000)
def instructions(code: types.CodeType) -> Instructions:
    """Return what code does, without the code inside it; asked again, it is not read again."""
    return tuple(
        (one.opname, one.argval if isinstance(one.argval, str) else "")
        for one in dis.get_instructions(code)
    )


def global_names(code: types.CodeType, *operations: str) -> Iterable[str]:
    """Return the names that code, and the code inside it, loads or stores by these operations."""
    return {name: None for one in _all_codes(code) for name in _names(one, operations)}


def _all_codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield code and the code inside it."""
    waiting = [code]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [one for one in code.co_consts if isinstance(one, types.CodeType)]


def _names(code: types.CodeType, operations: tuple[str, ...]) -> Iterator[str]:
    return (name for operation, name in instructions(code) if operation in operations)
