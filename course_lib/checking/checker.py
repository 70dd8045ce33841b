"""`check`: run a student's function on worked examples, and name the mistake.

It knows no solution: the worked examples contain inputs, expected outputs, and the outputs of the
known mistakes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from course_lib.cases.case import Trace, call_here, run_here
from course_lib.cases.evidence import Evidence
from course_lib.cases.plain_results import ALWAYS_NONE, PLAIN_RESULTS, returned_values
from course_lib.cases.verdict import Row, Verdict
from course_lib.checking import messages
from course_lib.checking.choices import plain_choice
from course_lib.checking.describe import first_difference
from course_lib.checking.digits import are_about_digits
from course_lib.checking.display import Display
from course_lib.checking.explanations import explanations
from course_lib.checking.free_number import mistake_with_free_number
from course_lib.checking.helpers import helper_without_result, unwritten_helper, uses_helpers
from course_lib.checking.ignored import with_ignored
from course_lib.checking.judgement import Criterion, judge, not_tested, not_written
from course_lib.checking.matrices import noticing_matrices
from course_lib.checking.not_written import install
from course_lib.checking.notebook import kept_alive, notebook_namespace
from course_lib.checking.older_version import older_version
from course_lib.checking.own_calls import has_other_parameters, parameters_of
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.finder import Found, find_place
from course_lib.checking.place.program import touches_nothing_else
from course_lib.checking.place.raised import OWN_RAISE, raised_at
from course_lib.checking.returned_none import why_none
from course_lib.checking.similar_name import written_as
from course_lib.checking.stub import stub_is_left
from course_lib.checking.worked_examples import Choices, WorkedExamples, load
from course_lib.errors import CheckFailed
from course_lib.language import translate

install()

LONGEST_ANSWER = 60

SYMPTOMS = frozenset(PLAIN_RESULTS) - {ALWAYS_NONE}
"""Names that say what a function does but not why: its line is looked for all the same."""


def tell(name: str) -> None:
    """Do nothing; grading replaces this, to learn of a check that a notebook's own cell calls."""


def check(name: str, namespace: Mapping[str, Any] | None = None, *, more: bool = False) -> None:
    """Show which properties of the exercise or question `name` hold, as a table.

    Below it are the steps that help: where to look, and what the mistake is. In a notebook they
    open with a click; `more` shows them opened, also in a terminal.
    Raises `CheckFailed` if one does not hold, except while a submission is being graded.
    """
    is_graded = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    if namespace is None:
        tell(name)
    display = Display()
    verdict = run_check(
        name,
        notebook_namespace() if namespace is None else namespace,
        search=not is_graded,
        when_long=lambda: display.show_waiting(messages.LOOKING.format(name=name)),
    )
    display.show(verdict, more)
    if not verdict.passed and not is_graded:
        text = messages.CHECK_FAILED if verdict.rows else messages.CHECK_UNFINISHED
        raise CheckFailed(text.format(name=name))


def run_check(
    name: str,
    namespace: Mapping[str, Any],
    search: bool = True,
    when_long: Callable[[], None] = lambda: None,
) -> Verdict:
    """Return what `check` finds, without showing it.

    With `search`, a mistake without a name is looked for in the function's own source, which takes
    up to a second; `when_long` is called if it takes longer than a moment. Raises `CheckFailed` if
    there is no exercise or question called `name`.
    """
    item = load(name)
    if item is None:
        raise CheckFailed(messages.UNKNOWN_EXERCISE.format(name=name))
    if isinstance(item, Choices):
        return _check_answer(item, namespace.get(name))
    function = namespace.get(name)
    if function is None:
        similar = written_as(name, namespace)
        return not_written(name, similar or messages.NO_FUNCTION_HINT.format(name=name))
    if not callable(function):
        return not_written(name, messages.NOT_A_FUNCTION.format(name=name))
    older = older_version(name, function, namespace)
    if older is not None:
        return not_tested(name, older)
    matrices: list[str] = []
    with kept_alive(namespace):
        actual = [*map(run_here(noticing_matrices(function, matrices)), item.cases)]
        verdict = _found_by_calling(item, function, actual, _check_function(item, actual))
    if verdict.passed and matrices:
        return replace(verdict, form=messages.RETURNS_MATRIX.format(name=name))
    if not verdict.rows and (unwritten := unwritten_helper(function, item.cases[0])):
        hint = messages.HELPER_NOT_WRITTEN.format(name=name, helper=unwritten)
        return not_tested(name, hint)
    if not verdict.rows and stub_is_left(function):
        return not_tested(name, messages.STUB_LEFT.format(name=name))
    if not verdict.rows and (similar := written_as(name, namespace)):
        return not_written(name, similar)
    if not search or verdict.passed or not verdict.rows:
        return verdict
    return _searched(verdict, item, function, actual, namespace, when_long)


