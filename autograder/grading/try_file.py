"""Grade a Python file or a notebook with the sandbox and the hidden cases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading import messages as about_grading
from autograder.grading.run_file import FileRan, run_file
from autograder.grading.submission import shared_server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.verdict import Verdict
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import PUBLIC_SEED, grade_function, without_points
from grader_tests.engine.registry import find, topics


@dataclass(frozen=True)
class FileVerdict:
    """The verdict on one file."""

    file: Path
    verdict: Verdict
    incidents: tuple[str, ...] = ()

    def json_line(self) -> str:
        """Return one line of JSON: points, maximum, criteria passed and failed, named mistakes."""
        rows = self.verdict.rows
        return json.dumps(
            {
                "file": str(self.file),
                "exercise": self.verdict.name,
                "points": self.verdict.points,
                "maximum": self.verdict.out_of,
                "passed": [row.key for row in rows if row.passed],
                "failed": [row.key for row in rows if not row.passed],
                "mistakes": list(self.verdict.mistakes),
                "incidents": list(self.incidents),
                "message": self.verdict.headline,
            },
            ensure_ascii=False,
        )

    def text(self) -> str:
        """Return the verdict for a terminal."""
        return "\n".join([f"{self.file}: {self.verdict.text()}", *self.incidents])


def try_file(name: str, file: Path, confined: bool = True) -> FileVerdict:
    """Grade the function `name` in a Python file or a notebook.

    Raises `CourseError` if there is no such exercise, and `FileNotTried` if the file is of no use.
    """
    exercise = find_exercise(name)
    session = Session(shared_server(confined), Limits())
    try:
        ran = run_file(session, name, file)
        session.survey()
        return FileVerdict(file, _verdict(exercise, session, ran), tuple(session.incidents))
    finally:
        session.end()


def find_exercise(name: str) -> Exercise:
    """Return the exercise called `name`; raise `CourseError` if there is none."""
    try:
        item = find(name)
    except KeyError:
        item = None
    if not isinstance(item, Exercise):
        known = ", ".join(exercise.name for topic in topics() for exercise in topic.exercises)
        raise CourseError(about_grading.NO_EXERCISE.format(name=name, known=known))
    return item


def _verdict(exercise: Exercise, session: Session, ran: FileRan) -> Verdict:
    if session.kind(exercise.name) == "function":
        verdict = grade_function(exercise, session.runner(exercise.name), PUBLIC_SEED)
        unwritten = ran.not_finished(verdict)
        return verdict if unwritten is verdict else without_points(unwritten, exercise.points)
    return without_points(ran.without_function(exercise.name), exercise.points)
