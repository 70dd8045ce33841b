"""All kinds of wrong functions for an exercise, and whether a name is true of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from attempts import attempts, function_in_notebook
from combined_mistakes import with_mistakes
from trivial_functions import BY_HEART, trivial_functions

from course_lib.cases.case import Case, call_here, run_here
from course_lib.cases.compare import traces_agree
from course_lib.checking import messages
from course_lib.checking.own_calls import IGNORES, depends_on, numbers_that_matter, parameters_of
from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.grading import hidden_cases
from grader_tests.engine.registry import find, topic_of
from grader_tests.engine.solutions import solutions
from grader_tests.errors import DefinitionError
from grader_tests.strength.mutants import mutants
from grader_tests.strength.score import known_equivalent

SEEDS = (0, 1, 2)
PLAIN = frozenset(messages.PLAIN_RESULTS)
"""Names for what a function does that computes nothing: these are found out, not compared."""


@dataclass(frozen=True)
class Wrong:
    """A wrong function: where it comes from, and what is wrong with it.

    `true` are the names that are true of it; None if nobody has said so: then a known mistake is
    true if it does exactly the same, and a parameter is ignored if no result depends on it.
    """

    exercise: str
    kind: str
    text: str
    function: Function
    true: frozenset[str] | None = None


def wrong_functions(exercise: Exercise) -> Iterator[Wrong]:
    """Yield mutants of the notebook's solution, attempts, trivial functions and known mistakes."""
    name = exercise.name
    topic = topic_of(name)
    equivalent = known_equivalent().get(name, {})
    for mutant in mutants(solutions(topic)[name], name):
        if mutant.change not in equivalent:
            yield Wrong(name, "mutant", mutant.change, function_in_notebook(name, mutant.source))
    for attempt in attempts(topic):
        if attempt.exercise == name and not attempt.right:
            yield Wrong(name, "attempt", attempt.text, attempt.function(), attempt.true)
    for trivial, function in trivial_functions(exercise).items():
        kind = "by heart" if trivial == BY_HEART else "trivial"
        yield Wrong(name, kind, trivial, function)
    for mistake in exercise.mistakes:
        yield Wrong(name, "known", mistake.name, mistake.function, frozenset({mistake.name}))


def are_true(exercise: Exercise, wrong: Wrong, names: Sequence[str]) -> bool:
    """Return whether everything that was said of a wrong function is true."""
    names = [name for name in names if name not in PLAIN]
    if not names:
        return True
    if wrong.true is not None:
        return wrong.true.issuperset(names)
    ignored = [name.removeprefix(IGNORES) for name in names if name.startswith(IGNORES)]
    if ignored:
        return all(_ignores(exercise, wrong.function, parameter) for parameter in ignored)
    return _does_the_same(exercise, wrong.function, names)


def names_that_may_be_true(exercise: Exercise) -> set[str]:
    """Return the names of all known mistakes, and of the parameters that one may ignore."""
    parameters = (text.partition("=")[0] for text in parameters_of(exercise.reference))
    return {mistake.name for mistake in exercise.mistakes} | {IGNORES + one for one in parameters}


def _ignores(exercise: Exercise, function: Function, parameter: str) -> bool:
    """Return whether no result depends on a parameter where the right one does."""
    parameters = parameters_of(exercise.reference)
    tried = [
        depends_on(call_here(function), case, parameter, parameters)
        for case in _many_cases(exercise.name)
        if parameter in numbers_that_matter(exercise.reference, case)
    ]
    return bool(tried) and not any(tried)


@lru_cache(maxsize=4)
def _many_cases(name: str) -> list[Case]:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    return [*exercise.examples, *(c for seed in SEEDS for c in hidden_cases(exercise, seed))]


def _does_the_same(exercise: Exercise, function: Function, names: Sequence[str]) -> bool:
    """Return whether it does the same as the reference with these mistakes, in very many cases."""
    known = {mistake.name: mistake.function for mistake in exercise.mistakes}
    other = known[names[0]] if len(names) == 1 else with_mistakes(exercise, *names)
    ours, theirs = run_here(other), run_here(function)
    try:
        return all(
            traces_agree(case, ours(case), theirs(case), exercise.updates)
            for case in _many_cases(exercise.name)
        )
    except DefinitionError:  # these two cannot be in one function
        return False
