"""Say what `check` would say of the function in a Python file or notebook, in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder import messages
from autograder.errors import FileNotTried
from autograder.grading.run_file import run_file
from autograder.grading.submission import shared_server
from autograder.grading.try_file import find_exercise
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.verdict import Verdict
from course_lib.checking.judgement import not_written
from grader_tests.engine.registry import topic_of
from grader_tests.engine.solutions import solutions


@dataclass(frozen=True)
class Explanation:
    """What `check` says of one file, and how long it computed."""

    file: Path
    verdict: Verdict
    milliseconds: float = 0.0

    def json_line(self) -> str:
        """Return one line of JSON: all that helps to find the mistake, and the time."""
        verdict = self.verdict
        return json.dumps(
            {
                "file": str(self.file),
                "exercise": verdict.name,
                "passed": verdict.passed,
                "mistakes": list(verdict.mistakes),
                "form": verdict.form,
                "place": asdict(verdict.place) if verdict.place else None,
                "hints": list(verdict.hints),
                "milliseconds": round(self.milliseconds, 1),
                "message": verdict.headline,
            },
            ensure_ascii=False,
        )

    def text(self) -> str:
        """Return what `check` prints in a terminal."""
        return f"{self.file}: {self.verdict.text()}"


def explain_file(name: str, file: Path, confined: bool = True) -> Explanation:
    """Return what `check` says of the function `name` in `file`.

    As in the notebook, the imports and the topic's other functions are there, the latter as its own
    solutions have them, unless the file defines them. Raises `CourseError` if there is no such
    exercise, and `FileNotTried` if the file is of no use.
    """
    find_exercise(name)
    session = Session(shared_server(confined), Limits())
    try:
        for other, solution in solutions(topic_of(name)).items():
            if other != name:
                session.run(other, solution)
        ran = run_file(session, name, file)
        session.survey()
        if session.kind(name) != "function":
            return Explanation(file, ran.without_function(name))
        return explanation_from(name, file, session.check(name))
    finally:
        session.end()


def explanation_from(name: str, file: Path, reply: Mapping[str, Any]) -> Explanation:
    """Return what the child says, if it is of the right form: the file's code may have changed it.

    Nothing but this text depends on it.
    """
    error = reply.get("error")
    if error is not None:
        unknown = messages.FILE_NOT_CHECKED.format(error=str(error)[:100])
        return Explanation(file, not_written(name, messages.FILE_STOPPED.get(error, unknown)))
    try:
        verdict = Verdict.from_json(reply["verdict"])
        found = Explanation(file, verdict, float(reply["milliseconds"]))
        found.json_line()
        found.text()
    except (LookupError, TypeError, ValueError, AttributeError):
        raise FileNotTried(messages.FILE_NOT_EXPLAINED.format(file=file)) from None
    return found
