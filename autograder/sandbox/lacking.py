"""Find what a function uses of a module, and the module's version here does not have."""

from __future__ import annotations

import types
import warnings
from collections.abc import Iterator

from autograder.sandbox.installed import is_installed
from autograder.sandbox.names import Names
from autograder.sandbox.used_names import instructions

_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")


def lacking(code: types.CodeType, names: Names) -> Iterator[str]:
    """Yield names such as `np.product`; none of code that handles exceptions, perhaps this one."""
    if code.co_exceptiontable:
        return
    value, path = None, ""
    for operation, name in instructions(code):
        if operation in ("LOAD_GLOBAL", "LOAD_NAME"):
            path, value = name, names.get(name)
        elif operation in _ATTRIBUTES and _is_of_a_package(value):
            path += f".{name}"
            if not _has(value, name):
                yield path
            value = vars(value).get(name)
        else:
            value = None
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from lacking(constant, names)


def _is_of_a_package(value: object) -> bool:
    if type(value) is not types.ModuleType:
        return False
    file = vars(value).get("__file__")
    return file is None or (isinstance(file, str) and is_installed(file))


def _has(module: object, name: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return hasattr(module, name)
