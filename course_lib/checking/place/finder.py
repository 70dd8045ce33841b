"""Find the place of the mistake in a function, for `check`: a line and a kind, never the remedy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course_lib.cases.case import run_here
from course_lib.cases.compare import traces_agree
from course_lib.cases.evidence import Traces
from course_lib.cases.verdict import Place
from course_lib.checking.place import messages
from course_lib.checking.place.edited import EditedProgram, Fix, quiet
from course_lib.checking.place.examples import Examples
from course_lib.checking.place.guards import Stopped
from course_lib.checking.place.in_part import fixes_in_part, line_to_blame
from course_lib.checking.place.program import Definition, Program, read_program
from course_lib.checking.place.search import Findings, Search, weight
from course_lib.checking.place.two_known import two_known
from course_lib.checking.place.unused import unused_parameter, unused_variable
from course_lib.checking.worked_examples import WorkedExamples, load
from course_lib.language import in_a_row

MAX_CODE = 80


@dataclass(frozen=True)
class Found:
    """Where a mistake is, and the names of two known ones that the function has at once."""

    place: Place | None = None
    names: tuple[str, ...] = ()
    in_helper: bool = False
    """Whether that place is in a function which the one in question calls."""


def find_place(
    function: Callable[..., Any],
    examples: Examples,
    when_long: Callable[[], None] = lambda: None,
    mistakes: Mapping[str, Traces] | None = None,
) -> Found:
    """Return the place that a wrong function's examples point to, if one is certain.

    Small edits of the function's own source are tried on the examples. Where those that make all
    of them right agree on a line, that line is the place. Other functions of the student's that it
    calls are searched too, unless they pass their own check. The function's source must be known to
    `inspect`, as in a notebook. Nothing is raised, also if the student interrupts the search.
    `when_long` is called once if it takes longer than a moment. With the traces of known
    `mistakes`, two of them are looked for as well.
    """
    with contextlib.suppress(Exception, KeyboardInterrupt, Stopped):
        program = read_program(function)
        right = {helper.name for helper in program.definitions[1:] if _passes_check(helper)}
        search = Search(EditedProgram(program, examples, when_long), right)
        place = place_of(program, search.run())
        functions = {e.function for fix in search.findings.fixes for e in fix}
        if place and program.main.name not in functions:
            return Found(place, in_helper=True)
        known = two_known(search, mistakes) if mistakes else None
        if known is not None:
            names, fix = known
            return Found(place or _place_of_all(program, fix), names)
        with quiet():
            return Found(place or _place_in_part(search))
    return Found()


def _place_of_all(program: Program, fix: Fix) -> Place | None:
    """Return the place of edits that mend what is known by name, if that is a line or two."""
    lines = sorted({edit.line for edit in fix})
    if len(lines) > 2 or len({function for function, _ in lines}) > 1:
        return None
    kinds = {edit.proposal.change.kind for edit in fix}
    return _place(program, lines, kinds.pop() if len(kinds) == 1 and len(lines) == 1 else "two")


def _place_in_part(search: Search) -> Place | None:
    """Return a place of which less is certain than that an edit there makes everything right."""
    edited, program = search.edited, search.edited.program
    tree = program.main.tree
    parameter = unused_parameter(tree, edited.examples.needed)
    if parameter is not None:
        text = messages.UNUSED_PARAMETER.format(function=program.main.name, name=parameter)
        return Place(tree.lineno, "unused", text)
    fixes = _agreeing(fixes_in_part(search))
    if fixes and len({edit.line for [edit] in fixes}) == 1:
        [edit] = fixes[0]
        found = _place(program, [edit.line], edit.proposal.change.kind)
        return replace(found, text=in_a_row(found.text, messages.IN_PART))
    line = line_to_blame(edited)
    if line is not None:
        return _place(program, [(program.main.name, line)], "formula")
    variable = unused_variable(tree)
    if variable is not None:
        return _place(program, [(program.main.name, variable[0])], "unused", name=variable[1])
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
    """Return the place on which the successful edits agree: a line, or one of two lines."""
    fixes = _agreeing(findings.fixes)
    if not fixes:
        return None
    lines = sorted({edit.line for fix in fixes for edit in fix})
    kinds = {edit.proposal.change.kind for edit in fixes[0]}
    kind = kinds.pop() if len(kinds) == 1 else "two"
    if len({_lines(fix) for fix in fixes}) == 2:
        kind = "one of two"
    return _place(program, lines, kind)


def _agreeing(fixes: Sequence[Fix]) -> Sequence[Fix]:
    """Return the fixes at one place, or at two places of which either may be meant.

    If there are more places, the likeliest kind of fix decides.
    """
    if len({_lines(fix) for fix in fixes}) > 2:
        least = min(map(_weight, fixes))
        fixes = [fix for fix in fixes if _weight(fix) == least]
    places = {_lines(fix) for fix in fixes}
    if len(places) < 2:
        return fixes
    lines = frozenset().union(*places)
    one_function = len({function for function, _ in lines}) == 1
    return fixes if len(places) == len(lines) == 2 and one_function else []


def _lines(fix: Fix) -> frozenset[tuple[str, int]]:
    return frozenset(edit.line for edit in fix)


def _weight(fix: Fix) -> float:
    return max(weight(edit.proposal.change) for edit in fix)


def _place(program: Program, lines: Sequence[tuple[str, int]], kind: str, **words: str) -> Place:
    function, line = lines[0]
    [definition] = [one for one in program.definitions if one.name == function]
    code = {number: quoted(definition.lines.get(number, "")) for number in definition.lines}
    if len(lines) == 2 and lines[1][0] == function:
        other = lines[1][1]
        where = messages.TWO_LINES.format(
            line=line, code=code[line], other=other, other_code=code[other], function=function
        )
    else:
        where = messages.LINE.format(line=line, code=code[line], function=function)
    return Place(line, kind, in_a_row(where, messages.KINDS[kind].format(**words)))


def quoted(code: str) -> str:
    """Return a line of code so that it can be shown between backquotes."""
    code = code.replace("`", "'")
    return code if len(code) <= MAX_CODE else f"{code[:MAX_CODE]} …"
