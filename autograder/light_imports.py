"""Import only what a command needs: half of its time was spent on imports."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any


def rarely_collecting() -> None:
    """Look for garbage rarely: importing makes hundreds of thousands of objects, and no garbage."""
    gc.set_threshold(50_000, 10, 10)


class _StandIn(ModuleType):
    """A module in which everything is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


class _Later(ModuleType):
    """A module that is imported when something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def import_without_servers(package: str) -> None:
    """Import nbgrader without its extensions of Jupyter's server, which import all of that.

    Whoever imports one of them later gets the extension itself. `requests`, with which nbgrader
    asks a JupyterHub if there is one, is imported when it does.
    """
    if package in sys.modules:
        return
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    folders = Path(spec.origin).with_name("server_extensions").glob("*/__init__.py")
    names = [f"{package}.server_extensions.{init.parent.name}" for init in folders]
    stand_ins: dict[str, ModuleType] = {name: _StandIn(name) for name in names}
    if "requests" not in sys.modules:
        stand_ins["requests"] = _Later("requests")
    sys.modules.update(stand_ins)
    try:
        import_module(package)
        import_module(f"{package}.auth")
    finally:
        for name in stand_ins:
            sys.modules.pop(name)
