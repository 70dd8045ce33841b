"""Do of grading one submission only what must be: fork, run its cells and cases."""

from __future__ import annotations

from autograder.notebook.lesson import exercise_of, is_experiment, visible_source
from autograder.notebook.rebuild import rebuild
from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import hidden_cases
from grader_tests.engine.registry import find


def run_one(server: Server, submission: bytes, skeleton: str, experiments: bool) -> None:
    """Run one submission, from its bytes to the outcomes of its cases."""
    session = Session(server, Limits())
    names = []
    for cell in rebuild(submission, skeleton).notebook.cells:
        if cell.cell_type != "code" or (is_experiment(cell) and not experiments):
            continue
        name = exercise_of(cell)
        if name is not None:
            session.capture(name)
            names.append(name)
        else:
            session.run(cell.id, visible_source(cell.source))
    items = {name: find(name) for name in names if session.kind(name) == "function"}
    exercises = {name: item for name, item in items.items() if isinstance(item, Exercise)}
    session.traces({name: hidden_cases(item, seed=1) for name, item in exercises.items()})
    session.end()
