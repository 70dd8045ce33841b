"""Group a class's wrong answers to exercises by what the functions do, the largest group first."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from textwrap import dedent

from autograder.groups.explanation import Explained
from autograder.visible import visible
from course_lib.cases.verdict import Verdict

MAX_SOURCE = 8_000
MAX_SPECIMEN = 2_000
"""Characters of a function that are shown."""


@dataclass(frozen=True)
class WrongAnswer:
    """A student's wrong function: what is known about it, and the source of its cell."""

    student: str
    explained: Explained
    source: str

    @property
    def verdict(self) -> Verdict:
        """The verdict, with what is known by now."""
        return self.explained.verdict


def is_wrong(verdict: Verdict) -> bool:
    """Return whether a verdict is about a function that was written and is wrong."""
    return bool(verdict.rows) and not verdict.passed and verdict.answer is None


@dataclass
class Group:
    """Wrong answers that do the same, or have the same name."""

    answers: list[WrongAnswer] = field(default_factory=list)

    @property
    def first(self) -> WrongAnswer:
        """The answer that stands for all of them."""
        return self.answers[0]

    @property
    def exercise(self) -> str:
        """The name of the function."""
        return self.first.verdict.name

    @property
    def students(self) -> tuple[str, ...]:
        """Who gave such an answer."""
        return tuple(answer.student for answer in self.answers)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the mistakes, if they have any."""
        return self.first.verdict.mistakes

    @property
    def changes(self) -> tuple[str, ...]:
        """The changes of the right function that do the same."""
        return self.first.explained.changes

    @property
    def told(self) -> tuple[str, ...]:
        """What these students are told."""
        verdict = self.first.verdict
        said = [verdict.form] if verdict.form else []
        said += [verdict.place.text] if verdict.place else []
        notes = [note for row in verdict.rows if not row.passed for note in row.notes]
        return (*said, *(verdict.hints or notes[:1]))

    @property
    def key(self) -> str | None:
        """What `course name` calls the group; None if it has a name, or nothing to compare."""
        behaviour = self.first.explained.behaviour
        if behaviour is None or self.names:
            return None
        text = json.dumps([self.exercise, behaviour.to_json()])
        return hashlib.sha256(text.encode()).hexdigest()[:6]

    @property
    def specimen(self) -> str:
        """One of the functions, without comments, which may contain what is nobody's business."""
        return specimen(self.first.source, self.exercise)


def grouped(answers: Iterable[WrongAnswer]) -> list[Group]:
    """Return the groups of wrong answers to one exercise, the largest first."""
    groups: dict[Hashable, Group] = {}
    alike: list[Group] = []
    for answer in answers:
        _place_of(answer, groups, alike).answers.append(answer)
    return sorted([*groups.values(), *alike], key=lambda group: -len(group.answers))


def _place_of(answer: WrongAnswer, groups: dict[Hashable, Group], alike: list[Group]) -> Group:
    verdict, behaviour = answer.verdict, answer.explained.behaviour
    if verdict.mistakes or behaviour is None:
        failed = tuple((row.key, row.notes) for row in verdict.rows if not row.passed)
        key = verdict.mistakes or (verdict.form, failed)
        return groups.setdefault(key, Group())
    for group in alike:
        known = group.first.explained.behaviour
        if known is not None and known.is_same(behaviour.traces):
            return group
    alike.append(Group())
    return alike[-1]


def specimen(source: str, name: str) -> str:
    """Return the function `name` in a cell's source, without comments and docstring."""
    if len(source) > MAX_SOURCE:
        return ""
    try:
        body = ast.parse(dedent(source)).body
        [*_, function] = [
            node for node in body if isinstance(node, ast.FunctionDef) and node.name == name
        ]
        if ast.get_docstring(function) is not None:
            function.body = function.body[1:] or [ast.Pass()]
        text = ast.unparse(function)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        text = source
    return visible(text[:MAX_SPECIMEN], code=True)
