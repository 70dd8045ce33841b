"""Grade one rebuilt notebook: run its cells in the sandbox, then hidden cases, then judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from nbformat import NotebookNode

from autograder import messages
from autograder.bounded.budget import Budget
from autograder.grading.answers import capture_late, definitions, say_what_is_late
from autograder.grading.at_checks import matters_below
from autograder.grading.behaviour import (
    KEY,
    Behaviour,
    explained_by,
    needs_record,
    observe,
    record,
)
from autograder.grading.job import Identity
from autograder.grading.reasons import (
    why_nothing,
    why_written_in_vain,
    with_helper,
    with_lost_names,
    with_reason_of_none,
)
from autograder.grading.running import Ran, run_cells
from autograder.notebook.cell_outputs import METADATA_KEY, add_verdict
from autograder.notebook.harmless import make_harmless
from autograder.notebook.lesson import exercise_of
from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.own_checks import MOST, key_of, name_of
from autograder.sandbox.replies import Survey
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, Runner, Trace
from course_lib.cases.evidence import Evidence
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts
from course_lib.checking.judgement import not_tested
from course_lib.language import SOURCE, current, of_metadata, use
from grader_tests.engine.exercise import Exercise, Question
from grader_tests.engine.grading import (
    grade_answer,
    grade_outcomes,
    hidden_cases,
    no_function,
    seed_for,
    traces_of,
    without_points,
)
from grader_tests.engine.registry import find, load_topic

_NO_TEXT = object()
"""An answer that is no text."""

Witness = Callable[[Verdict, Evidence], None]
"""What is told of the verdict on a function, and of the hidden cases that it rests on."""


def _nobody(verdict: Verdict, evidence: Evidence) -> None:
    """Keep nothing: hidden cases do not leave grading."""


def grade_notebook(
    notebook: NotebookNode,
    identity: Identity,
    secret: bytes,
    server: Server,
    limits: Limits,
    experiments: bool = False,
    witness: Witness = _nobody,
) -> list[Verdict]:
    """Run and grade `notebook` in place; return the verdicts in the order of its graded cells.

    `witness` is shown the hidden cases of each function that could be called.
    """
    with use(of_metadata(notebook.metadata)), np.errstate(all="ignore"):  # values may be anything
        return _graded(notebook, identity, secret, server, limits, experiments, witness)


def _graded(
    notebook: NotebookNode,
    identity: Identity,
    secret: bytes,
    server: Server,
    limits: Limits,
    experiments: bool,
    witness: Witness,
) -> list[Verdict]:
    """Grade a notebook in the language in use, which is its own."""
    session = Session(server, limits)
    try:
        ran = _run_all(notebook, session, experiments)
        if (needed := session.survey().experiments) and (fresh := session.once_more()):
            session = fresh
            ran = _run_all(notebook, session, experiments, needed)
        graded = {name: cell for cell in notebook.cells if (name := exercise_of(cell)) is not None}
        survey = session.survey()
        costs = _training_probe(session, identity)  # before the child knows any hidden input
        incidents = list(session.incidents)  # what happens later could tell of a hidden input
        marking = _Marking(notebook, ran, survey)
        marking.draw_cases(graded, identity, secret)

        def meanwhile() -> None:
            server.prepare(limits)
            marking.run_references()

        actual = session.traces(marking.plans(), meanwhile)
        verdicts = []
        for name, cell in graded.items():
            verdict, behaviour = _judged(
                marking, name, cell.metadata.nbgrader.points, actual, session
            )
            if name in survey.late and name not in marking.at_own_checks:
                say_what_is_late(cell, name)
            add_verdict(cell, verdict)
            if behaviour is not None and needs_record(verdict):
                cell.metadata[METADATA_KEY][KEY] = record(behaviour)
            if name in actual and verdict.rows:
                witness(verdict, marking.evidence(name, actual[name]))
            verdicts.append(verdict)
        if session.budget.exhausted:
            incidents.append(messages.RESULTS_TOO_LARGE)
        _remember(notebook, incidents, costs)
        _make_harmless(notebook)
        return verdicts
    finally:
        session.end()


def _run_all(
    notebook: NotebookNode,
    session: Session,
    experiments: bool,
    needed: Mapping[int, tuple[int, ...]] | None = None,
) -> Ran:
    if current() != SOURCE:
        session.speak(current())
    ran = run_cells(notebook, session, experiments, needed or {})
    capture_late(notebook, session)
    return ran


def _judged(
    marking: _Marking, name: str, points: float, actual: dict[str, list[Trace]], session: Session
) -> tuple[Verdict, Behaviour | None]:
    """Return the verdict on a function or an answer, and what a function did that is not named.

    Where it was better at its check, or at one that a cell of the student's own calls, that counts.
    """
    verdict, runs = marking.verdict(name, points, actual.get(name)), name
    for key in marking.own_checks(name) if verdict.points != verdict.out_of else ():
        plans = marking.plans([key])
        traces = session.traces(plans).get(key) if plans else None
        better = marking.verdict(key, points, traces)
        if (better.points or 0.0) > (verdict.points or 0.0):
            marking.at_own_checks.add(name)
            if traces is not None:
                actual[name] = traces
            verdict, runs = better, key
    if isinstance(find(name), Question) and not verdict.answer:
        return _answered_elsewhere(marking, name, points, session) or verdict, None
    if name in marking.cases and verdict.points != verdict.out_of:
        below = bool(verdict.rows) and matters_below(marking.notebook, name)
        for then in session.at_checks(name, below):
            traces = then.traces({name: marking.cases[name]})[name]
            better = marking.verdict(name, points, traces)
            if (better.points or 0.0) > (verdict.points or 0.0):
                actual[name] = traces
                return _explained_by_itself(better, then.runner(name))
    return _explained_by_itself(verdict, session.runner(runs))


def _answered_elsewhere(
    marking: _Marking, name: str, points: float, session: Session
) -> Verdict | None:
    """Return the verdict on an answer that is there if all statements run; None if none is.

    It is the first that is found, right or wrong: of several, the best would be a guess that pays.
    """
    for then in session.at_checks(name, below=False, copies=False):
        verdict = replace(marking, survey=then.survey()).verdict(name, points, None)
        if verdict.answer:
            return verdict
    return None


def _explained_by_itself(verdict: Verdict, runner: Runner) -> tuple[Verdict, Behaviour | None]:
    behaviour = _behaviour(verdict, runner)
    if behaviour is not None:
        verdict = explained_by(verdict, behaviour, runner)
    return verdict, behaviour


@dataclass
class _Marking:
    """The hidden cases of the functions that a notebook has, and the verdicts on them."""

    notebook: NotebookNode
    ran: Ran
    survey: Survey
    cases: dict[str, list[Case]] = field(default_factory=dict)
    expected: dict[str, list[Trace]] = field(default_factory=dict)
    at_own_checks: set[str] = field(default_factory=set)
    """The names of which another check than the lesson's counts."""

    def own_checks(self, name: str) -> list[str]:
        """Return what stands for a function as it was at each check in a cell of the student's own.

        None for a question: of several answers the best would be a guess that always pays.
        """
        if isinstance(find(name), Question):
            return []
        keys = [key_of(name, number) for number in range(1, MOST + 1)]
        return [key for key in keys if key in self.survey.kinds]

    def plans(self, keys: Iterable[str] | None = None) -> dict[str, list[Case]]:
        """Return the cases of those that are functions."""
        return {
            key: self.cases[name_of(key)]
            for key in (self.cases if keys is None else keys)
            if self.survey.kinds.get(key) == "function" and name_of(key) in self.cases
        }

    def draw_cases(self, graded: Iterable[str], identity: Identity, secret: bytes) -> None:
        """Draw the cases of all functions that are there, or might be at another try."""
        for name in graded:
            item = find(name)
            kinds = (self.survey.kinds.get(key) for key in (name, *self.own_checks(name)))
            if isinstance(item, Exercise) and ("function" in kinds or self._was_ended()):
                seed = seed_for(secret, identity.student, identity.assignment, name)
                self.cases[name] = hidden_cases(item, seed)

    def _was_ended(self) -> bool:
        """Return whether a statement failed as at home, so that those below it were not run."""
        return any(note.fails_at_home for result in self.ran.values() for note in result.notes)

    def run_references(self) -> None:
        """Run the references, while the child runs the student's functions."""
        for name, cases in self.cases.items():
            item = find(name)
            assert isinstance(item, Exercise)
            self.expected[name] = traces_of(item.reference, cases)

    def evidence(self, name: str, actual: list[Trace]) -> Evidence:
        """Return what a function did in its hidden cases, beside what its reference does."""
        return Evidence(self.cases[name], self.expected[name], actual)

    def verdict(self, key: str, points: float, actual: list[Trace] | None) -> Verdict:
        """Return the verdict on a function, from its traces, or on an answer."""
        name = name_of(key)
        item = find(name).worth(points)
        if key not in self.survey.kinds:
            return _not_tested(item, messages.LOST)
        if isinstance(item, Question):
            is_there = self.survey.kinds[key] != "missing"
            answer = self.survey.values.get(key, _NO_TEXT if is_there else None)
            verdict = grade_answer(item, answer)
            return verdict if verdict.answer or is_there else self._explained(item, verdict)
        if actual is not None:
            if name not in self.expected:  # there was no child that could work meanwhile
                self.run_references()
            expected = self.expected[name]
            verdict = grade_outcomes(item, self.cases[name], actual, expected=expected)
            if not verdict.rows:
                return self._explained(item, verdict, self._in_vain(name))
            verdict = with_reason_of_none(verdict, self.notebook)
            verdict = with_helper(verdict, self.survey.helpers.get(key))
            return with_lost_names(verdict, self.survey.lost.get(key, ()))
        if self.survey.kinds[key] == "value":
            hint = course_texts.NOT_A_FUNCTION.format(name=name)
            return self._explained(item, _not_tested(item, self._in_vain(name) or hint))
        return self._explained(item, no_function(item), self._in_vain(name))

    def _in_vain(self, name: str) -> str | None:
        return why_written_in_vain(self.notebook, name, self.survey.kinds[name])

    def _explained(
        self, item: Exercise | Question, verdict: Verdict, otherwise: str | None = None
    ) -> Verdict:
        """Return the verdict on nothing, with the true reason if there is one."""
        why = why_nothing(self.notebook, item.name, self.ran) or otherwise
        if why is not None:
            return _not_tested(item, why)
        if isinstance(item, Question) or definitions(self.notebook, item.name):
            return verdict
        return _not_tested(item, messages.NOT_DEFINED.format(name=item.name))


def _not_tested(item: Exercise | Question, why: str) -> Verdict:
    return without_points(not_tested(item.name, why), item.points)


def _training_probe(session: Session, identity: Identity) -> list[float] | None:
    name = load_topic(identity.assignment).training_probe
    return None if name is None else session.training_probe(name)


def _behaviour(verdict: Verdict, runner: Runner) -> Behaviour | None:
    """Return what a function did that nothing explains yet, to be compared with others'."""
    item = find(verdict.name)
    if isinstance(item, Exercise) and needs_record(verdict):
        return observe(item, runner)
    return None


def _remember(notebook: NotebookNode, incidents: list[str], costs: list[float] | None) -> None:
    """Store in the notebook's metadata what the class report needs."""
    known: dict[str, Any] = notebook.metadata.setdefault(METADATA_KEY, {})
    known["incidents"] = [*known.get("incidents", ()), *incidents]
    known["training_probe"] = costs


def _make_harmless(notebook: NotebookNode) -> None:
    budget = Budget()
    make_harmless(notebook, budget)
    if budget.exhausted:
        notebook.metadata[METADATA_KEY]["incidents"].append(messages.SHOWN_PLAIN)
