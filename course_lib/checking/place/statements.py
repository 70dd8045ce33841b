"""Propose edits of statements: `=` for `+=`, one left out, one level too deep, in another order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from course_lib.checking.place.expressions import OPERATORS
from course_lib.checking.place.proposals import (
    ADDED,
    LIKELY,
    POSSIBLE,
    Change,
    Context,
    Proposal,
    name,
)


def statement_changes(node: ast.stmt, context: Context) -> Iterator[Change]:
    """Yield the changes of one statement."""
    match node:
        case ast.AugAssign():
            yield from _augmented(node)
        case ast.Assign(targets=[target]):
            yield from _assigned(node, target, context)
        case ast.Return(value=ast.Call(func=ast.Name(id=called)) as call) if "Error" in called:
            yield Change("exception", LIKELY, [ast.Raise(call)])
        case ast.Return():
            for identifier in context.names:
                if node.value is not None and not isinstance(node.value, ast.Name):
                    yield Change("result", POSSIBLE, [ast.Return(name(identifier))])
                else:
                    yield Change("result", LIKELY, [ast.Return(name(identifier))])
            yield from _longer_results(node, context)
        case ast.If():
            yield Change("condition", LIKELY, [ast.If(node.test, node.orelse, node.body)])
            yield Change("condition", POSSIBLE, [ast.If(ast.Constant(True), node.body, [])])
            yield Change("condition", POSSIBLE, node.orelse)
        case ast.Expr(value=ast.Call() as call):
            yield Change("extra line", POSSIBLE, [])
            yield from _kept_results(call, context)
        case ast.Expr(value=ast.Name() | ast.Tuple() as value):
            for identifier in context.lists:
                yield Change("result not kept", LIKELY, [_append(identifier, value)])
        case ast.Break():
            yield Change("level", LIKELY, [])
        case ast.Raise():
            yield Change("extra line", POSSIBLE, [])
            for error in ("ValueError", "TypeError", "IndexError", "KeyError"):
                yield Change("exception", LIKELY, [ast.Raise(ast.Call(name(error), [], []))])


def _augmented(node: ast.AugAssign) -> Iterator[Change]:
    for other in OPERATORS:
        if not isinstance(node.op, other):
            yield Change("operator", LIKELY, [ast.AugAssign(node.target, other(), node.value)])
    yield Change("assignment", LIKELY, [ast.Assign([node.target], node.value)])
    if isinstance(node.target, ast.Name):
        value = ast.BinOp(name(node.target.id), node.op, node.value)
        yield Change("in place", LIKELY, [ast.Assign([node.target], value)])
    yield Change("extra line", POSSIBLE, [])


def _assigned(node: ast.Assign, target: ast.expr, context: Context) -> Iterator[Change]:
    match target:
        case ast.Name() | ast.Subscript():
            for op in (ast.Add, ast.Mult, ast.Sub):
                yield Change("assignment", LIKELY, [ast.AugAssign(target, op(), node.value)])
    match target:
        case ast.Name():
            for identifier in context.names:
                if identifier != target.id:
                    other = ast.Name(identifier, ast.Store())
                    yield Change("name", LIKELY, [ast.Assign([other], node.value)])
        case ast.Subscript(value=ast.Name() as value):
            whole = ast.Name(value.id, ast.Store())
            yield Change("in place", LIKELY, [ast.Assign([whole], node.value)])
            if not isinstance(target.slice, ast.Slice):
                turned = ast.Tuple([ast.Slice(), target.slice], ast.Load())
                other_target = ast.Subscript(value, turned, ast.Store())
                yield Change("index", LIKELY, [ast.Assign([other_target], node.value)])
        case ast.Tuple(elts=[first, second]):
            swapped = ast.Tuple([second, first], ast.Store())
            yield Change("results", LIKELY, [ast.Assign([swapped], node.value)])
    yield Change("extra line", POSSIBLE, [])


def _kept_results(call: ast.Call, context: Context) -> Iterator[Change]:
    """Yield assignments of the results of a call whose results are not kept."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="np"), attr="append"),
            args=[ast.Name(id=array), _],
        ):
            kept = ast.Assign([ast.Name(array, ast.Store())], call)
            yield Change("append not kept", LIKELY, [kept])
    if isinstance(call.func, ast.Name) and call.func.id in context.functions:
        arguments = [argument.id for argument in call.args if isinstance(argument, ast.Name)]
        names = [argument for argument in arguments if argument in context.names]
        for i, first in enumerate(names):
            targets: list[ast.expr] = [ast.Name(first, ast.Store())]
            if i + 1 < len(names):
                targets.append(
                    ast.Tuple([*targets, ast.Name(names[i + 1], ast.Store())], ast.Store())
                )
            for target in targets:
                yield Change("result not kept", LIKELY, [ast.Assign([target], call)])


