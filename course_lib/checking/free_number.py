"""Name a known mistake in which a number is free, whatever number the student chose.

A small number that is added before a logarithm, or a limit, may be any. The worked examples contain
what the mistake does with one number; here each number of the student's function is replaced by it,
wherever it stands. If the function then does exactly the same, it makes the mistake.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from course_lib.cases.evidence import Evidence
from course_lib.cases.mistakes import one_mistake
from course_lib.checking.place.edited import Edit, EditedProgram, OutOfBudget, quiet
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.guards import Stopped
from course_lib.checking.place.program import Program, read_program
from course_lib.checking.place.proposals import LIKELY, Change, Proposal, number
from course_lib.checking.worked_examples import WorkedExamples

MAX_NUMBERS = 12
USUAL = (0, 1, 2)
"""Numbers that nobody chooses."""


def mistake_with_free_number(function: Callable[..., Any], item: WorkedExamples) -> str | None:
    """Return the known mistake that a function makes with a number of its own; None if none.

    The function's source must be known, and it must only compute.
    """
    free: Mapping[str, float] = item.data["free"]
    if not free:
        return None
    examples = Examples(item.cases, item.expected, item.rubric.updates)
    with contextlib.suppress(Exception, KeyboardInterrupt, Stopped), quiet():
        edited = EditedProgram(read_program(function), examples)
        for name, usual in free.items():
            traces = {name: item.mistakes().traces[name]}
            for actual in _with_number(edited, usual):
                evidence = Evidence(item.cases, item.expected, actual)
                if one_mistake(evidence, traces, item.rubric.updates):
                    return name
    return None


def _with_number(edited: EditedProgram, usual: float) -> Iterator[list[Any]]:
    """Yield the traces of the program with this number in the place of one of its own."""
    edited.load([])
    edited.wrong_examples()
    edits = edited.load([*_replaced(edited.program, usual)][:MAX_NUMBERS])
    for edit in edits:
        together = [one for one in edits if ast.dump(_old(one)) == ast.dump(_old(edit))]
        for one in together:
            edited.names[one.switch] = one.number
        with contextlib.suppress(OutOfBudget):
            if edited.defines():
                traces = [edited.trace(i) for i in range(len(edited.examples.cases))]
                if None not in traces:
                    yield traces
        for one in together:
            edited.names[one.switch] = 0


def _old(edit: Edit) -> ast.AST:
    assert edit.proposal.old is not None
    return edit.proposal.old


def _replaced(program: Program, usual: float) -> Iterator[tuple[str, Proposal]]:
    for definition in program.definitions:
        for node in ast.walk(definition.tree):
            match node:
                case ast.Constant(value=int() | float() as value) if value not in USUAL:
                    change = Change("number", LIKELY, number(usual))
                    yield definition.name, Proposal(id(node), node.lineno, change, node)
