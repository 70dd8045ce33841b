"""Judge what a function did by a rubric, for `check` and for hidden grading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from course_lib.cases.case import Case, Trace
from course_lib.cases.compare import Updates, traces_agree
from course_lib.cases.mistakes import matching_mistakes
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import messages
from course_lib.checking.hints import general_hints

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
    """The criteria for a function; `hints` maps the name of a known mistake to its hint."""

    name: str
    criteria: tuple[Criterion, ...]
    hints: Mapping[str, str]
    updates: Updates


@dataclass(frozen=True)
class Evidence:
    """Cases, with the traces of the reference and of the judged function."""

    cases: Sequence[Case]
    expected: Sequence[Trace]
    actual: Sequence[Trace]

    def part(self, positions: Sequence[int]) -> Evidence:
        """Return the evidence for some of the cases."""
        return Evidence(
            [self.cases[i] for i in positions],
            [self.expected[i] for i in positions],
            [self.actual[i] for i in positions],
        )


Describe = Callable[[Criterion, Evidence], tuple[str, ...]]
"""Function that describes a failed criterion, from the evidence of its failed cases."""


def judge(
    rubric: Rubric,
    evidence: Evidence,
    mistakes: Callable[[], Mapping[str, Sequence[Trace]]],
    describe: Describe,
) -> Verdict:
    """Return the verdict on what a function did.

    `mistakes` returns the traces of the known mistakes; it is called only if something fails. A
    function that raises NotImplementedError in each case is not written yet.
    """
    if all(trace and trace[0].error == NOT_WRITTEN for trace in evidence.actual):
        return not_written(rubric.name)
    cases, expected, actual = evidence.cases, evidence.expected, evidence.actual
    agree = [
        traces_agree(case, want, got, rubric.updates)
        for case, want, got in zip(cases, expected, actual, strict=True)
    ]
    rows = _rows(rubric, evidence, agree, describe)
    failed = {row.key for row in rows if not row.passed}
    named: list[str] = []
    if failed:
        wrong = [i for i, holds in enumerate(agree) if not holds]
        named = matching_mistakes(cases, actual, expected, mistakes(), rubric.updates, wrong)
    hints = [rubric.hints[name] for name in named] or general_hints(actual)
    notes = {note for row in rows for note in row.notes}
    hints = (
        hints
        or [
            criterion.hint
            for criterion in rubric.criteria
            if criterion.key in failed
            and criterion.key != UNCHANGED
            and criterion.hint not in notes
        ][:1]
    )
    return _verdict(rubric, rows, hints, named)


def not_written(name: str, hint: str = messages.NOT_WRITTEN_HINT) -> Verdict:
    """Return the verdict on a function that does not exist yet, with a friendly hint."""
    return Verdict(name, messages.NOT_WRITTEN.format(name=name), hints=(hint,))


def not_tested(name: str, why: str) -> Verdict:
    """Return the verdict on a function that may be written, but is not there, and why."""
    return Verdict(name, messages.NOT_TESTED.format(name=name), hints=(why,))


def _verdict(
    rubric: Rubric, rows: Sequence[Row], hints: Sequence[str], named: Sequence[str]
) -> Verdict:
    failed = sum(not row.passed for row in rows)
    points = out_of = None
    if all(row.points is None for row in rows):
        headline = messages.SOME_FAILED if failed else messages.ALL_PASSED
    else:
        headline = messages.POINTS
        points = round(sum(row.points or 0.0 for row in rows), 2)
        out_of = round(sum(row.out_of or 0.0 for row in rows), 2)
    words = {"failed": failed, "total": len(rows), "points": points, "out_of": out_of}
    return Verdict(
        rubric.name,
        headline.format(name=rubric.name, **words),
        tuple(rows),
        tuple(hints),
        tuple(named),
        points,
        out_of,
    )


def _rows(
    rubric: Rubric, evidence: Evidence, agree: Sequence[bool], describe: Describe
) -> list[Row]:
    """Return a row for each criterion that has cases, and one for unchanged arguments."""
    failed: dict[str, list[int]] = {case.criterion: [] for case in evidence.cases}
    for i, case in enumerate(evidence.cases):
        if not agree[i]:
            failed[case.criterion].append(i)
    rows = []
    for criterion in rubric.criteria:
        if criterion.key == UNCHANGED:
            some_hold = not all(failed.values())
            rows.append(_unchanged_row(criterion, evidence.actual, some_hold))
        elif criterion.key in failed:
            these = failed[criterion.key]
            notes = describe(criterion, evidence.part(these)) if these else ()
            rows.append(_row(criterion, not these, notes))
    return rows


def _row(criterion: Criterion, passed: bool, notes: tuple[str, ...]) -> Row:
    out_of = None if criterion.points is None else float(criterion.points)
    points = out_of if passed or out_of is None else 0.0
    return Row(criterion.title, passed, notes, criterion.key, points, out_of)


def _unchanged_row(criterion: Criterion, actual: Sequence[Trace], counts: bool) -> Row:
    """Return the row about the arguments, which counts if another criterion holds."""
    outcomes = [outcome for trace in actual for outcome in trace]
    changed = dict.fromkeys(name for outcome in outcomes for name in outcome.changed)
    if changed:
        notes = tuple(messages.CHANGED.format(argument=name) for name in changed)
        return _row(criterion, False, (*notes, criterion.hint))
    if not counts or not outcomes:
        return _row(criterion, False, (messages.COUNTS_LATER,))
    return _row(criterion, True, ())
