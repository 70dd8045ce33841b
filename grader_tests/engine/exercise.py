"""What an author writes for a topic: exercises with criteria and known mistakes, and questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Case
from course_lib.checking import judgement
from course_lib.checking.judgement import UNCHANGED as UNCHANGED
from course_lib.checking.judgement import Rubric

Function = Callable[..., Any]


@dataclass(frozen=True)
class Criterion(judgement.Criterion):
    """A criterion with its hidden cases, which `cases` makes from a seeded generator.

    The criterion with the key `unchanged` has none: it looks at the arguments after every call of
    the exercise, and counts once some other criterion holds, so that doing nothing earns nothing.
    """

    points: float
    cases: Callable[[Generator], Iterable[Case]] | None = None


@dataclass(frozen=True)
class Mistake:
    """A wrong variant of the reference: exactly the criteria that it fails, the hint it earns.

    `edit` and `body` say what a student would have typed instead; `solution_edit` and
    `solution_body` say the same for the notebook's own solution, where that is written otherwise.
    """

    name: str
    hint: str
    function: Function
    fails: tuple[str, ...]
    edit: str = ""
    body: str = ""
    solution_edit: str = ""
    solution_body: str = ""


@dataclass(frozen=True)
class Form:
    """A right way to write the function: its `body`, and a cell of the student's `before` it."""

    name: str
    body: str
    before: str = ""


@dataclass(frozen=True)
class Exercise:
    """One function to write.

    `updates` says which item of the return value replaces which argument (by position), because
    the *change* is what is compared. `examples` are the cases that students see.
    """

    name: str
    reference: Function
    criteria: tuple[Criterion, ...]
    mistakes: tuple[Mistake, ...]
    examples: tuple[Case, ...]
    updates: Mapping[int, int] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()

    @property
    def points(self) -> float:
        """The most that this exercise can earn."""
        return sum(criterion.points for criterion in self.criteria)

    @property
    def rubric(self) -> Rubric:
        """What a function is judged by, here and in `check`."""
        hints = {mistake.name: mistake.hint for mistake in self.mistakes}
        return Rubric(self.name, self.criteria, hints, self.updates)


@dataclass(frozen=True)
class Question:
    """A multiple-choice question; each wrong choice has an explanation of its own."""

    name: str
    title: str
    answer: str
    why_right: str
    why_wrong: Mapping[str, str]
    points: float = 1

    @property
    def choices(self) -> tuple[str, ...]:
        """All the choices, in order."""
        return tuple(sorted({self.answer, *self.why_wrong}))


@dataclass(frozen=True)
class Topic:
    """Everything that one notebook is graded by.

    `trial` names the function in `cases.training_probe` that trains a little with the student's
    functions, for the report; None where the topic has no optimizer.
    """

    name: str
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...]
    training_probe: str | None = None

    @property
    def items(self) -> tuple[Exercise | Question, ...]:
        """All exercises and questions."""
        return (*self.exercises, *self.questions)

    def find(self, name: str) -> Exercise | Question | None:
        """The exercise or question called `name`; None if there is none."""
        return next((item for item in self.items if item.name == name), None)