def _searched(
    verdict: Verdict,
    item: WorkedExamples,
    function: Any,
    actual: Sequence[Trace],
    namespace: Mapping[str, Any],
    when_long: Callable[[], None],
) -> Verdict:
    """Return the verdict with what edits of the function's own source tell about it."""
    if are_about_digits(verdict.hints):
        return verdict
    free = None if verdict.mistakes or verdict.form else mistake_with_free_number(function, item)
    if free is not None:
        hint = item.rubric.translated().hints[free]
        return replace(verdict, mistakes=(free,), hints=(hint,))
    examples = Examples(item.cases, item.expected, item.rubric.updates, item.data["needed"])
    found = Found()
    if not verdict.form and SYMPTOMS.issuperset(verdict.mistakes):
        known = None if verdict.mistakes else item.mistakes().traces
        found = find_place(function, examples, when_long, known)
    elif not verdict.form and uses_helpers(function):  # which may be the one that is wrong
        found = find_place(function, examples, when_long)
        found = found if found.in_helper else Found()
    if found.names:
        hints = item.rubric.translated().hints
        told = tuple(hints[name] for name in found.names)
        verdict = replace(verdict, mistakes=found.names, hints=told)
    with kept_alive(namespace):
        notes = [note for row in verdict.rows for note in row.notes]
        raised = raised_at(function, examples, actual, notes)
    if raised and raised.kind == OWN_RAISE and verdict.hints == (messages.STOPS_WITH_ERROR,):
        verdict = replace(verdict, hints=(messages.STOPS_ITSELF,))
    return replace(verdict, place=found.place or raised)


def _check_function(item: WorkedExamples, actual: list[Any]) -> Verdict:
    rubric = item.rubric

    def describe(_: Criterion, failed: Evidence) -> tuple[str, ...]:
        return (first_difference(rubric.name, failed, rubric.updates),)

    return judge(rubric, Evidence(item.cases, item.expected, actual), item.mistakes, describe)


def _found_by_calling(
    item: WorkedExamples, function: Any, actual: Sequence[Trace], verdict: Verdict
) -> Verdict:
    """Return the verdict with what the function's parameters and more calls of it explain."""
    helper = None if verdict.passed or not verdict.rows else helper_without_result(function)
    if helper is not None and verdict.mistakes in ((), (ALWAYS_NONE,)) and not verdict.form:
        return replace(verdict, hints=(helper.blamed_for(verdict.name),))
    if verdict.mistakes in ((), (ALWAYS_NONE,)) and all(map(_returns_none, actual)):
        return replace(verdict, hints=(why_none(function),))
    if verdict.passed or not verdict.rows or verdict.mistakes or verdict.form:
        return verdict
    parameters = item.data["parameters"]
    if has_other_parameters(function, parameters, item.cases):
        form = messages.OTHER_PARAMETERS.format(
            name=verdict.name, got=", ".join(parameters_of(function)), want=", ".join(parameters)
        )
        return replace(verdict, form=form, hints=())
    if not touches_nothing_else(function):
        return verdict
    return with_ignored(verdict, item, call_here(function))


def _returns_none(trace: Trace) -> bool:
    first = next(iter(returned_values(trace)), None)
    return first is not None and first.error is None and first.value is None


def no_such_choice(name: str, choices: Sequence[str], answer: object) -> str:
    """Return a sentence about an answer that is none of the choices."""
    listed = ", ".join(f'"{choice}"' for choice in choices)
    if answer is None:
        return messages.NOT_ANSWERED_HINT.format(name=name, choices=listed)
    if not isinstance(answer, str):
        return messages.NO_TEXT_CHOICE.format(name=name, choices=listed)
    shown = answer if len(answer) <= LONGEST_ANSWER else answer[:LONGEST_ANSWER] + " …"
    if len(answer.strip()) == 1 and not answer.isascii():  # it may look like one of the choices
        form = messages.NO_SUCH_SIGN
        sign = answer.strip()
        return form.format(name=name, choices=listed, answer=sign, code=f"U+{ord(sign):04X}")
    return messages.NO_SUCH_CHOICE.format(name=name, choices=listed, answer=shown)


def _check_answer(question: Choices, answer: object) -> Verdict:
    name = question.name
    answer = plain_choice(answer, question.choices)
    if isinstance(answer, str) and answer in question.choices:
        return _judge_answer(question, answer)
    hint = no_such_choice(name, question.choices, answer)
    return Verdict(name, messages.NOT_ANSWERED.format(name=name), hints=(hint,))


def _judge_answer(question: Choices, answer: str) -> Verdict:
    """Return that it is answered; or, where the instructor allows it, whether it is right."""
    told = explanations(question.name)
    if told is None:
        headline = messages.ANSWERED.format(name=question.name, answer=answer)
        row = Row(translate(question.title), True, is_open=True)
        return Verdict(question.name, headline, rows=(row,), answer=answer)
    right = answer == told["answer"]
    form = messages.ANSWERED_RIGHT if right else messages.ANSWERED_WRONG
    row = Row(translate(question.title), right, (translate(told["why"][answer]),))
    headline = form.format(name=question.name, answer=answer)
    return Verdict(question.name, headline, rows=(row,), answer=answer)
