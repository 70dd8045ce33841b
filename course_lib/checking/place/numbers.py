"""Propose numbers to be solved for: one that is wrong, or a factor that is missing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np

from course_lib.cases.case import Trace
from course_lib.cases.values import numbers_in
from course_lib.checking.place.program import Program
from course_lib.checking.place.proposals import ADDED, LIKELY, Change, Proposal, name

UNKNOWN = "@c"
"""The number that is solved for, in edited code."""

_ROUNDS = 8
_DIGITS = 9

Gaps = Callable[[float], Any]
"""Function that returns what is missing in each number of a result, by the unknown number."""


def unknown_numbers(
    program: Program, right: Collection[str] = ()
) -> Iterator[tuple[str, Proposal, float]]:
    """Yield the edits that put an unknown number into a function, with the number to begin with."""
    for definition in program.definitions:
        if definition.name not in right:
            for node in ast.walk(definition.tree):
                for proposal, start in _of_node(node):
                    yield definition.name, proposal, start


def _of_node(node: ast.AST) -> Iterator[tuple[Proposal, float]]:
    unknown = name(UNKNOWN)
    terms: list[ast.expr] = []
    numbers: list[ast.expr] = []
    match node:
        case ast.BinOp(left=left, right=right):
            numbers = [left, right]
            terms = numbers if isinstance(node.op, ast.Add | ast.Sub) else []
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            numbers = terms = [value]
        case ast.arguments(defaults=defaults):
            numbers = defaults
        case ast.Return(value=ast.expr() as value):
            terms = value.elts if isinstance(value, ast.Tuple) else [value]
    for one in numbers:
        if isinstance(one, ast.Constant) and type(one.value) in (int, float):
            yield _proposal("number", LIKELY, one, unknown), float(one.value)  # type: ignore[arg-type]
    for term in terms:
        if isinstance(term, ast.BinOp | ast.Call | ast.Name | ast.Subscript):
            product = ast.BinOp(term, ast.Mult(), unknown)
            yield _proposal("missing part", ADDED, term, product), 1.0


def _proposal(kind: str, rank: int, node: ast.expr, new: ast.expr) -> Proposal:
    return Proposal(id(node), node.lineno, Change(kind, rank, new), node)


def solved(gaps: Gaps, start: float) -> float | None:
    """Return the number for which one of the wrong numbers in a result becomes right.

    It is looked for along straight lines through two points; where nothing changes, as beyond a
    limit at which a result is clipped, nearer to zero.
    """
    for one, other in ((start, 1.25 * start + 0.125), (start / 8, start / 10)):
        before, after = gaps(one), gaps(other)
        if before is None or after is None or before.shape != after.shape:
            return None
        if before.size and np.any(before != after):
            return _along_lines(gaps, (one, before), (other, after))
    return None


def _along_lines(gaps: Gaps, one: tuple[float, Any], two: tuple[float, Any]) -> float | None:
    (number, before), (other, after) = one, two
    place = int(np.argmax(np.abs(before - after)))
    for _ in range(_ROUNDS):
        low, high = float(before[place]), float(after[place])
        if low == high or not np.isfinite([low, high]).all():
            break
        number, other = other, other - high * (other - number) / (high - low)
        before, after = after, gaps(other)
        if after is None or before.shape != after.shape:
            return None
    return float(f"{other:.{_DIGITS}g}") if np.isfinite(other) else None


def missing(expected: Trace, actual: Trace | None) -> Any:
    """Return the differences between the numbers of two traces; None if they have other shapes."""
    want, got = (
        [part.astype(float) for part in numbers_in([one.value for one in trace])]
        for trace in (expected, actual or [])
    )
    if [part.shape for part in want] != [part.shape for part in got]:
        return None
    return np.concatenate([(b - a).ravel() for a, b in zip(want, got, strict=True)] or [[]])
