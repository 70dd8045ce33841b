"""No verdict contradicts itself, whatever a function does in the cases of each criterion."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course_lib.cases.case import NOTHING_RETURNED, Case, Outcome, PreviousResult, Trace, call
from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import KnownMistakes
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages
from course_lib.checking.describe import first_difference
from course_lib.checking.judgement import UNCHANGED, Criterion, Rubric, judge
from grader_tests.engine.exercise import Criterion as HiddenCriterion
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.grading import GIVE_UP, grade_outcomes

RIGHT = np.array([0.25, 4.0])
KINDS: dict[str, Outcome] = {
    "right": Outcome(RIGHT),
    "wrong": Outcome(np.array([7.0, 11.0])),
    "none": Outcome(None),
    "zeros": Outcome(np.zeros(2)),
    "list": Outcome([0.25, 4.0]),
    "changed": Outcome(RIGHT, changed=("number 1",)),
    **{
        error: Outcome(error=error, message=f"about {error}")
        for error in (
            "ValueError", "KeyError", "NotImplementedError", "NotBegun", *messages.STOPPED_HIDDEN,
        )
    },
}  # fmt: skip
NAMES = ("first", "second", "third")
WORDS = {name: (f"The {name} holds.", f"Look at the {name}.") for name in NAMES}
WORDS[UNCHANGED] = ("Arguments stay.", "Copy it first.")
COMBINED = [*itertools.product(KINDS, repeat=3)]


def case_of(name: str) -> Case:
    return Case(name, (call(RIGHT),), compare=None)


def reference(w: Any) -> Any:
    return w.copy()


def cases_and_traces(kinds: tuple[str, ...]) -> tuple[list[Case], list[Trace]]:
    """Each criterion has two cases; the second is right unless the first killed the function."""
    cases, traces = [], []
    for name, kind in zip(NAMES, kinds, strict=True):
        outcome = KINDS[kind]
        cases += [case_of(name), case_of(name)]
        traces += [[outcome], [] if outcome.error in GIVE_UP else [KINDS["right"]]]
    return cases, traces


def checked(kinds: tuple[str, ...]) -> Verdict:
    cases, actual = cases_and_traces(kinds)
    criteria = tuple(Criterion(key, *words) for key, words in WORDS.items())
    rubric = Rubric("f", criteria, {}, {})
    evidence = Evidence(cases, [[Outcome(RIGHT)]] * len(cases), actual)

    def describe(_: Criterion, failed: Evidence) -> tuple[str, ...]:
        return (first_difference("f", failed, {}),)

    return judge(rubric, evidence, lambda: KnownMistakes({}), describe)


def graded(kinds: tuple[str, ...]) -> Verdict:
    cases, actual = cases_and_traces(kinds)
    criteria = tuple(HiddenCriterion(key, *words, points=1.0) for key, words in WORDS.items())
    exercise = Exercise("f", reference, criteria, (), ())
    return grade_outcomes(
        exercise, cases, actual, KnownMistakes({}), [[Outcome(RIGHT)]] * len(cases)
    )


ONLY_IN_GRADING = {"TimeLimit", "Stopped", "NotBegun", "ProtocolError", NOTHING_RETURNED}
"""No outcomes of a single call in a student's kernel."""


@pytest.mark.slow
@pytest.mark.parametrize("judged", [checked, graded])
def test_no_verdict_contradicts_itself(judged: Callable[[tuple[str, ...]], Verdict]) -> None:
    found = {}
    for kinds in COMBINED:
        if judged is checked and ONLY_IN_GRADING & {*kinds}:
            continue
        faults = [*contradictions(judged(kinds), kinds)]
        if faults:
            found[kinds] = faults
    assert not found, dict(itertools.islice(found.items(), 3))


def contradictions(verdict: Verdict, kinds: tuple[str, ...]) -> Any:
    notes = [note for row in verdict.rows for note in row.notes]
    said = "\n".join([*notes, *verdict.hints, verdict.form or ""])
    raised = [kind for kind in kinds if is_exception(kind)]
    if verdict.passed and said:
        yield "all is right, but something is said"
    if not verdict.passed and not said:
        yield "something is wrong, and nothing is said"
    if any(row.passed and row.notes for row in verdict.rows):
        yield "a property holds and has a note"
    about_errors = {*messages.PYTHON_ERRORS.values(), messages.STOPS_WITH_ERROR}
    hinted = {*about_errors, messages.STOPS_WITH_ERROR_HIDDEN} & {*verdict.hints}
    shown = any(shows_an_error(note) for note in notes)
    if any("after Raised" in hint for hint in hinted & about_errors) and not shown:
        yield "it says to read the text after Raised, and there is none"
    if hinted and not raised:
        yield "it speaks of an error, and none was raised"
    if hinted and not any(one in note for one in raised for note in notes):
        yield "it speaks of an error that no note names"
    if (verdict.mistakes or verdict.form) and hinted:
        yield "it knows the mistake, and speaks of an error"
    if verdict.form and raised:
        yield "the numbers are right, but an error was raised"
    for position, note in enumerate(notes):
        above = "\n".join(notes[:position])
        for error in KINDS:
            same = note == messages.SAME_ERROR.format(error=error)
            if same and f"{error}" not in above:
                yield "an error comes here, too, but was not named before"
        if note == messages.RAISED_OTHER_HIDDEN and "It raised" not in above:
            yield "fix the one named above, but none is"
    for row, kind in zip(verdict.rows, kinds, strict=False):
        hint = WORDS[row.key][1]
        if KINDS[kind].error is not None and hint in (*row.notes, *verdict.hints):
            yield "there was no result, and the hint is about a wrong one"
    if any("Raised     " in note and messages.NO_RESULT[-30:] in note for note in notes):
        yield "it raised and returned at once"


def is_exception(kind: str) -> bool:
    error = KINDS[kind].error
    return error is not None and error not in messages.STOPPED_HIDDEN


def shows_an_error(note: str) -> bool:
    return any(line.startswith("Raised ") and ": about" in line for line in note.splitlines())


def test_an_error_that_was_not_named_is_not_named_later_either() -> None:
    """The names of several exceptions could tell of a hidden input."""
    names = ("a", "b", "c")
    kinds = {"a": "ValueError", "b": "KeyError", "c": "KeyError"}
    criteria = tuple(HiddenCriterion(key, "It holds.", "Look.", points=1.0) for key in names)
    cases = [case_of(key) for key in names]
    actual = [[KINDS[kinds[key]]] for key in names]
    exercise = Exercise("f", reference, criteria, (), ())
    verdict = grade_outcomes(exercise, cases, actual, KnownMistakes({}), [[Outcome(RIGHT)]] * 3)
    assert "KeyError" not in verdict.text()
    assert verdict.text().count(messages.RAISED_OTHER_HIDDEN) == 2


def test_a_call_that_was_never_made_is_not_shown() -> None:
    """Where too little came back to continue from, the call that returned it is shown."""
    steps = Case("first", (call(RIGHT), call(PreviousResult(1), PreviousResult(0))), compare=(0,))
    want = [Outcome((RIGHT, RIGHT)), Outcome((RIGHT, RIGHT))]
    got = [Outcome((RIGHT,)), Outcome(error=NOTHING_RETURNED)]
    text = first_difference("f", Evidence([steps], [want], [got]), {})
    assert "None" not in text
    assert "Raised" not in text
    assert "Got        (array([0.25, 4.0]),)" in text
