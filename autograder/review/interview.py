"""Draw three questions about a student's own code, with answers from a run in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from autograder.bounded.budget import Budget
from autograder.course.folder import Course
from autograder.course.secret import read_secret
from autograder.gradebook.marks import called_of
from autograder.grading.answers import definitions, is_unwritten
from autograder.grading.job import Settings
from autograder.grading.running import run_cells
from autograder.grading.submission import shared_server
from autograder.review import messages
from autograder.review.own_code import OwnCode, own_code
from autograder.review.pasted import exact, pasted
from autograder.review.rerun import find_submission, rebuilt
from autograder.review.traced import Traced, trace
from autograder.sandbox.confine import refuse_readable, require_confinement, secret_places
from autograder.sandbox.session import Session
from course_lib.cases.case import Call, Case
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import seed_for
from grader_tests.engine.registry import load_topic

QUESTIONS = 3
TRIED = 10
"""How many changes of a function are tried, to find one that matters."""
_DECIMAL = re.compile(r"(?<!\d)\d+\.\d+(?:e[+-]?\d+)?")
MAX_CODE = 600
"""Characters of calls that somebody can look through while they are talking."""


@dataclass(frozen=True)
class Asked:
    """A question about one function of the student's, and its answer for the back of the page."""

    function: str
    lines: tuple[str, ...]
    calls: str
    question: str
    answer: str


@dataclass(frozen=True)
class Interview:
    """The questions for one student."""

    student: str
    called: str
    assignment: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class _Known:
    """A function, calls of it, and what came of them."""

    code: OwnCode
    calls: str
    changes: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    traced: Traced

    def asked(self, question: str, answer: str) -> Asked:
        return Asked(self.code.name, self.code.lines, self.calls, question, answer)


def interview(course: Course, student: str, assignment: str, settings: Settings) -> Interview:
    """Return three questions, always the same for a student's submission to an assignment."""
    submitted = find_submission(course, student, assignment)
    names = (submitted.student, submitted.assignment)
    rng = Random(seed_for(read_secret(course.root), *names, "interview"))
    if settings.confined:
        require_confinement()
        refuse_readable(secret_places(course.root))
    notebook = rebuilt(course, submitted)
    session = Session(shared_server(settings.confined), settings.limits)
    try:
        run_cells(notebook, session, experiments=False)
        found = []
        for exercise in load_topic(submitted.assignment).exercises:
            written = [
                cell.source
                for _, cell in definitions(notebook, exercise.name)
                if not is_unwritten(exercise.name, cell.source)
            ]
            known = _known(session, exercise, written[-1], rng) if written else None
            if known is not None:
                found.append(known)
    finally:
        session.end()
    student, assignment = names
    return Interview(student, called_of(course, student), assignment, tuple(_drawn(found, rng)))


def _known(session: Session, exercise: Exercise, source: str, rng: Random) -> _Known | None:
    code = Budget().run(own_code, source, exercise.name, otherwise=lambda: None)
    cases = [case for case in exercise.examples if len(pasted(exercise.name, case)) <= MAX_CODE]
    if code is None or not cases:
        return None
    several = [case for case in cases if len(case.calls) > 1]
    case = rng.choice(several or cases)
    calls = pasted(exercise.name, case)
    changes = rng.sample(code.changes, min(TRIED, len(code.changes)))
    others = [*_other_calls(exercise.name, case, code)]
    traced = trace(
        session,
        exercise.name,
        calls,
        [changed for _, changed in changes],
        [text for _, _, text in others],
    )
    if traced is None:
        return None
    what = tuple(change for change, _ in changes)
    return _Known(code, calls, what, tuple((name, value) for name, value, _ in others), traced)


def _other_calls(name: str, case: Case, code: OwnCode) -> Iterator[tuple[str, str, str]]:
    """Yield a parameter, another value for it, and the calls with that value in the last one."""
    last = case.calls[-1]
    for i, value in enumerate(last.args):
        if isinstance(value, float) and i < len(code.parameters):
            for other in _other_values(value):
                changed = Call((*last.args[:i], other, *last.args[i + 1 :]), last.kwargs)
                yield code.parameters[i], exact(other), _with_last(name, case, changed)
    for key, value in last.kwargs.items():
        if isinstance(value, float):
            for other in _other_values(value):
                changed = Call(last.args, {**last.kwargs, key: other})
                yield key, exact(other), _with_last(name, case, changed)


