"""Import only what a command needs: half of its time was spent on imports."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


def rarely_collecting() -> None:
    """Look for garbage rarely: importing makes hundreds of thousands of objects, and no garbage."""
    gc.set_threshold(50_000, 10, 10)


class _StandIn(ModuleType):
    """A module in which everything is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def import_without_servers(package: str) -> None:
    """Import nbgrader without its extensions of Jupyter's server, which import all of that.

    Whoever imports one of them later gets the extension itself.
    """
    if package in sys.modules:
        return
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    folders = Path(spec.origin).with_name("server_extensions").glob("*/__init__.py")
    names = [f"{package}.server_extensions.{init.parent.name}" for init in folders]
    sys.modules.update({name: _StandIn(name) for name in names})
    try:
        import_module(package)
    finally:
        for name in names:
            sys.modules.pop(name)
