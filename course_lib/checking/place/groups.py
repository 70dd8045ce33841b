"""Put edits together that belong together: the same slip made in several places of a function."""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence

from course_lib.checking.place.calls import function_name
from course_lib.checking.place.proposals import Proposal


def groups(proposals: Sequence[Proposal]) -> list[list[int]]:
    """Return groups of at least two edits at different places, by position.

    One name for another everywhere, two names exchanged, an axis that is wrong in every call, a
    call that is too much each time, and any part that is wrong in the same way wherever it stands.
    """
    found: dict[Hashable, dict[Hashable, int]] = {}
    for i, proposal in enumerate(proposals):
        for key in _keys(proposal):
            found.setdefault(key, {}).setdefault(proposal.key, i)
    several = (tuple(places.values()) for places in found.values() if len(places) > 1)
    return [[*places] for places in dict.fromkeys(several)]


def _keys(proposal: Proposal) -> Iterator[Hashable]:
    kind, old, new = proposal.change.kind, proposal.old, proposal.change.new
    if isinstance(new, list):
        if kind in ("in place", "assignment", "operator"):
            yield kind, *map(type, new)
        return
    if not isinstance(old, ast.expr):
        return
    match old, new:
        case ast.Name(id=one), ast.Name(id=other):
            yield "name", one, other
            yield "name in a line", one, other, proposal.line
            yield "exchanged", *sorted((one, other))
        case ast.Call(), ast.Call() if kind == "axis":
            yield "axis", *map(ast.dump, new.keywords)
        case ast.Call(), ast.Call() if kind == "function":
            names = function_name(old), function_name(new)
            yield "function", *names
            yield "exchanged functions", *sorted(names)
        case ast.Call(), _ if kind == "extra call":
            yield "call", function_name(old), old.args[:1] == [new]
        case ast.Attribute(attr=attr), _ if kind == "extra call":
            yield "attribute", attr
    if isinstance(old, ast.Constant | ast.BinOp | ast.Subscript):
        yield "same", ast.dump(old), ast.dump(new)
