"""Import only what a command needs: half of its time was spent on imports."""

from __future__ import annotations

import ast
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


class _OnUse(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


class _Later(ModuleType):
    """A module of functions that is imported when one of them is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*given: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*given, **named)

        return function


class _ByName(ModuleType):
    """A package that imports what it offers when somebody asks for it by its name."""

    def __init__(self, package: str, offers: Mapping[str, tuple[str, str | None]]) -> None:
        super().__init__(package)
        self.__dict__["_offers"] = offers

    def __getattr__(self, name: str) -> Any:
        module, attribute = self.__dict__["_offers"].get(name, (None, None))
        if module is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = import_module(module)
        found = value if attribute is None else getattr(value, attribute)
        setattr(self, name, found)
        return found


_BY_NAME = (
    "nbconvert",
    *(f"nbconvert.{room}" for room in ("exporters", "filters", "postprocessors", "preprocessors")),
    "nbgrader.preprocessors",
)
"""Packages that import all their modules, of which a command needs a few."""
_FORMATS = ("fqdn", "idna", "rfc3986_validator", "rfc3987", "rfc3987_syntax", "rfc3339_validator",
            "webcolors", "jsonpointer", "uri_template", "isoduration")  # fmt: skip
"""What jsonschema imports if it is there, for formats of which a notebook's schema has none."""
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
        import_schemas()
        with _replaced({name: _Later(name) for name in _SELDOM_CALLED if name not in sys.modules}):
            import_module(f"{package}.auth")
            import_module(f"{package}.utils")


def import_by_name() -> None:
    """Let packages import their modules when they are needed; does nothing for those in use.

    Everybody gets what they would get otherwise, only later.
    """
    for package in _BY_NAME:
        if package not in sys.modules and package.split(".")[0] in (*sys.modules, package):
            _offer_by_name(package)


def import_schemas() -> None:
    """Import jsonschema, which nbformat needs, without the formats that no notebook has."""
    if "jsonschema" not in sys.modules:
        with _replaced({name: None for name in _FORMATS if name not in sys.modules}):
            import_module("jsonschema")


def import_markdown() -> None:
    """Import how nbconvert makes pages of Markdown, without what it needs for other filters."""
    sanitize = "nbconvert.preprocessors.sanitize"
    stand_ins = {"bleach": _OnUse("bleach"), "bs4": _OnUse("bs4"), sanitize: _Later(sanitize)}
    with _replaced({name: one for name, one in stand_ins.items() if name not in sys.modules}):
        import_module("nbconvert.filters.markdown_mistune")


def _offer_by_name(package: str) -> None:
    """Put a package in place whose modules are imported by name, if its file only imports them."""
    spec = find_spec(package)
    if spec is None or not spec.origin or not spec.submodule_search_locations:
        return
    body = ast.parse(Path(spec.origin).read_bytes()).body
    offers = _offers(package, body)
    if offers is None:
        return
    module = _ByName(package, offers)
    module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
    module.__package__, module.__path__ = package, list(spec.submodule_search_locations)
    module.__dict__["__all__"] = _exported(body) or [*offers]
    sys.modules[package] = module
    parent, _, own_name = package.rpartition(".")
    if parent:
        setattr(sys.modules[parent], own_name, module)


def _exported(body: list[ast.stmt]) -> list[str]:
    """Return what a file lists in its `__all__`."""
    for statement in body:
        match statement:
            case ast.Assign([ast.Name("__all__")], ast.List() as names):
                return list(ast.literal_eval(names))
    return []


def _offers(package: str, body: list[ast.stmt]) -> dict[str, tuple[str, str | None]] | None:
    """Return from which module each name comes, and as what; None if there is more to be done."""
    found: dict[str, tuple[str, str | None]] = {}
    for statement in body:
        match statement:
            case ast.ImportFrom(module, names, level) if level <= 1:
                origin = ".".join(filter(None, (package if level else None, module)))
                if level and module:  # to import from a module makes it an attribute, too
                    inside = module.split(".")[0]
                    found.setdefault(inside, (f"{package}.{inside}", None))
                for one in names:
                    own = (origin, one.name) if module else (f"{origin}.{one.name}", None)
                    found[one.asname or one.name] = own
            case ast.Try(body=tried):  # what is missing is so for whoever asks for it
                inner = _offers(package, tried)
                if inner is None:
                    return None
                found |= inner
            case ast.Expr(ast.Constant()) | ast.Assign(targets=[ast.Name("__all__")]):
                pass
            case _:
                return None
    return found


@contextmanager
def _replaced(modules: Mapping[str, ModuleType | None]) -> Iterator[None]:
    sys.modules.update(modules)  # type: ignore[arg-type]  # None means that there is none
    try:
        yield
    finally:
        for name, module in modules.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
