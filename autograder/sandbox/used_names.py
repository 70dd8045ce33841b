"""Find the names of the notebook that compiled code uses."""

from __future__ import annotations

import dis
import types
from collections.abc import Iterable


def global_names(code: types.CodeType, *operations: str) -> Iterable[str]:
    """Return the names that code, and the code inside it, loads or stores by these operations."""
    codes, found = [code], dict[str, None]()
    while codes:
        code = codes.pop()
        instructions = dis.get_instructions(code)
        found |= dict.fromkeys(str(i.argval) for i in instructions if i.opname in operations)
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return found
