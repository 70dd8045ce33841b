"""Define exercises and topics from files: `FUNCTION.py` has the code, `FUNCTION.toml` the texts.

The TOML file has a table for each criterion and each known mistake, and optionally for other right
forms of the function. Tables that the exercises of a topic share are in the topic's `shared.toml`,
and those that several topics share in the one next to this module. Keys in the exercise's own file
take precedence over the topic's, and these over the course's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Call, Case
from course_lib.cases.plain_results import PLAIN_RESULTS
from grader_tests.engine.exercise import (
    UNCHANGED,
    Criterion,
    Exercise,
    Form,
    Function,
    Mistake,
    Topic,
)
from grader_tests.engine.variants import (
    compiled_when_called,
    variant_code,
)
from grader_tests.errors import DefinitionError


@dataclass(frozen=True)
class ByProperties:
    """Calls that are judged by properties of their own, unlike a criterion's other cases."""

    calls: Call | tuple[Call, ...]
    properties: str


Calls = Call | tuple[Call, ...] | ByProperties
"""What a generator of cases yields: one call, or several that continue each other."""

Table = dict[str, Any]

KEYS = {
    "criteria": {"title", "hint", "points", "item", "properties"},
    "mistakes": {
        "hint",
        "fails",
        "edit",
        "body",
        "solution_edit",
        "solution_body",
        "plain",
        "free",
    },
    "forms": {"body", "before"},
}
"""The keys that each kind of table may have."""


def exercise(
    reference: Function,
    *,
    cases: Mapping[str, Callable[[Generator], Iterable[Calls]]],
    examples: Mapping[str, Iterable[Calls]],
    updates: Mapping[int, int] | None = None,
) -> Exercise:
    """Return the exercise of a reference and the TOML file next to its module.

    `cases` generates each criterion's hidden cases, and `examples` are the worked examples that
    students see. `updates` says which item of the return value replaces which argument. Raises
    `DefinitionError` if the files contradict each other.
    """
    file = Path(reference.__code__.co_filename).with_suffix(".toml")
    return _Definition(reference, file).exercise(cases, examples, updates or {})


