"""The parts of a topic: exercises with criteria and known mistakes, and questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from numpy.random import Generator

from course_lib.cases.case import Case
from course_lib.checking import judgement
from course_lib.checking.judgement import UNCHANGED as UNCHANGED
from course_lib.checking.judgement import Rubric
from course_lib.checking.own_calls import names_in, parameters_of

Function = Callable[..., Any]


@dataclass(frozen=True)
class Criterion(judgement.Criterion):
    """A criterion with its hidden cases, which `cases` generates from a seeded generator.

    The criterion with the key `unchanged` has no cases: it compares the arguments after every call
    of the exercise. It counts only if another criterion holds, so that doing nothing earns nothing.
    """

    points: float
    cases: Callable[[Generator], Iterable[Case]] | None = None


@dataclass(frozen=True)
class Mistake:
    """A wrong variant of the reference, with exactly the criteria that it fails, and its hint.

    `edit` or `body` is what a student would have typed instead; `solution_edit` or `solution_body`
    is the same for the notebook's own solution, if that is written differently. A `plain` one
    computes nothing, and may be said of every function that does the same. `free` is the number in
    its code in whose place any other makes the same mistake.
    """

    name: str
    hint: str
    function: Function
    fails: tuple[str, ...]
    edit: str = ""
    body: str = ""
    solution_edit: str = ""
    solution_body: str = ""
    plain: bool = False
    free: float | None = None


@dataclass(frozen=True)
class Form:
    """Another right way to write the function: its `body`, and a student's cell `before` it."""

    name: str
    body: str
    before: str = ""


@dataclass(frozen=True)
class Exercise:
    """A function to write.

    `updates` says which item of the return value replaces which argument (by position): of these,
    the *change* is compared. `examples` are the cases that students see.
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
        """Return the maximum points for this exercise."""
        return round(sum(criterion.points for criterion in self.criteria), 2)

    def worth(self, points: float) -> Exercise:
        """Return the exercise for so many points in all, each criterion with its share.

        Shares are rounded to hundredths so that they add up to the points: first all are rounded
        down, then those that lost most get one more hundredth, the earlier first.
        """
        if points == self.points:
            return self
        hundredths = round(100 * points)
        exact = [hundredths * one.points / self.points for one in self.criteria]
        shares = [int(share) for share in exact]
        by_loss = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
        for i in by_loss[: hundredths - sum(shares)]:
            shares[i] += 1
        criteria = zip(self.criteria, shares, strict=True)
        return replace(self, criteria=tuple(replace(one, points=n / 100) for one, n in criteria))

    @property
    def rubric(self) -> Rubric:
        """Return the rubric for judging a function, here and in `check`."""
        hints = {mistake.name: mistake.hint for mistake in self.mistakes}
        plain = frozenset(mistake.name for mistake in self.mistakes if mistake.plain)
        parameters = tuple(names_in(parameters_of(self.reference)))
        return Rubric(self.name, self.criteria, hints, self.updates, plain, parameters)


@dataclass(frozen=True)
class Question:
    """A multiple-choice question; each wrong choice has its own explanation."""

    name: str
    title: str
    answer: str
    why_right: str
    why_wrong: Mapping[str, str]
    points: float = 1

    @property
    def choices(self) -> tuple[str, ...]:
        """Return all choices, in order."""
        return tuple(sorted({self.answer, *self.why_wrong}))

    def worth(self, points: float) -> Question:
        """Return the question for so many points, rounded to hundredths."""
        return replace(self, points=round(points, 2))


@dataclass(frozen=True)
class Topic:
    """Everything for grading one notebook.

    `training_probe` names the function in `cases.training_probe` that trains briefly with the
    student's functions, for the report; None if the topic has no optimizer.
    """

    name: str
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...]
    training_probe: str | None = None

    @property
    def items(self) -> tuple[Exercise | Question, ...]:
        """Return all exercises and questions."""
        return (*self.exercises, *self.questions)

    def find(self, name: str) -> Exercise | Question | None:
        """Return the exercise or question called `name`; None if there is none."""
        return next((item for item in self.items if item.name == name), None)
