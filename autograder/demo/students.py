"""A made-up class of thirty: what each of them hands in, and what that earns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.demo.solutions import (
    Solution,
    find_solution,
    has_form,
    read_toml,
    replaced_once,
    under,
)
from grader_tests.engine.exercise import UNCHANGED, Exercise, Topic
from grader_tests.engine.registry import load_topic

SETTINGS = ("style", "answers", "reflection", "extras", "first_try", "deleted", "file")
"""The settings in class.toml that are not about a function."""

Earned = dict[str, dict[str, float]]
Named = dict[str, dict[str, set[str]]]


@dataclass(frozen=True)
class Work:
    """What one student does in one notebook; `data` is their table in class.toml."""

    topic: Topic
    data: Mapping[str, Any]

    def solution(self, function: str) -> Solution | None:
        """Return how the student writes a function; None if it stays as it was released."""
        exercise = self.topic.find(function)
        assert isinstance(exercise, Exercise)
        name = self.data.get(function)
        if name is None:
            styles = self.data.get("style", "").split(", ")
            name = next((style for style in styles if has_form(exercise, style)), None)
        return None if name is None else find_solution(self.topic, exercise, name)

    def works(self, function: str) -> bool:
        """Return whether the function, and each that it uses, is there and terminates."""
        solution = self.solution(function)
        return solution is not None and solution.works and all(map(self.works, solution.uses))

    def mistakes(self, function: str) -> set[str]:
        """Return the known mistakes in a function and in those that it uses."""
        solution = self.solution(function)
        if solution is None or "file" in self.data or not self.works(function):
            return set()
        return {*solution.mistakes}.union(*map(self.mistakes, solution.uses))

    def answers(self) -> dict[str, str]:
        """Return the chosen answer of each question that is answered."""
        letters = self.data.get("answers", "")
        pairs = zip(self.topic.questions, letters, strict=False)
        return {question.name: letter for question, letter in pairs if letter != "-"}

    def earns(self) -> dict[str, float]:
        """Return the points by graded cell."""
        answers = self.answers()
        points = {e.name: self._points(e) for e in self.topic.exercises}
        for question in self.topic.questions:
            right = answers.get(question.name) == question.answer
            points[question.name] = question.points if right else 0.0
        return {f"check-{name}": earned for name, earned in points.items()}

    def named(self) -> dict[str, set[str]]:
        """Return the mistakes to be found, by graded cell; a wrong answer is its letter."""
        names = {e.name: self._told(e.name) for e in self.topic.exercises}
        answers = self.answers()
        for question in self.topic.questions:
            letter = answers.get(question.name)
            wrong = letter is not None and letter != question.answer
            names[question.name] = {letter} if letter and wrong else set()
        return {f"check-{name}": found for name, found in names.items()}

    def _told(self, function: str) -> set[str]:
        """Return the mistakes in a function, or what is said of one that computes nothing."""
        solution = self.solution(function)
        if "file" not in self.data and solution is not None and solution.plain_result:
            return {solution.plain_result}
        return self.mistakes(function)

    def _points(self, exercise: Exercise) -> float:
        if "file" in self.data or not self.works(exercise.name):
            return 0.0
        losses = {mistake.name: mistake.fails for mistake in exercise.mistakes}
        lost = {key for name in self.mistakes(exercise.name) for key in losses[name]}
        held = [criterion for criterion in exercise.criteria if criterion.key not in lost]
        if all(criterion.key == UNCHANGED for criterion in held):  # doing nothing earns nothing
            return 0.0
        return sum(criterion.points for criterion in held)

    def hand_in(self, released: str) -> bytes:
        """Return the file that is handed in, made from the notebook that was handed out."""
        if "file" in self.data:
            return str(self.data["file"]).encode()
        notebook = nbformat.reads(released, as_version=4)
        notebook.cells = [new for cell in notebook.cells for new in self._cells(cell)]
        return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()

    def _cells(self, cell: NotebookNode) -> list[NotebookNode]:
        """Return the cells that the student makes of one that was handed out."""
        if cell.id in self.data.get("deleted", ()):
            return []
        extras = [extra for extra in self._extras if extra["after"] == cell.id]
        return [
            *self._first_try(cell),
            *self._before(cell),
            self._filled_in(cell),
            *(_own_cell(f"own-{cell.id}", extra["source"]) for extra in extras),
        ]

    @cached_property
    def _extras(self) -> list[dict[str, str]]:
        known = read_toml("extras")
        return [known[name] for name in self.data.get("extras", ())]

    def _filled_in(self, cell: NotebookNode) -> NotebookNode:
        name = cell.id
        if name == "reflection":
            cell.source = self.data.get("reflection", cell.source)
        elif name in self.answers():
            cell.source = replaced_once(cell.source, "= None", f'= "{self.answers()[name]}"')
        elif isinstance(self.topic.find(name), Exercise):
            solution = self.solution(name)
            cell.source = solution.written_into(cell.source) if solution else cell.source
            for extra in self._extras:
                below = extra.get("below", "").format(name=name)
                cell.source = under(cell.source, below.strip("\n"))
        return cell

    def _before(self, cell: NotebookNode) -> list[NotebookNode]:
        """Return the student's own cell above a function that needs one."""
        exercise = self.topic.find(cell.id)
        solution = self.solution(cell.id) if isinstance(exercise, Exercise) else None
        if solution is None or not solution.before:
            return []
        return [_own_cell(f"for-{cell.id}", solution.before)]

    def _first_try(self, cell: NotebookNode) -> list[NotebookNode]:
        """Return an earlier attempt, in a copy of the cell that still has the same name."""
        name = self.data.get("first_try", {}).get(cell.id)
        if name is None:
            return []
        copy = deepcopy(cell)
        copy.id = f"copy-of-{cell.id}"
        exercise = self.topic.find(cell.id)
        assert isinstance(exercise, Exercise)
        copy.source = find_solution(self.topic, exercise, name).written_into(cell.source)
        return [copy]


def _own_cell(name: str, source: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(source.strip("\n"), id=name)
    return cell


@dataclass(frozen=True)
class Student:
    """One of the class; `work` by assignment, without those that are not handed in."""

    name: str
    cheats: bool
    work: Mapping[str, Work]

    def hand_in(self, assignment: str, released: str) -> bytes | None:
        """Return the file handed in for an assignment; None if there is none."""
        work = self.work.get(assignment)
        return None if work is None else work.hand_in(released)

    def earns(self) -> Earned:
        """Return points by assignment and graded cell; cheats earn those of the honest part."""
        return {assignment: work.earns() for assignment, work in self.work.items()}

    def named(self) -> Named:
        """Return the mistakes that grading must find, by assignment and graded cell."""
        return {assignment: work.named() for assignment, work in self.work.items()}


def the_class() -> list[Student]:
    """Return all thirty."""
    return [_student(name, data) for name, data in read_toml("class").items()]


def _student(name: str, data: Mapping[str, Any]) -> Student:
    tables = {key: value for key, value in data.items() if key != "cheats"}
    work = {assignment: Work(load_topic(assignment), table) for assignment, table in tables.items()}
    for one in work.values():
        functions = {exercise.name for exercise in one.topic.exercises}
        unknown = one.data.keys() - functions - {*SETTINGS}
        if unknown:
            raise ValueError(f"class.toml, {name}: {', '.join(sorted(unknown))}?")
    return Student(name, bool(data.get("cheats")), work)