class _Definition:
    """Builds an `Exercise` from its two files."""

    def __init__(self, reference: Function, file: Path) -> None:
        self.reference = reference
        self.file = file
        content = self._content()
        self.criteria = self._tables(content, "criteria")
        self.mistakes = self._tables(content, "mistakes")
        self.forms = self._tables(content, "forms")

    def exercise(
        self,
        cases: Mapping[str, Callable[[Generator], Iterable[Calls]]],
        examples: Mapping[str, Iterable[Calls]],
        updates: Mapping[int, int],
    ) -> Exercise:
        with_cases = [key for key in self.criteria if key != UNCHANGED]
        if set(with_cases) != set(cases):
            raise self._error(f"criteria {with_cases} need cases, but the module has {[*cases]}")
        without = [key for key in examples if key not in with_cases]
        if without:
            raise self._error(f"the module has examples of {without}, which are not criteria")
        if self.file.stem != self.reference.__name__:
            raise self._error(f"the file's name is not that of {self.reference.__name__}")
        return Exercise(
            self.reference.__name__,
            self.reference,
            tuple(self._criterion(key, cases.get(key)) for key in self.criteria),
            tuple(map(self._mistake, self.mistakes)),
            tuple(self._case(key, made) for key, all_made in examples.items() for made in all_made),
            dict(updates),
            tuple(Form(name, **table) for name, table in self.forms.items()),
        )

    def _criterion(
        self, key: str, cases: Callable[[Generator], Iterable[Calls]] | None
    ) -> Criterion:
        title, hint, points = (self._value("criteria", key, k) for k in ("title", "hint", "points"))

        def hidden(rng: Generator) -> Iterator[Case]:
            assert cases is not None
            return (self._case(key, made) for made in cases(rng))

        cases_of = None if cases is None else hidden
        return Criterion(key=key, title=title, hint=hint, points=points, cases=cases_of)

    def _case(self, key: str, made: Calls) -> Case:
        table = self.criteria[key]
        item = table.get("item")
        compare = None if item is None else tuple(item) if isinstance(item, list) else (item,)
        properties = table.get("properties")
        if isinstance(made, ByProperties):
            properties, made = made.properties, made.calls
        calls = (made,) if isinstance(made, Call) else made
        return Case(key, calls, compare, properties)

    def _mistake(self, name: str) -> Mistake:
        table = self.mistakes[name]
        fails = self._value("mistakes", name, "fails")
        keys = tuple(self.criteria) if fails == "all" else tuple(fails.split())
        unknown = [key for key in keys if key not in self.criteria]
        if unknown:
            raise self._error(f"[mistakes.{name}] fails {unknown}, which are not criteria")
        if name in PLAIN_RESULTS:
            raise self._error(f"[mistakes.{name}]: this name is the check's own")
        edit, body = table.get("edit", ""), table.get("body", "")
        if bool(edit) == bool(body):
            raise self._error(f"[mistakes.{name}] needs either an edit or a body")

        def code() -> str:
            try:
                return variant_code(self.reference, edit, body)
            except DefinitionError as error:
                raise self._error(f"[mistakes.{name}]: {error}") from None

        return Mistake(
            name,
            self._value("mistakes", name, "hint"),
            compiled_when_called(self.reference, code, name),
            keys,
            edit,
            body,
            table.get("solution_edit", ""),
            table.get("solution_body", ""),
            table.get("plain", False),
            table.get("free"),
        )

    def _content(self) -> Table:
        try:
            content = tomllib.loads(self.file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise self._error(f"this is not TOML: {error}") from None
        unknown = set(content) - set(KEYS)
        if unknown:
            raise self._error(f"{sorted(unknown)} should be one of {[*KEYS]}")
        return content

    def _tables(self, content: Table, kind: str) -> dict[str, Table]:
        everywhere, in_topic = shared(SHARED), shared(self.file.with_name(SHARED.name))
        tables = {
            key: everywhere.get(kind, {}).get(key, {}) | in_topic.get(kind, {}).get(key, {}) | own
            for key, own in content.get(kind, {}).items()
        }
        for key, table in tables.items():
            unknown = set(table) - KEYS[kind]
            if unknown:
                raise self._error(f"[{kind}.{key}] has the unknown keys {sorted(unknown)}")
        return tables

    def _value(self, kind: str, key: str, wanted: str) -> Any:
        table = (self.criteria if kind == "criteria" else self.mistakes)[key]
        if wanted not in table:
            raise self._error(f"[{kind}.{key}] needs a value for {wanted}; no shared.toml has it")
        value = table[wanted]
        if wanted in {"title", "hint"} and not value.endswith((".", "?", "!")):
            raise self._error(f"[{kind}.{key}] {wanted} should end with a full stop: {value!r}")
        if wanted == "points" and not (isinstance(value, int | float) and value > 0):
            raise self._error(f"[{kind}.{key}] points should be a number above 0, not {value!r}")
        return value

    def _error(self, text: str) -> DefinitionError:
        return DefinitionError(f"{self.file.parent.name}/{self.file.name}: {text}")


SHARED = Path(__file__).with_name("shared.toml")
"""The tables of the whole course; those of a topic are in a file with this name in its folder."""


@cache
def shared(file: Path) -> Mapping[str, dict[str, Table]]:
    """Return the tables in a file that exercises share; none if there is no such file."""
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def topic(package: str, *names: str, training_probe: str | None = None) -> Topic:
    """Return the topic of a package: the exercises of these names, and its module `questions`.

    >>> topic("grader_tests.topics.adam", "adam_step").name
    'adam'
    """
    exercises = (import_module(f"{package}.{name}").EXERCISE for name in names)
    questions = import_module(f"{package}.questions").QUESTIONS
    return Topic(package.rpartition(".")[2], tuple(exercises), questions, training_probe)
