"""Import only what a command needs: half of its time was spent on imports."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
    """A module of functions that is imported when one of them is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*given: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*given, **named)

        return function


_SELDOM_CALLED = ("requests", "setuptools.archive_util")
"""What nbgrader imports to ask a JupyterHub, and to unpack what was handed in through an LMS."""


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
    with _replaced({name: _StandIn(name) for name in names}):
        import_module(package)


def import_tools_of(package: str) -> None:
    """Import what a course needs of nbgrader, without packages of which it seldom calls anything.

    Does nothing where nbgrader runs itself, and so has imported them.
    """
    if package in sys.modules and f"{package}.utils" not in sys.modules:
        with _replaced({name: _Later(name) for name in _SELDOM_CALLED if name not in sys.modules}):
            import_module(f"{package}.auth")
            import_module(f"{package}.utils")


@contextmanager
def _replaced(modules: Mapping[str, ModuleType]) -> Iterator[None]:
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            sys.modules.pop(name)
