"""Compare what the grader gave the made-up class with what each student's work earns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from nbgrader.api import Gradebook

from autograder.course.folder import Course
from autograder.demo.students import Student
from autograder.gradebook.marks import SubmissionMark, read_submissions
from autograder.notebook.cell_outputs import METADATA_KEY
from course_lib.cases.plain_results import ALWAYS_NONE
from course_lib.checking.messages import (
    NO_RETURN,
    PLAIN_RESULTS,
    PRINTS_RESULT,
    RETURNS_NONE,
)
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import load_topic


def differences(course: Course, gradebook: Gradebook, students: list[Student]) -> Iterator[str]:
    """Yield a sentence for each cell with unexpected marks or mistakes, or a hint not shown."""
    offered = course.assignments()
    marks_given = read_submissions(gradebook)
    for student in students:
        named = student.named()
        for assignment, marks in student.earns().items():
            if assignment in offered:
                where = f"{student.name}, {assignment}"
                mark = marks_given.get((student.name, assignment), SubmissionMark())
                given = {cell: mark.cells[cell].machine for cell in mark.cells}
                yield from wrong_marks(where, marks, given)
                found = _found_mistakes(course, student.name, assignment)
                yield from wrong_names(where, named[assignment], found)
                page = _page(course, student.name, assignment)
                yield from missing_hints(where, assignment, named[assignment], page)


def wrong_marks(
    where: str, earned: Mapping[str, float], given: Mapping[str, float | None]
) -> Iterator[str]:
    """Yield a sentence for each cell whose marks are not those that were earned."""
    for cell, points in earned.items():
        if given.get(cell) != points:
            yield f"{where}, {cell}: earned {points:g}, was given {given.get(cell)}."


def wrong_names(
    where: str, made: Mapping[str, set[str]], found: Mapping[str, set[str]]
) -> Iterator[str]:
    """Yield a sentence for each cell in which other mistakes were named than were made."""
    for cell, names in made.items():
        if found.get(cell) != names:
            yield f"{where}, {cell}: made {_listed(names)}, was told {_listed(found.get(cell))}."


def missing_hints(
    where: str, assignment: str, made: Mapping[str, set[str]], page: str
) -> Iterator[str]:
    """Yield a sentence for each mistake whose hint the feedback does not show."""
    shown = _plain(unescape(re.sub(r"<[^>]*>", "", page)))
    for cell, names in made.items():
        for name in sorted(names):
            hints = hints_of(assignment, cell.removeprefix("check-"), name)
            if not any(_plain(hint) in shown for hint in hints):
                yield f"{where}, {cell}: the feedback does not show the hint for {name}."


def hints_of(assignment: str, item_name: str, mistake: str) -> tuple[str, ...]:
    """Return what students may be told of a mistake, or of a wrong answer, which is a letter."""
    item = load_topic(assignment).find(item_name)
    if item is None:
        raise KeyError(item_name)
    if not isinstance(item, Exercise):
        return (item.why_wrong[mistake],)
    known = {known.name: known.hint for known in item.mistakes}
    if mistake in known:
        return (known[mistake],)
    if mistake == ALWAYS_NONE:  # the text of the function may show why
        return RETURNS_NONE, NO_RETURN, PRINTS_RESULT
    return (PLAIN_RESULTS[mistake],)


def _plain(text: str) -> str:
    return " ".join(re.sub("[`*]", "", text).split())


def _listed(names: set[str] | None) -> str:
    return ", ".join(sorted(names)) if names else "no known mistake"


def _found_mistakes(course: Course, student: str, assignment: str) -> dict[str, set[str]]:
    text = _read(course, course.directory.autograded_directory, student, assignment, "ipynb")
    cells: list[dict[str, Any]] = json.loads(text)["cells"] if text else []
    verdicts = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"][METADATA_KEY]["verdict"]
        for cell in cells
        if "verdict" in cell["metadata"].get(METADATA_KEY, {})
    }
    return {name: _named_in(verdict) for name, verdict in verdicts.items()}


def _named_in(verdict: dict[str, Any]) -> set[str]:
    """Return the mistakes that a verdict names, or the wrong answer to a question."""
    if verdict["answer"] is not None:
        return set() if verdict["points"] else {verdict["answer"]}
    return set(verdict["mistakes"])


def _page(course: Course, student: str, assignment: str) -> str:
    return _read(course, course.directory.feedback_directory, student, assignment, "html")


def _read(course: Course, step: str, student: str, assignment: str, ending: str) -> str:
    """Read a file that a step of the pipeline wrote; return an empty text if there is none."""
    path = course.path(step, student, assignment) / f"{assignment}.{ending}"
    return path.read_text("utf-8") if path.exists() else ""