def _longer_results(node: ast.Return, context: Context) -> Iterator[Change]:
    """Yield the statement with one more result."""
    if node.value is None:
        return
    old = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    for identifier in context.names:
        for i in range(len(old), -1, -1):
            items = [*old[:i], name(identifier), *old[i:]]
            yield Change("results", ADDED, [ast.Return(ast.Tuple(items, ast.Load()))])


def block_proposals(owner: ast.AST, field: str, context: Context) -> Iterator[Proposal]:
    """Yield the changes of a block: lines in another order or at another level, copies."""
    yield from _moved_lines(owner, field, context)
    if isinstance(owner, ast.FunctionDef):
        for identifier, line in _written_into(owner).items():
            for copied in _copies(identifier):
                change = Change("in place", LIKELY, [copied, *owner.body])
                yield Proposal((id(owner), field), line, change)


def _moved_lines(owner: ast.AST, field: str, context: Context) -> Iterator[Proposal]:
    """Yield the blocks with lines in another order, one level deeper or less deep, or missing."""
    body: Sequence[ast.stmt] = getattr(owner, field)
    key = id(owner), field

    def proposal(kind: str, rank: int, line: int, new: Sequence[ast.stmt]) -> Proposal:
        return Proposal(key, line, Change(kind, rank, [*new]))

    for i, node in enumerate(body):
        before, after = body[:i], body[i + 1 :]
        if isinstance(node, ast.For | ast.While | ast.If):
            *kept, last = node.body
            if kept:  # the last line of the loop belongs after it
                new = [*before, _with_body(node, kept), last, *after]
                yield proposal("level", LIKELY, last.lineno, new)
                first, *rest = node.body
                new = [*before, first, _with_body(node, rest), *after]
                yield proposal("level", LIKELY, first.lineno, new)
            if after:  # the line after the loop belongs into it
                new = [*before, _with_body(node, [*node.body, after[0]]), *after[1:]]
                yield proposal("level", LIKELY, after[0].lineno, new)
            if before:
                new = [*before[:-1], _with_body(node, [before[-1], *node.body]), *after]
                yield proposal("level", LIKELY, before[-1].lineno, new)
        if after and not isinstance(node, ast.Return):
            new = [*before, after[0], node, *after[1:]]
            yield proposal("line order", POSSIBLE, node.lineno, new)
        match node:  # what is to happen after all rounds happens in each one
            case (
                ast.For(body=[*kept, ast.If(orelse=[_, *_]) as last])
                | ast.While(body=[*kept, ast.If(orelse=[_, *_]) as last])
            ):
                alone = ast.If(last.test, last.body, [])
                new = [*before, _with_body(node, [*kept, alone]), *last.orelse, *after]
                yield proposal("level", LIKELY, last.orelse[0].lineno, new)
    if isinstance(owner, ast.For | ast.While):
        last_line = body[-1].lineno
        for target in _read_names(body, context):
            for identifier in context.names:
                if identifier != target:
                    copied = ast.Assign([ast.Name(target, ast.Store())], name(identifier))
                    yield proposal("missing line", ADDED, last_line, [*body, copied])
        for identifier in context.lists:
            for value in context.names:
                new = [*body, _append(identifier, name(value))]
                yield proposal("missing line", ADDED, last_line, new)
    elif isinstance(owner, ast.FunctionDef) and not isinstance(body[-1], ast.Return):
        for identifier in context.names:
            new = [*body, ast.Return(name(identifier))]
            yield proposal("missing return", LIKELY, body[-1].lineno, new)


def _written_into(tree: ast.FunctionDef) -> dict[str, int]:
    """Return the arguments of which a function changes elements, with the first line."""
    arguments = {argument.arg for argument in tree.args.args}
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id=identifier), ctx=ast.Store()):
                if identifier in arguments:
                    found[identifier] = min(node.lineno, found.get(identifier, node.lineno))
    return found


def _copies(identifier: str) -> Iterator[ast.stmt]:
    """Yield assignments of a copy to the variable itself."""
    for method, args in (("copy", []), ("astype", [name("float")])):
        call = ast.Call(ast.Attribute(name(identifier), method, ast.Load()), args, [])
        yield ast.Assign([ast.Name(identifier, ast.Store())], call)


def _append(identifier: str, value: ast.expr) -> ast.stmt:
    method = ast.Attribute(name(identifier), "append", ast.Load())
    return ast.Expr(ast.Call(method, [value], []))


def _with_body(node: ast.For | ast.While | ast.If, body: list[ast.stmt]) -> ast.stmt:
    if isinstance(node, ast.For):
        return ast.For(node.target, node.iter, body, node.orelse)
    return type(node)(node.test, body, node.orelse)


def _read_names(body: Sequence[ast.stmt], context: Context) -> list[str]:
    """Return the variables that a loop reads: they may have to be set for its next round.

    No other names: an assignment would make a name of the notebook a local one everywhere.
    """
    found = (
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id in context.names
    )
    return [*dict.fromkeys(found)][:12]
