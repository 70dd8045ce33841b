"""Say why a submission lost each point: the hidden cases that fail, with the expected results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.folder import Course
from autograder.errors import CourseError
from autograder.gradebook.database import is_made, open_gradebook
from autograder.gradebook.marks import CellMark, called_of, read_submissions
from autograder.grading.answers import definitions
from autograder.grading.job import Settings
from autograder.notebook.lesson import exercise_of
from autograder.review import messages
from autograder.review.pasted import pasted
from autograder.review.rerun import Rerun, find_submission, run_again
from autograder.visible import in_one_line, visible
from course_lib.cases import messages as of_cases
from course_lib.cases.case import Case, Outcome, Trace
from course_lib.cases.compare import traces_agree
from course_lib.cases.evidence import Evidence
from course_lib.cases.verdict import FAILED, PASSED, Row, Verdict
from course_lib.checking.describe import difference, outcomes
from grader_tests.engine.exercise import UNCHANGED, Exercise, Question
from grader_tests.engine.registry import find

MAX_SHOWN = 2_000
"""Characters of a result, a message, or the calls of one case that are shown."""

_LINE = 200
"""Characters of a line of a call that is too long to be pasted from a terminal."""


@dataclass(frozen=True)
class FailedCase:
    """A hidden case that fails: its place among its criterion's, the calls, and what came."""

    heading: str
    code: str
    lines: tuple[str, ...]
    """What was expected and what came, or why there is no result."""


@dataclass(frozen=True)
class LostCriterion:
    """A criterion without its points, and the hidden cases that fail."""

    row: Row
    cases: tuple[FailedCase, ...]


@dataclass(frozen=True)
class Lost:
    """One exercise or question: its verdict, and where the points were lost."""

    name: str
    verdict: Verdict
    notices: tuple[str, ...]
    criteria: tuple[LostCriterion, ...]
    source: str
    """What the student wrote."""

    @property
    def shown_source(self) -> str:
        """What the student wrote, with nothing in it that deceives."""
        return visible(self.source, code=True)

    def lost_cases(self, key: str) -> tuple[FailedCase, ...]:
        """Return the hidden cases that fail a criterion."""
        return next((one.cases for one in self.criteria if one.row.key == key), ())

    @property
    def passed_rows(self) -> list[Row]:
        """The criteria that hold."""
        return [row for row in self.verdict.rows if row.passed]


