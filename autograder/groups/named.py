"""The mistakes that an instructor has named, in a file of the course folder.

Each has a name, a hint for students, and what the functions of its group do in the worked
examples. It contains no student's code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import messages
from autograder.course.own_json import read_own, write_own
from autograder.errors import CourseError
from autograder.grading.behaviour import Behaviour, read
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find

FILE = "named_mistakes.json"


@dataclass(frozen=True)
class NamedMistake:
    """A mistake that an instructor has named; `behaviour` is as it was recorded."""

    name: str
    hint: str
    behaviour: Mapping[str, Any]


@dataclass(frozen=True)
class NamedMistakes:
    """All of a course's, by exercise."""

    by_exercise: Mapping[str, tuple[NamedMistake, ...]]

    def find(self, behaviour: Behaviour) -> NamedMistake | None:
        """Return the mistake of the group that does the same; None if it has no name."""
        for mistake in self.by_exercise.get(behaviour.exercise.name, ()):
            known = read(behaviour.exercise, mistake.behaviour)
            if known is not None and known.is_same(behaviour.traces):
                return mistake
        return None

    def outdated(self) -> Iterator[str]:
        """Yield a sentence for each that was named with other worked examples."""
        for name, mistakes in self.by_exercise.items():
            exercise = _exercise(name)
            for mistake in mistakes:
                if exercise is None or read(exercise, mistake.behaviour) is None:
                    yield messages.OUTDATED.format(exercise=name, name=mistake.name)


NO_NAMES = NamedMistakes({})


def read_named(root: Path) -> NamedMistakes:
    """Return the named mistakes of the course folder; none if it has no such file."""
    return read_own(root / FILE, _from_json, messages.NAMED_UNREADABLE) or NO_NAMES


def _from_json(data: Mapping[str, Any]) -> NamedMistakes:
    return NamedMistakes(
        {
            str(exercise): tuple(
                NamedMistake(str(one["name"]), str(one["hint"]), dict(one["behaviour"]))
                for one in mistakes
            )
            for exercise, mistakes in data.items()
        }
    )


def add_named(root: Path, exercise: str, mistake: NamedMistake) -> None:
    """Write one more named mistake, in one step; raise `CourseError` if the name is taken."""
    known = read_named(root).by_exercise
    taken = {one.name for one in known.get(exercise, ())}
    item = _exercise(exercise)
    taken |= {one.name for one in item.mistakes} if item else set()
    if mistake.name in taken:
        raise CourseError(messages.NAME_TAKEN.format(exercise=exercise, name=mistake.name))
    now = {**known, exercise: (*known.get(exercise, ()), mistake)}
    data = {name: [vars(one) for one in mistakes] for name, mistakes in now.items()}
    write_own(root / FILE, data)


def _exercise(name: str) -> Exercise | None:
    try:
        item = find(name)
    except KeyError:
        return None
    return item if isinstance(item, Exercise) else None
