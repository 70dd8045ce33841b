"""Ways in which students write a function: right ones, known mistakes as edits of them, others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any

DATA = Path(__file__).with_name("data")
_STUB = re.compile(r"^ {4}raise NotImplementedError\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class Way:
    """One text for a function, and what is known about it.

    `body` takes the place of the stub, `below` stands under the function in its cell, `before` is
    a cell above. `uses` are the notebook's functions that it calls, whose mistakes it inherits.
    """

    body: str
    below: str = ""
    before: str = ""
    uses: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    works: bool = True

    def written_into(self, stub: str) -> str:
        """The source of the solution cell, whose handed-out source is `stub`."""
        lines = _STUB.findall(stub)
        if len(lines) != 1:
            raise ValueError(f"no single place for an answer in:\n{stub}")
        return under(replaced_once(stub, lines[0], indent(self.body, "    ")), self.below)


def under(source: str, below: str) -> str:
    """A cell's source with more code under it, if there is any."""
    return f"{source}\n\n\n{below}" if below else source


def replaced_once(text: str, old: str, new: str) -> str:
    """`text` with its only `old` replaced; ValueError if there is not just one."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in:\n{text}")
    return text.replace(old, new)


def read_toml(name: str) -> dict[str, Any]:
    """One of the data files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


class Ways:
    """All the ways of one topic's functions."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Function, kind (`right`, `wrong` or `broken`) and name of each way."""
        for function, kinds in self._data.items():
            for kind, ways in kinds.items():
                for name in ways:
                    yield function, kind, name

    def has_right(self, function: str, name: str) -> bool:
        """Whether there is a right way of that name."""
        return name in self._data[function]["right"]

    def find(self, function: str, name: str) -> Way:
        """The way called `name`; mistakes combine, as in `swapped + truncates`."""
        kinds = self._data[function]
        if name in kinds["right"]:
            return _way(kinds["right"][name], _text(kinds["right"][name], kinds))
        if name in kinds.get("broken", ()):
            entry = kinds["broken"][name]
            return _way(entry, _text(entry, kinds), works=False)
        mistakes = tuple(name.split(" + "))
        first, *others = (kinds["wrong"][mistake] for mistake in mistakes)
        body = _text(first, kinds)
        for other in others:
            if other.get("of") != first.get("of"):
                raise ValueError(f"{function}: {name} are edits of different ways")
            body = _edited(body, other)
        return _way(first, body, mistakes=mistakes)


def _text(entry: Mapping[str, Any], kinds: Mapping[str, Any]) -> str:
    if "body" in entry:
        return str(entry["body"]).strip("\n")
    return _edited(str(kinds["right"][entry["of"]]["body"]).strip("\n"), entry)


def _edited(body: str, entry: Mapping[str, Any]) -> str:
    for old, new in entry.get("edits", ()):
        body = replaced_once(body, old, new)
    return body


def _way(
    entry: Mapping[str, Any], body: str, mistakes: tuple[str, ...] = (), works: bool = True
) -> Way:
    below, before = (str(entry.get(key, "")).strip("\n") for key in ("below", "before"))
    return Way(body, below, before, tuple(entry.get("uses", ())), mistakes, works)


@cache
def ways_of(assignment: str) -> Ways:
    """The ways of a topic's functions."""
    return Ways(read_toml(assignment))