def _other_values(value: float) -> Iterator[float]:
    """Yield values with which a result can be foretold; a share stays between 0 and 1."""
    yield from (other for other in (0.0, 0.5 if value < 1 else 2 * value) if other != value)


def _with_last(name: str, case: Case, call: Call) -> str:
    return pasted(name, Case(case.criterion, (*case.calls[:-1], call)))


def _drawn(found: list[_Known], rng: Random) -> Iterator[Asked]:
    """Yield questions of different kinds, about different functions as far as there are any."""
    kinds: list[Callable[[_Known, Random], Asked | None]] = [_value, _change, _argument]
    rng.shuffle(kinds)
    order = list(found)
    rng.shuffle(order)
    asked: list[Asked] = []
    for kind in [*kinds, *kinds]:
        used = [one.function for one in asked]
        for known in sorted(order, key=lambda known: used.count(known.code.name)):
            one = kind(known, rng)
            if one is not None and one.question not in [other.question for other in asked]:
                asked.append(one)
                break
        if len(asked) == QUESTIONS:
            break
    yield from asked


def _value(known: _Known, rng: Random) -> Asked | None:
    """Ask for the value of a variable; rather late in the calls than at their start."""
    found = [
        (line, variable, *after)
        for line, variable in known.code.sets
        for after in known.traced.after(line, variable)[:8]
    ]
    found = [one for one in found if one[4] != known.traced.result] or found
    if not found:
        return None
    latest = max(call for _, _, call, _, _ in found)
    last = [one for one in found if one[2] == latest]
    line, variable, call, count, value = rng.choice([one for one in last if one[3] == 2] or last)
    form = messages.ASK_VALUE_ONCE if count == 1 else messages.ASK_VALUE
    question = form.format(call=call, variable=variable, line=line, count=count)
    answer = messages.ANSWER_VALUE.format(variable=variable, value=rounded(value)[0])
    return known.asked(question, answer)


def _change(known: _Known, rng: Random) -> Asked | None:
    result = known.traced.result
    found = [
        (change, changed)
        for change, changed in zip(known.changes, known.traced.variants, strict=False)
        if _tells(changed, result)
    ]
    if not found:
        return None
    change, changed = rng.choice(found)
    changed, result = rounded(changed, result)
    question = messages.ASK_CHANGE.format(changed=changed, result=result)
    return known.asked(question, messages.ANSWER_CHANGE.format(change=change))


def rounded(*results: str | None) -> tuple[str, ...]:
    """Return results with numbers of four digits, unless two of them would then be alike.

    >>> rounded("array([0.6720430108, 12])", "array([0.672, 1e-05])")
    ('array([0.672, 12])', 'array([0.672, 1e-05])')
    >>> rounded("0.67204", "0.67203")
    ('0.67204', '0.67203')
    """
    texts = tuple(map(str, results))
    short = tuple(_DECIMAL.sub(lambda number: f"{float(number[0]):.4g}", text) for text in texts)
    return short if len({*short}) == len({*texts}) else texts


def _tells(other: str | None, result: str | None) -> bool:
    """Return whether two results differ, and each number of the other has a finite value."""
    if other is None or result is None or other == result:
        return False
    return "nan" not in other and "inf" not in other


def _argument(known: _Known, rng: Random) -> Asked | None:
    result = known.traced.result
    found = [
        (*other, value)
        for other, value in zip(known.others, known.traced.alternatives, strict=False)
        if _tells(value, result)
    ]
    if not found:
        return None
    parameter, other, value = rng.choice(found)
    question = messages.ASK_ARGUMENT.format(parameter=parameter, value=other)
    value, result = rounded(value, result)
    return known.asked(question, messages.ANSWER_ARGUMENT.format(value=value, result=result))
