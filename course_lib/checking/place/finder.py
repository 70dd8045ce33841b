"""Find the place of the mistake in a function, for `check`: a line and a kind, never the remedy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from course_lib.cases.case import run_here
from course_lib.cases.compare import traces_agree
from course_lib.cases.verdict import Place
from course_lib.checking.place import messages
from course_lib.checking.place.guards import Stopped
from course_lib.checking.place.program import Definition, Program, read_program
from course_lib.checking.place.search import Edit, Examples, Findings, Search
from course_lib.checking.worked_examples import WorkedExamples, load

MAX_CODE = 80


def find_place(
    function: Callable[..., Any],
    examples: Examples,
    when_long: Callable[[], None] = lambda: None,
) -> Place | None:
    """Return the place that a wrong function's examples point to; None if none is certain.

    Small edits of the function's own source are tried on the examples. Where those that make all
    of them right agree on a line, that line is the place. Other functions of the student's that it
    calls are searched too, unless they pass their own check. The function's source must be known to
    `inspect`, as in a notebook. Nothing is raised, also if the student interrupts the search.
    `when_long` is called once if it takes longer than a moment.
    """
    with contextlib.suppress(Exception, KeyboardInterrupt, Stopped):
        program = read_program(function)
        right = {helper.name for helper in program.definitions[1:] if _passes_check(helper)}
        return place_of(program, Search(program, examples, when_long, right).run())
    return None


def _passes_check(helper: Definition) -> bool:
    """Return whether a function has worked examples of its own, and all of them are right."""
    item = load(helper.name)
    if not isinstance(item, WorkedExamples):
        return False
    run, updates = run_here(helper.function), item.rubric.updates
    return all(
        traces_agree(case, want, run(case), updates)
        for case, want in zip(item.cases, item.expected, strict=True)
    )


def place_of(program: Program, findings: Findings) -> Place | None:
    """Return the place on which the successful edits agree."""
    fixes = findings.fixes
    if not fixes:
        return None
    lines = {frozenset(edit.line for edit in fix) for fix in fixes}
    if len(lines) > 1:
        return None
    function, line = min(edit.line for edit in fixes[0])
    kinds = {edit.proposal.change.kind for edit in fixes[0]}
    return _place(program, function, line, kinds.pop() if len(kinds) == 1 else "two", fixes[0])


def _place(program: Program, function: str, line: int, kind: str, fix: Sequence[Edit]) -> Place:
    [definition] = [one for one in program.definitions if one.name == function]
    lines = sorted({edit.line for edit in fix})
    code = {number: quoted(definition.lines.get(number, "")) for number in definition.lines}
    if len(lines) == 2 and lines[0][0] == lines[1][0]:
        other = lines[1][1]
        where = messages.TWO_LINES.format(
            line=line, code=code[line], other=other, other_code=code[other], function=function
        )
    else:
        where = messages.LINE.format(line=line, code=code[line], function=function)
    return Place(line, kind, f"{where}. {messages.KINDS[kind]}")


def quoted(code: str) -> str:
    """Return a line of code so that it can be shown between backquotes."""
    code = code.replace("`", "'")
    return code if len(code) <= MAX_CODE else f"{code[:MAX_CODE]} …"
