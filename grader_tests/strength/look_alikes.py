"""Find the mutants of the right functions that do the same as somebody's wrong function."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from textwrap import dedent
from typing import Any

import numpy as np

from course_lib.cases.case import Case, Trace, run_here
from course_lib.cases.compare import traces_agree
from grader_tests.engine.exercise import UNCHANGED, Exercise, Function
from grader_tests.engine.grading import PUBLIC_SEED, hidden_cases
from grader_tests.engine.registry import find, topic_of
from grader_tests.engine.solutions import function_from, solutions
from grader_tests.engine.variants import reference_code
from grader_tests.strength.limited import within_lines
from grader_tests.strength.mutants import Mutant, difference, mutants

MAX_PAIRS = 1_500
"""How many pairs of changes are tried for an exercise; the search takes a second or two."""
TWO = "two"
"""The kind of two changes at once."""


@dataclass
class LookAlike:
    """A mutant, with its traces in the worked examples as far as they were needed."""

    exercise: Exercise
    mutant: Mutant
    function: Function
    _traces: dict[int, Trace] = field(default_factory=dict)

    def does(self, traces: Sequence[Trace]) -> bool:
        """Return whether it does the same in every worked example."""
        examples = zip(self.exercise.examples, traces, strict=True)
        return all(
            traces_agree(case, self._trace(i), trace, self.exercise.updates)
            for i, (case, trace) in enumerate(examples)
        )

    def _trace(self, i: int) -> Trace:
        if i not in self._traces:
            self._traces[i] = _quietly(run_here(self.function), self.exercise.examples[i]) or []
        return self._traces[i]

    @cached_property
    def failed(self) -> frozenset[str]:
        """The criteria of which it fails a hidden case."""
        run, updates = run_here(self.function), self.exercise.updates
        return frozenset(
            case.criterion
            for case, expected in _hidden(self.exercise.name)
            if not traces_agree(case, expected, _quietly(run, case) or [], updates)
        )


@cache
def _hidden(name: str) -> list[tuple[Case, Trace]]:
    """Return hidden cases and the traces of the reference."""
    exercise = _exercise(name)
    run = run_here(exercise.reference)
    return [(case, run(case)) for case in hidden_cases(exercise, PUBLIC_SEED)]


def look_alikes(name: str, traces: Sequence[Trace], failed: frozenset[str]) -> list[Mutant]:
    """Return the mutants that do the same as a function with these traces in the worked examples.

    They also fail hidden cases of the same criteria, which are `failed`. Mutants with two changes
    are tried only if none with a single one is found. Exceptions alone tell nothing.
    """
    if not _tells(_exercise(name), traces):
        return []
    wanted = failed - {UNCHANGED}  # it has no cases
    for candidates in (_singles(name), _pairs(name)):
        found = [one for one in candidates if one.does(traces) and one.failed == wanted]
        if found:
            return [one.mutant for one in found]
    return []


def _tells(exercise: Exercise, traces: Sequence[Trace]) -> bool:
    """Return whether a function returned something wrong in one of the examples."""
    run = run_here(exercise.reference)
    return any(
        trace[-1].error is None and not traces_agree(case, run(case), trace, exercise.updates)
        for case, trace in zip(exercise.examples, traces, strict=True)
        if trace
    )


def kind_of(found: Sequence[Mutant]) -> str | None:
    """Return the kind of change on which all mutants agree; None if they do not."""
    kinds = {mutant.kind for mutant in found}
    return kinds.pop() if len(kinds) == 1 else None


@cache
def _singles(name: str) -> list[LookAlike]:
    """Return the mutants of the reference and of the notebook's own solution."""
    exercise = _exercise(name)
    sources = solutions(topic_of(name))
    own = mutants(sources[name], name)
    return [
        *_compiled(exercise, mutants(_reference(exercise), name)),
        *(LookAlike(exercise, one, function_from(sources, name, one.source)) for one in own),
    ]


@cache
def _pairs(name: str) -> list[LookAlike]:
    """Return mutants of mutants of the reference: each pair of changes once."""
    exercise = _exercise(name)
    right = _reference(exercise)
    return list(_compiled(exercise, islice(_twice(right, name), MAX_PAIRS)))


def _twice(right: str, name: str) -> Iterator[Mutant]:
    once = list(mutants(right, name))
    seen = {one.source for one in once}
    plain = ast.unparse(ast.parse(right))
    for first in once:
        for second in mutants(first.source, name):
            if second.source not in seen and second.source != plain:
                seen.add(second.source)
                yield Mutant(difference(plain, second.source), second.source, TWO)


def _exercise(name: str) -> Exercise:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    return exercise


def _reference(exercise: Exercise) -> str:
    return dedent(reference_code(exercise.reference))


def _compiled(exercise: Exercise, some: Iterator[Mutant]) -> Iterator[LookAlike]:
    for mutant in some:
        namespace: dict[str, Any] = {"np": np, **exercise.reference.__globals__}
        exec(compile(mutant.source, f"<mutant of {exercise.name}>", "exec"), namespace)
        yield LookAlike(exercise, mutant, namespace[exercise.name])


def _quietly(work: Any, *args: object) -> Any:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return within_lines(work, *args)
