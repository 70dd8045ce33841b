"""Grade one rebuilt notebook: run its cells in the sandbox, then hidden cases, then judge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from autograder import messages
from autograder.bounded.budget import Budget
from autograder.grading.answers import capture_late, definitions
from autograder.grading.behaviour import KEY, needs_record, record
from autograder.grading.reasons import Listener, why_nothing, with_missing_names
from autograder.notebook.cell_outputs import (
    MAX_IN_ALL,
    METADATA_KEY,
    add_verdict,
    clean_outputs,
    new_output,
)
from autograder.notebook.harmless import make_harmless
from autograder.notebook.lesson import (
    defined_names,
    exercise_of,
    is_experiment,
    visible_source,
)
from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts
from course_lib.checking.judgement import not_written
from grader_tests.engine.exercise import Exercise, Question
from grader_tests.engine.grading import (
    grade_answer,
    grade_function,
    no_function,
    seed_for,
    without_points,
)
from grader_tests.engine.registry import find, load_topic

_NAME_ERROR = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True)
class Identity:
    """The student and the assignment of a submission."""

    student: str
    assignment: str


def grade_notebook(
    notebook: NotebookNode,
    identity: Identity,
    secret: bytes,
    server: Server,
    limits: Limits,
    experiments: bool = False,
) -> list[Verdict]:
    """Run and grade `notebook` in place; return the verdicts in the order of its graded cells."""
    session = Session(server, limits)
    try:
        stopped = _run_cells(notebook, session, experiments)
        capture_late(notebook, session)
        session.close_outputs()
        costs = _training_probe(session, identity)  # before the child knows any hidden input
        verdicts = []
        for cell in notebook.cells:
            name = exercise_of(cell)
            if name is not None:
                points = cell.metadata.nbgrader.points
                verdict = _verdict(notebook, name, points, session, identity, secret, stopped)
                add_verdict(cell, verdict)
                _record_behaviour(cell, verdict, session)
                verdicts.append(verdict)
        _remember(notebook, session, costs)
        _make_harmless(notebook)
        return verdicts
    finally:
        session.end()


def _run_cells(notebook: NotebookNode, session: Session, experiments: bool) -> set[str]:
    """Run the code cells in order; return the labels of those that had to be stopped."""
    stopped = set()
    skipped: list[str] = []
    count, remaining = 0, MAX_IN_ALL
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        cell.outputs = []
        if is_experiment(cell) and not experiments:
            skipped.append(cell.source)
            cell.outputs = [_printed(messages.EXPERIMENT_SKIPPED)]
            continue
        count += 1
        label = cell.metadata.get("nbgrader", {}).get("grade_id") or f"number {number}"
        name = exercise_of(cell)
        if name is not None:
            session.capture(name)
        result = session.run(label, visible_source(cell.source))
        cell.execution_count = count
        cell.outputs = clean_outputs(result.outputs, remaining)
        remaining -= sum(len(str(output)) for output in cell.outputs)
        cell.outputs += _explained(cell.outputs, result.incident, skipped)
        if result.incident:
            stopped.add(label)
    return stopped


def _explained(
    outputs: list[NotebookNode], incident: str | None, skipped: list[str]
) -> list[NotebookNode]:
    """Return what a student should know besides the cell's own outputs."""
    sentences = [incident] if incident else []
    for output in outputs:
        if output.get("ename") == "NameError":
            found = _NAME_ERROR.search(output.evalue)
            if found and any(found.group(1) in defined_names(source) for source in skipped):
                sentences.append(messages.NAME_SKIPPED.format(name=found.group(1)))
            break
    return [_printed(sentence) for sentence in sentences]


def _printed(sentence: str) -> NotebookNode:
    return new_output("stream", name="stdout", text=sentence + "\n")


def _verdict(
    notebook: NotebookNode,
    name: str,
    points: float,
    session: Session,
    identity: Identity,
    secret: bytes,
    stopped: set[str],
) -> Verdict:
    item = find(name).worth(points)
    kind = session.kind(name)
    if kind == "lost":
        return _not_tested(item, messages.LOST)
    if isinstance(item, Question):
        verdict = grade_answer(item, session.value(name) if kind == "value" else None)
        return verdict if verdict.answer else _explained_nothing(notebook, item, verdict)
    if kind == "function":
        seed = seed_for(secret, identity.student, identity.assignment, name)
        listener = Listener(session.runner(name))
        verdict = grade_function(item, listener, seed)
        if not verdict.rows:
            return _explained_nothing(notebook, item, verdict)
        return with_missing_names(verdict, notebook, listener.missing)
    if name in stopped:
        return _not_tested(item, messages.STOPPED_CELL)
    if kind == "value":
        hint = course_texts.NOT_A_FUNCTION.format(name=name)
        verdict = without_points(not_written(name, hint), item.points)
        return _explained_nothing(notebook, item, verdict)
    return _explained_nothing(notebook, item, no_function(item))


def _explained_nothing(
    notebook: NotebookNode, item: Exercise | Question, verdict: Verdict
) -> Verdict:
    """Return the verdict on nothing, with the true reason if there is one."""
    why = why_nothing(notebook, item.name)
    if why is not None:
        return _not_tested(item, why)
    if isinstance(item, Question) or definitions(notebook, item.name):
        return verdict
    hint = messages.NOT_DEFINED.format(name=item.name)
    return without_points(not_written(item.name, hint), item.points)


def _not_tested(item: Exercise | Question, why: str) -> Verdict:
    headline = messages.NOT_TESTED.format(name=item.name)
    return Verdict(item.name, headline, hints=(why,), points=0.0, out_of=item.points)


def _training_probe(session: Session, identity: Identity) -> list[float] | None:
    name = load_topic(identity.assignment).training_probe
    return None if name is None else session.training_probe(name)


def _record_behaviour(cell: NotebookNode, verdict: Verdict, session: Session) -> None:
    """Store what a function did that nothing explains yet, to be compared with others'."""
    item = find(verdict.name)
    if isinstance(item, Exercise) and needs_record(verdict):
        cell.metadata[METADATA_KEY][KEY] = record(item, session.runner(item.name))


def _remember(notebook: NotebookNode, session: Session, costs: list[float] | None) -> None:
    """Store in the notebook's metadata what the class report needs."""
    known: dict[str, Any] = notebook.metadata.setdefault(METADATA_KEY, {})
    known["incidents"] = [*known.get("incidents", ()), *session.incidents]
    if session.budget.exhausted:
        known["incidents"].append(messages.RESULTS_TOO_LARGE)
    known["training_probe"] = costs


def _make_harmless(notebook: NotebookNode) -> None:
    budget = Budget()
    make_harmless(notebook, budget)
    if budget.exhausted:
        notebook.metadata[METADATA_KEY]["incidents"].append(messages.SHOWN_PLAIN)
