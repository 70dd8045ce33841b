"""Load the worked examples of `check`, which `grader_tests` writes: a file for each topic."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from course_lib.cases.case import Case, Trace
from course_lib.cases.case_json import case_from_json, outcome_from_json
from course_lib.cases.mistakes import KnownMistakes
from course_lib.checking.judgement import Criterion, Rubric
from course_lib.checking.own_calls import names_in

INDEX = "index.json"
"""Exercise or question -> topic."""


@dataclass(frozen=True)
class WorkedExamples:
    """The examples of an exercise: cases, expected traces, and traces of known mistakes.

    In the file, an example's `traces` are all different ones, the expected one first; its
    `mistakes` are the positions of the known mistakes' traces there: most do the same as others.
    """

    rubric: Rubric
    cases: tuple[Case, ...]
    expected: tuple[Trace, ...]
    data: Mapping[str, Any]

    def mistakes(self) -> KnownMistakes:
        """Return the known mistakes, by their traces."""
        return self._known

    @cached_property
    def _known(self) -> KnownMistakes:
        examples = self.data["examples"]
        return KnownMistakes(
            {
                name: _Traces([example["traces"][example["mistakes"][i]] for example in examples])
                for i, name in enumerate(self.data["mistakes"])
            }
        )


class _Traces(Sequence[Trace]):
    """Traces from JSON, each decoded on demand: the first ones rule most known mistakes out."""

    def __init__(self, data: Sequence[list[Mapping[str, Any]]]) -> None:
        self._data = data
        self._traces: dict[int, Trace] = {}

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, i: Any) -> Any:
        if i not in self._traces:
            self._traces[i] = _trace(self._data[i])
        return self._traces[i]


@dataclass(frozen=True)
class Choices:
    """A question and its choices."""

    name: str
    title: str
    choices: tuple[str, ...]


@cache
def load(name: str) -> WorkedExamples | Choices | None:
    """Return the examples or choices of the exercise or question `name`; None if there is none."""
    topic = _read(INDEX).get(name)
    if topic is None:
        return None
    data = _read(f"{topic}.json")
    if name in data["questions"]:
        question = data["questions"][name]
        return Choices(name, question["title"], tuple(question["choices"]))
    return _worked_examples(name, data["exercises"][name])


def is_known(name: str) -> bool:
    """Return whether there is an exercise or question called `name`."""
    return name in _read(INDEX)


def load_all() -> None:
    """Read every file now, in a process that is about to be forked or sandboxed."""
    for name in _read(INDEX):
        load(name)


def _worked_examples(name: str, data: Mapping[str, Any]) -> WorkedExamples:
    criteria = tuple(Criterion(**criterion) for criterion in data["criteria"])
    updates = {int(item): position for item, position in data["updates"].items()}
    examples, parameters = data["examples"], tuple(names_in(data["parameters"]))
    return WorkedExamples(
        Rubric(name, criteria, data["mistakes"], updates, frozenset(data["plain"]), parameters),
        tuple(case_from_json(example["case"]) for example in examples),
        tuple(_trace(example["traces"][0]) for example in examples),
        data,
    )


def _trace(data: list[Mapping[str, Any]]) -> Trace:
    return [outcome_from_json(outcome) for outcome in data]


@cache
def _read(file: str) -> dict[str, Any]:
    folder = resources.files("course_lib") / "checking" / "examples"
    content: dict[str, Any] = json.loads((folder / file).read_text("utf-8"))
    return content
