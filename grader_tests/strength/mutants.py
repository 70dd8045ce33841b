"""Make mutants: right functions with one small change, which the hidden cases should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


@dataclass(frozen=True)
class Mutant:
    """A changed source, a description of the change (the line before and after), and its kind."""

    change: str
    source: str
    kind: str


def mutants(source: str, function: str) -> Iterator[Mutant]:
    """Yield all mutants of `function` in `source`, all different from each other and the original.

    Operators, comparisons, constants and axes are replaced; terms, factors, signs, calls around a
    value and statements are dropped; arguments and results are swapped.

    >>> [mutant.change for mutant in mutants("def double(x):\\n    return x + x", "double")]
    ['return x + x -> return x - x', 'return x + x -> return x']
    """
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    found = [index for index, node in enumerate(functions) if node.name == function]
    if not found:
        raise ValueError(f"There is no function {function} at the top of this source.")
    place = found[-1]
    body = functions[place].body
    first = 1 if ast.get_docstring(functions[place]) else 0
    seen = {ast.unparse(tree)}
    for statement in range(first, len(body)):
        for path, node in _nodes(body[statement]):
            for kind, other in _others(node):
                changed = copy.deepcopy(tree)
                copies = [node for node in changed.body if isinstance(node, ast.FunctionDef)]
                twin = copies[place]
                _put(twin.body, statement, path, copy.deepcopy(other))
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text not in seen:
                    seen.add(text)
                    yield Mutant(difference(ast.unparse(tree), text), text, kind)


_Path = tuple[tuple[str, int | None], ...]


def _nodes(node: ast.AST, path: _Path = ()) -> Iterator[tuple[_Path, ast.AST]]:
    """Yield the node and all nodes below it, each with its path; leave out types and operators."""
    yield path, node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "ctx", "ops", "op"):
            continue
        if isinstance(value, ast.AST):
            yield from _nodes(value, (*path, (name, None)))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _nodes(item, (*path, (name, i)))


def _put(body: list[ast.stmt], statement: int, path: _Path, node: ast.AST) -> None:
    """Replace the node at the end of the path."""
    if not path:
        assert isinstance(node, ast.stmt)
        body[statement] = node
        return
    above: ast.AST = body[statement]
    for name, index in path[:-1]:
        value = getattr(above, name)
        above = value if index is None else value[index]
    name, index = path[-1]
    if index is None:
        setattr(above, name, node)
    else:
        getattr(above, name)[index] = node


_Other = tuple[str, ast.AST]
"""The kind of a change, and the node that it puts in the place of another."""


def _others(node: ast.AST) -> Iterator[_Other]:
    """Yield the nodes that may replace a node, each with the kind of the change."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in _OPERATORS.get(type(op), ()):
                yield "operator", ast.BinOp(left, other(), right)
            yield from (("missing part", left), ("missing part", right))
        case ast.AugAssign(target=target, op=op, value=value):
            for other in _OPERATORS.get(type(op), ()):
                yield "operator", ast.AugAssign(target, other(), value)
            yield "missing line", ast.Pass()
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            for cmpop in _COMPARISONS.get(type(op), ()):
                yield "comparison", ast.Compare(left, [cmpop()], comparators)
        case ast.BoolOp(op=op, values=values):
            other_op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "condition", ast.BoolOp(other_op, values)
            yield from (("condition", value) for value in values)
        case ast.UnaryOp(op=op, operand=operand):
            yield "condition" if isinstance(op, ast.Not) else "sign", operand
        case ast.Constant():
            yield from _other_constants(node.value)
        case ast.Call():
            yield from _other_calls(node)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (("condition", body), ("condition", orelse))
        case ast.Return(value=ast.Tuple(elts=elements, ctx=ctx)) if len(elements) > 1:
            yield "results", ast.Return(ast.Tuple(elements[::-1], ctx))
        case ast.Assign() | ast.Expr() | ast.Raise():
            yield "missing line", ast.Pass()
        case ast.If(body=body, orelse=orelse):
            yield "condition", ast.If(ast.Constant(True), body, orelse)
            yield "condition", ast.If(ast.Constant(False), body, orelse)
        case ast.Slice(lower=lower, upper=upper, step=step):
            yield "slice", ast.Slice(None, upper, step)
            yield "slice", ast.Slice(lower, None, step)


def _other_constants(value: object) -> Iterator[_Other]:
    match value:
        case bool():
            yield "arguments", ast.Constant(not value)
        case int():
            yield from (("number", ast.Constant(value + 1)), ("number", ast.Constant(value - 1)))
        case float():
            yield "number", ast.Constant(value * 1.1 if value else 0.1)
            yield "number", ast.Constant(value + 1)
        case str() if value:
            yield "text", ast.Constant(value + "x")


def _other_calls(node: ast.Call) -> Iterator[_Other]:
    """Yield the nodes that may replace a call."""
    match node:
        case ast.Call(func=func, args=[first, *rest], keywords=keywords):
            yield "missing call", first.value if isinstance(first, ast.Starred) else first
            for i in range(len(rest)):
                swapped = [first, *rest]
                swapped[i : i + 2] = swapped[i : i + 2][::-1]
                yield "arguments", ast.Call(func, swapped, keywords)
            if isinstance(func, ast.Attribute) and not isinstance(func.value, ast.Name):
                yield "missing call", func.value
            for i in range(len(keywords)):
                some = keywords[:i] + keywords[i + 1 :]
                yield "arguments", ast.Call(func, [first, *rest], some)
        case ast.Call(func=ast.Attribute(value=value) as func, args=[], keywords=keywords):
            yield "missing call", value
            for i in range(len(keywords)):
                yield "arguments", ast.Call(func, [], keywords[:i] + keywords[i + 1 :])


def difference(before: str, after: str) -> str:
    """Return the lines that differ, as `before -> after`."""
    old, new = before.splitlines(), after.splitlines()
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return " -> ".join(" / ".join(map(str.strip, lines)) for lines in (old, new))
