"""Keep a notebook's names as they were at one moment, and bring them back later.

A function looks its helpers and constants up when it is called. By then later cells may have used
their names for something else, deleted them, or changed what is in them.
"""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np

MAX_ITEMS = 20_000
"""Items kept of each list, dict, set or array, and of all together: names, not big data."""

Restore = Callable[[], None]
_IPYTHONS = ("In", "Out", "exit", "quit", "get_ipython")
_CONTAINERS = (list, dict, set, tuple, frozenset)


class Names:
    """The names of a namespace, and the contents of its small containers.

    They are brought back in the same objects, so that functions, closures, classes and whatever
    else refers to them find them: nothing is rebuilt.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._names = dict(namespace)
        own = (
            v
            for name, v in self._names.items()
            if not name.startswith("_") and name not in _IPYTHONS
        )
        self._contents = list(_contents(own, namespace))

    def get(self, name: str) -> Any:
        """Return what a name stood for; None if there was no such name."""
        return self._names.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def are_used_by(self, function: types.FunctionType) -> bool:
        """Return whether a function looks names up here, and not in a module of its own."""
        return function.__globals__ is self._namespace

    def restore(self) -> None:
        """Let each name stand for what it did; a later one stays, unless it hides a built-in."""
        for name in self._namespace.keys() - self._names.keys():
            if hasattr(builtins, name):
                del self._namespace[name]
        self._namespace.update(self._names)
        for restore in self._contents:
            with suppress(Exception):  # a student's own class may refuse
                restore()


def _contents(values: Iterable[Any], namespace: dict[str, Any]) -> Iterator[Restore]:
    """Yield what brings back the contents of all small containers that the values lead to."""
    waiting, seen, remaining = list(values), set[int](), MAX_ITEMS
    while waiting and remaining > 0:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        try:
            inside, restore = _kept(value, namespace)
        except Exception:  # a student's own class may refuse even to be looked at
            continue
        remaining -= 1 + len(inside)
        if isinstance(value, np.ndarray):
            remaining -= value.size if restore else 0
        waiting += inside
        if restore is not None:
            yield restore


def _kept(value: Any, namespace: dict[str, Any]) -> tuple[list[Any], Restore | None]:
    """Return the values inside `value`, and what brings it back; nothing for other objects."""
    kind = type(value)
    if kind in _CONTAINERS and len(value) > MAX_ITEMS:
        return [], None
    if kind in (tuple, frozenset):
        return list(value), None
    if kind is list:
        items = list(value)
        return items, lambda: value.__setitem__(slice(None), items)
    if kind is dict:
        pairs = dict(value)
        return list(pairs.values()), lambda: _refill(value, pairs)
    if kind is set:
        members = set(value)
        return [], lambda: _refill(value, members)
    if kind is np.ndarray and value.flags.writeable and value.size <= MAX_ITEMS:
        numbers = value.copy()
        return [], lambda: np.copyto(value, numbers)
    return _kept_of_a_student(value, namespace)


def _kept_of_a_student(value: Any, namespace: dict[str, Any]) -> tuple[list[Any], Restore | None]:
    """Return the same for functions and classes of the notebook, and for their instances."""
    if isinstance(value, types.FunctionType) and value.__globals__ is namespace:
        defaults = [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]
        cells = [(cell, cell.cell_contents) for cell in value.__closure__ or () if _is_filled(cell)]
        inside = [*defaults, value.__dict__, *(content for _, content in cells)]
        return inside, lambda: _put_back(cells)
    own = namespace.get("__name__")
    if type(value) is type and value.__module__ == own:
        known = dict(vars(value))
        return list(known.values()), lambda: _restore_attributes(value, known)
    if isinstance(value, staticmethod | classmethod):
        return [value.__func__], None
    attributes = getattr(value, "__dict__", None) if type(value).__module__ == own else None
    return ([attributes] if type(attributes) is dict else []), None


def _is_filled(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _put_back(cells: Iterable[tuple[types.CellType, Any]]) -> None:
    for cell, content in cells:
        cell.cell_contents = content


def _refill(container: Any, contents: Any) -> None:
    container.clear()
    container.update(contents)


def _restore_attributes(owner: type, attributes: dict[str, Any]) -> None:
    now = dict(vars(owner))
    for name in now.keys() - attributes.keys():
        delattr(owner, name)
    for name, value in attributes.items():
        if now.get(name) is not value and name not in ("__dict__", "__weakref__"):
            setattr(owner, name, value)