@dataclass(frozen=True)
class Why:
    """Everything about one submission, or about one exercise of it."""

    student: str
    called: str
    assignment: str
    items: tuple[Lost, ...]
    incidents: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The points of what is shown."""
        verdicts = [item.verdict for item in self.items]
        points = sum(verdict.points or 0.0 for verdict in verdicts)
        out_of = sum(verdict.out_of or 0.0 for verdict in verdicts)
        return messages.WHOLE.format(
            student=in_one_line(self.called),
            assignment=self.assignment,
            points=points,
            out_of=out_of,
        )

    def text(self) -> str:
        """Return it for a terminal."""
        parts = [self.sentence, *map(visible, self.incidents)]
        return "\n".join([*parts, *(line for item in self.items for line in _lines(item))])


def why(course: Course, student: str, assignment: str, name: str | None, settings: Settings) -> Why:
    """Grade a student's submission again, in the sandbox, and say where points were lost.

    With `name`, only of that exercise or question. Raises `CourseError` if there is no such thing.
    """
    submitted = find_submission(course, student, assignment)
    again = run_again(course, submitted, settings)
    known = [verdict.name for verdict in again.verdicts]
    if name is not None and name not in known:
        form = messages.NO_SUCH_ITEM
        raise CourseError(
            form.format(assignment=submitted.assignment, name=name, known=", ".join(known))
        )
    marks = _marks(course, submitted.student, submitted.assignment)
    items = tuple(
        _lost(again, verdict, marks)
        for verdict in again.verdicts
        if name is None or verdict.name == name
    )
    student = submitted.student
    called = called_of(course, student)
    return Why(student, called, submitted.assignment, items, again.incidents)


def _marks(course: Course, student: str, assignment: str) -> Mapping[str, CellMark]:
    if not is_made(course):
        return {}
    with open_gradebook(course) as gradebook:
        found = read_submissions(gradebook, [assignment], [student])
    return found[student, assignment].cells if found else {}


def _lost(again: Rerun, verdict: Verdict, marks: Mapping[str, CellMark]) -> Lost:
    name = verdict.name
    [cell] = [cell for cell in again.notebook.cells if exercise_of(cell) == name]
    mark = marks.get(cell.metadata.nbgrader.grade_id)
    notices = [*_of_the_gradebook(again, verdict, mark)]
    item = find(name)
    if isinstance(item, Question):
        form = messages.ANSWERED if verdict.answer else messages.NOT_ANSWERED
        notices.append(form.format(answer=verdict.answer, right=item.answer))
    criteria: tuple[LostCriterion, ...] = ()
    if isinstance(item, Exercise) and name in again.evidence:
        evidence = again.evidence[name]
        criteria = tuple(
            LostCriterion(row, tuple(failed_cases(item, row.key, evidence)))
            for row in verdict.rows
            if not row.passed
        )
    source = "\n\n".join(cell.source for _, cell in definitions(again.notebook, name))
    return Lost(name, verdict, tuple(notices), criteria, source)


def _of_the_gradebook(again: Rerun, verdict: Verdict, mark: CellMark | None) -> Iterator[str]:
    if mark is None:
        return
    points = verdict.points or 0.0
    if mark.machine is not None and abs(mark.machine - points) > 0.005:
        yield messages.MOVED.format(
            known=mark.machine,
            name=verdict.name,
            points=points,
            assignment=again.submitted.assignment,
        )
    if mark.by_hand is not None:
        yield messages.BY_HAND.format(points=mark.by_hand, name=verdict.name)


def failed_cases(item: Exercise, criterion: str, evidence: Evidence) -> Iterator[FailedCase]:
    """Yield the hidden cases that fail a criterion, in their order."""
    if criterion == UNCHANGED:
        yield from _that_changed(item.name, evidence)
        return
    own = [i for i, case in enumerate(evidence.cases) if case.criterion == criterion]
    for number, i in enumerate(own, start=1):
        case, want, got = evidence.cases[i], evidence.expected[i], evidence.actual[i]
        if not traces_agree(case, want, got, item.updates):
            lines = tuple(_lines_of(case, want, got, item.updates))
            heading = messages.CASE.format(number=number, count=len(own))
            yield FailedCase(heading, pasted(item.name, case), lines)


def _that_changed(name: str, evidence: Evidence) -> Iterator[FailedCase]:
    for number, (case, trace) in enumerate(
        zip(evidence.cases, evidence.actual, strict=True), start=1
    ):
        changed = dict.fromkeys(argument for outcome in trace for argument in outcome.changed)
        if changed:
            lines = tuple(messages.CHANGED.format(argument=one) for one in changed)
            heading = messages.CASE.format(number=number, count=len(evidence.cases))
            yield FailedCase(heading, pasted(name, case), lines)


def _lines_of(case: Case, want: Trace, got: Trace, updates: Mapping[int, int]) -> Iterator[str]:
    if not got:
        yield messages.NOT_RUN
        return
    found = difference(case, want, got, updates)
    if found is None:
        yield messages.TOO_FEW_STEPS.format(got=len(got), want=len(want))
        return
    if len(case.calls) > 1 and case.properties is None:
        yield messages.STEP.format(step=found.step, steps=len(case.calls))
    yield from _outcomes(found.want, found.got)
    if got[-1].error in messages.STOPPED and got[-1] is not found.got:
        yield messages.STOPPED[got[-1].error]


def _outcomes(want: Outcome, got: Outcome) -> Sequence[str]:
    lines = [shortened(line) for line in outcomes(want, got)]
    return [lines[0], messages.STOPPED[got.error]] if got.error in messages.STOPPED else lines


def shortened(text: str) -> str:
    """Return a text of reasonable length in which nothing is hidden."""
    if len(text) > MAX_SHOWN:
        text = messages.LONG.format(start=text[:MAX_SHOWN], count=len(text))
    return visible(text)


def _calls(code: str) -> Iterator[str]:
    """Yield the lines of a case for a terminal: short enough to read, or to paste."""
    lines = code.splitlines()
    if len(code) <= MAX_SHOWN:
        yield from lines
        return
    for line in lines:
        is_long = len(line) > _LINE
        yield messages.LONG.format(start=line[:_LINE], count=len(line)) if is_long else line
    yield messages.WHOLE_CALL


def _lines(item: Lost) -> Iterator[str]:
    verdict = item.verdict
    yield ""
    yield visible(verdict.headline)
    yield from (f"  {notice}" for notice in item.notices)
    if verdict.passed:
        return
    for row in item.passed_rows:
        yield f"  {PASSED} {row.title}"
    for row in verdict.rows:
        if not row.passed:
            points = of_cases.POINTS.format(points=row.points, out_of=row.out_of)
            yield f"  {FAILED} {row.title}{points}"
            cases = item.lost_cases(row.key)
            notes = () if cases else row.notes
            yield from (f"      {line}" for note in notes for line in visible(note).splitlines())
            for case in cases:
                yield f"    {messages.CASE_LINE.format(heading=case.heading)}"
                yield from (f"      {line}" for line in _calls(case.code))
                yield from (f"      {line}" for text in case.lines for line in text.splitlines())
    told = (*([verdict.form] if verdict.form else []), *verdict.hints)
    yield from (f"  → {visible(hint)}" for hint in told)
