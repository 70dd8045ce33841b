"""Grade a plain Python file of functions with the sandbox and the hidden cases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from autograder import messages
from autograder.course.submission_files import read_submission
from autograder.errors import CourseError, FileNotTried
from autograder.grading.submission import shared_server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.verdict import Verdict
from course_lib.checking.judgement import not_written
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
    """Grade the function `name` in `file`; raise `CourseError` if there is no such exercise."""
    exercise = find_exercise(name)
    source = read_python(file)
    session = Session(shared_server(confined), Limits())
    try:
        result = session.run(file.name, source)
        session.capture(name)
        session.close_outputs()
        return FileVerdict(
            file, _verdict(exercise, session, result.outputs), tuple(session.incidents)
        )
    finally:
        session.end()


def read_python(file: Path) -> str:
    """Return a file's text; raise `FileNotTried` if it is missing or cannot be read."""
    if not file.is_file():
        raise FileNotTried(f"There is no file {file}.")
    try:
        data, problem, _ = read_submission(file)
    except OSError as error:
        raise FileNotTried(f"{file} cannot be read: {error.strerror}.") from None
    if problem:
        raise FileNotTried(f"{file} cannot be read as a Python file.")
    return data.decode("utf-8", "replace")


def find_exercise(name: str) -> Exercise:
    """Return the exercise called `name`; raise `CourseError` if there is none."""
    try:
        item = find(name)
    except KeyError:
        item = None
    if not isinstance(item, Exercise):
        known = ", ".join(exercise.name for topic in topics() for exercise in topic.exercises)
        raise CourseError(f"There is no exercise {name!r}. There are: {known}.")
    return item


def not_tested(name: str, outputs: list[object]) -> Verdict:
    """Return the verdict on a file that defines no function `name`, perhaps because it raised."""
    for output in outputs:
        if isinstance(output, dict) and output.get("output_type") == "error":
            error = f"{output.get('ename')}: {output.get('evalue')}"[:500]
            return not_written(name, messages.FILE_RAISED.format(error=error))
    return not_written(name, messages.FILE_WITHOUT_FUNCTION.format(name=name))


def _verdict(exercise: Exercise, session: Session, outputs: list[object]) -> Verdict:
    if session.kind(exercise.name) == "function":
        return grade_function(exercise, session.runner(exercise.name), PUBLIC_SEED)
    return without_points(not_tested(exercise.name, outputs), exercise.points)
