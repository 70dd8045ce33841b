"""Combine two known mistakes of an exercise in one function: students often make two at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from course_lib.cases.mistakes import Pair
from grader_tests.engine.exercise import Exercise, Function, Mistake
from grader_tests.engine.variants import compiled_when_called, edited, reference_code
from grader_tests.errors import DefinitionError


@dataclass(frozen=True)
class MistakePair:
    """A function with two known mistakes, and the criteria that it fails."""

    names: Pair
    fails: frozenset[str]
    function: Function


def pairs_of(exercise: Exercise) -> tuple[MistakePair, ...]:
    """Return all pairs of an exercise's known mistakes that are edits and fit together."""
    return _pairs(exercise.reference, exercise.mistakes)


@lru_cache(maxsize=64)
def _pairs(reference: Function, mistakes: tuple[Mistake, ...]) -> tuple[MistakePair, ...]:
    return tuple(_fitting(reference, [mistake for mistake in mistakes if mistake.edit]))


def _fitting(reference: Function, mistakes: list[Mistake]) -> Iterator[MistakePair]:
    code = reference_code(reference)
    for one, other in combinations(mistakes, 2):
        both = _with_both(code, one.edit, other.edit) or _with_both(code, other.edit, one.edit)
        if both is not None:
            fails = frozenset((*one.fails, *other.fails))
            label = f"{one.name}, {other.name}"
            function = compiled_when_called(reference, _returning(both), label)
            yield MistakePair((one.name, other.name), fails, function)


def _with_both(code: str, first: str, second: str) -> str | None:
    """Return the code after both edits; None if the second does not fit after the first."""
    try:
        return edited(edited(code, first), second)
    except DefinitionError:
        return None


def _returning(code: str) -> Callable[[], str]:
    return lambda: code
