"""Judge what a function did by a rubric, for `check` and for hidden grading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from course_lib.cases.case import Trace, called_in_definition
from course_lib.cases.compare import Updates, traces_agree
from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import KnownMistakes, one_mistake, two_mistakes
from course_lib.cases.plain_results import plain_result
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import messages
from course_lib.checking.digits import too_few_digits
from course_lib.checking.form import Turned, wrong_form
from course_lib.checking.hints import NOT_RAISED, general_hints
from course_lib.language import counted, translate

UNCHANGED = "unchanged"
"""Key of the criterion that is judged in every call: arguments must not change."""

NOT_WRITTEN = "NotImplementedError"


@dataclass(frozen=True)
class Criterion:
    """One property to mark: a sentence that is true of right code, and a hint for wrong code.

    `points` is None if nothing is graded.
    """

    key: str
    title: str
    hint: str
    points: float | None = None


@dataclass(frozen=True)
class Rubric:
    """The criteria for a function; `hints` maps the name of a known mistake to its hint.

    `plain` are the known mistakes that may be said of a function that computes nothing.
    """

    name: str
    criteria: tuple[Criterion, ...]
    hints: Mapping[str, str]
    updates: Updates
    plain: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()

    def translated(self) -> Rubric:
        """Return the rubric with its sentences in the current language."""
        criteria = (
            replace(one, title=translate(one.title), hint=translate(one.hint))
            for one in self.criteria
        )
        hints = {name: translate(hint) for name, hint in self.hints.items()}
        return replace(self, criteria=tuple(criteria), hints=hints)


Describe = Callable[[Criterion, Evidence], tuple[str, ...]]
"""Function that describes a failed criterion, from the evidence of its failed cases."""


def judge(
    rubric: Rubric,
    evidence: Evidence,
    mistakes: Callable[[], KnownMistakes],
    describe: Describe,
    forms: Mapping[str, str] | None = None,
    raises: str | None = None,
) -> Verdict:
    """Return the verdict on what a function did.

    `mistakes` returns the known mistakes; it is called only if something fails. `forms` are the
    sentences about results in the wrong form, and `raises` is the hint if there are only
    exceptions; by default those of `check`. A function that raises NotImplementedError in each case
    is not written yet.
    """
    if all(trace and trace[0].error == NOT_WRITTEN for trace in evidence.actual):
        return not_written(rubric.name)
    rubric = rubric.translated()
    agree = [
        traces_agree(case, want, got, rubric.updates)
        for case, want, got in zip(evidence.cases, evidence.expected, evidence.actual, strict=True)
    ]
    failed = _failed_cases(evidence, agree)
    rows = _rows(rubric, evidence, failed, describe)
    wrong = evidence.part([i for i, holds in enumerate(agree) if not holds])
    if all(row.passed for row in rows):
        return _verdict(rubric, rows)
    found = _find(rubric, evidence, wrong, mistakes)
    hints = found.hints
    if not hints and found.form is None:
        digits = too_few_digits(wrong) if wrong.cases else None
        hints = (
            (digits,)
            if digits
            else general_hints(evidence.actual, raises)
            or _first_hint(rubric, rows, evidence, failed, raises)
        )
    forms = messages.FORM if forms is None else forms
    form = None if found.form is None else forms[found.form.form].format(**found.form.words)
    return replace(_verdict(rubric, rows), hints=hints, mistakes=found.names, form=form)


@dataclass(frozen=True)
class _Finding:
    """What is wrong with a function: names with their hints, or the form of its results."""

    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    form: Turned | None = None


def _find(
    rubric: Rubric, evidence: Evidence, wrong: Evidence, mistakes: Callable[[], KnownMistakes]
) -> _Finding:
    """Return what is wrong with a function, the surest first; `wrong` contains the failed cases."""
    known = mistakes()
    plain = plain_result(evidence)
    if plain is not None:
        traces = {name: traces for name, traces in known.traces.items() if name in rubric.plain}
        return _named(rubric, one_mistake(evidence, traces, rubric.updates) or (plain,))
    one = one_mistake(evidence, known.traces, rubric.updates)
    form = None if one else wrong_form(wrong, rubric.updates)
    if form is not None:
        return _Finding(form=form)
    return _named(rubric, one or two_mistakes(evidence, known, rubric.updates))


def _named(rubric: Rubric, names: tuple[str, ...]) -> _Finding:
    texts = {**messages.PLAIN_RESULTS, **rubric.hints}
    return _Finding(names, tuple(texts[name] for name in names))


def _first_hint(
    rubric: Rubric,
    rows: Sequence[Row],
    evidence: Evidence,
    failed: Mapping[str, list[int]],
    raises: str | None,
) -> tuple[str, ...]:
    """Return the hint of the first criterion that fails.

    If it fails because of an exception, its hint has nothing to do with that, nor has the hint of
    one behind it.
    """
    if not any(failed.values()):
        return ()
    notes = {note for row in rows for note in row.notes}
    for criterion in rubric.criteria:
        these = failed.get(criterion.key)
        if not these:
            continue
        part = evidence.part(these)
        if not stops(part):
            return () if criterion.hint in notes else (criterion.hint,)
        if hints := general_hints(part.actual, raises):
            return hints
    described = (_first_error(evidence.part(these).actual) for these in failed.values() if these)
    if all(error in NOT_RAISED for error in described):
        return ()
    return (messages.STOPS_WITH_ERROR if raises is None else raises,)


def stops(failed: Evidence) -> bool:
    """Return whether each of these cases fails because of an exception instead of a result.

    A case that was not run, because one before it had to be stopped, says nothing of its own.
    """
    run = [pair for pair in zip(failed.expected, failed.actual, strict=True) if pair[1]]
    return bool(run) and all(
        got[-1].error is not None and (not want or want[-1].error is None) for want, got in run
    )


def not_written(name: str, hint: str | None = None) -> Verdict:
    """Return the verdict on a function that does not exist yet, with a friendly hint."""
    hints = (messages.NOT_WRITTEN_HINT if hint is None else hint,)
    return Verdict(name, messages.NOT_WRITTEN.format(name=name), hints=hints)


def not_tested(name: str, why: str) -> Verdict:
    """Return the verdict on a function that may be written, but is not there, and why."""
    return Verdict(name, messages.NOT_TESTED.format(name=name), hints=(why,))


def _verdict(rubric: Rubric, rows: Sequence[Row]) -> Verdict:
    """Return the verdict without an explanation."""
    failed = sum(not row.passed for row in rows)
    points = out_of = None
    if any(row.points is not None for row in rows):
        points = round(sum(row.points or 0.0 for row in rows), 2)
        out_of = round(sum(row.out_of or 0.0 for row in rows), 2)
        headline = counted(messages.POINTS, out_of, name=rubric.name, points=points)
    elif not failed:
        headline = messages.ALL_PASSED.format(name=rubric.name)
    elif len(rows) == 1:
        headline = messages.THE_ONE_FAILED.format(name=rubric.name)
    else:
        headline = counted(messages.SOME_FAILED, failed, name=rubric.name, total=len(rows))
    return Verdict(rubric.name, headline, tuple(rows), points=points, out_of=out_of)


def _failed_cases(evidence: Evidence, agree: Sequence[bool]) -> dict[str, list[int]]:
    """Return the positions of the cases that fail, by criterion."""
    failed: dict[str, list[int]] = {case.criterion: [] for case in evidence.cases}
    for i, case in enumerate(evidence.cases):
        if not agree[i]:
            failed[case.criterion].append(i)
    return failed


def _rows(
    rubric: Rubric, evidence: Evidence, failed: Mapping[str, list[int]], describe: Describe
) -> list[Row]:
    """Return a row for each criterion that has cases, and one for unchanged arguments.

    An exception is described only once.
    """
    rows = []
    raised: set[str] = set()
    for criterion in rubric.criteria:
        if criterion.key == UNCHANGED:
            some_hold = not all(failed.values())
            rows.append(_unchanged_row(rubric, criterion, evidence.actual, some_hold))
        elif criterion.key in failed:
            these = evidence.part(failed[criterion.key])
            notes = _notes(criterion, these, describe, raised) if these.cases else ()
            rows.append(_row(criterion, not these.cases, notes))
    return rows


def _notes(
    criterion: Criterion, failed: Evidence, describe: Describe, raised: set[str]
) -> tuple[str, ...]:
    """Describe a failed criterion; `raised` contains the errors that others have named."""
    error = _first_error(failed.actual) if stops(failed) else None
    if error in raised and error not in NOT_RAISED:
        return (messages.SAME_ERROR.format(error=error),)
    notes = describe(criterion, failed)
    if error is not None and any(error in note for note in notes):
        raised.add(error)
    return notes


def _first_error(traces: Sequence[Trace]) -> str | None:
    """Return the error that stands for a failed criterion: the first, as in its description."""
    return next((one.error for trace in traces for one in trace if one.error), None)


def _row(criterion: Criterion, passed: bool, notes: tuple[str, ...]) -> Row:
    out_of = None if criterion.points is None else float(criterion.points)
    points = out_of if passed or out_of is None else 0.0
    return Row(criterion.title, passed, notes, criterion.key, points, out_of)


def _unchanged_row(
    rubric: Rubric, criterion: Criterion, actual: Sequence[Trace], counts: bool
) -> Row:
    """Return the row about the arguments, which counts if another criterion holds."""
    outcomes = [outcome for trace in actual for outcome in trace]
    # sorted: the order in which hidden cases show them would tell something about these
    changed = sorted(
        {called_in_definition(a, rubric.parameters) for one in outcomes for a in one.changed}
    )
    if changed:
        notes = tuple(messages.CHANGED.format(argument=name) for name in changed)
        return _row(criterion, False, (*notes, criterion.hint))
    if not counts or not outcomes:
        return _row(criterion, False, (messages.COUNTS_LATER,))
    return _row(criterion, True, ())
