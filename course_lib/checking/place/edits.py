"""Collect the edits of a program, in the order in which they are tried."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Set
from dataclasses import replace

from course_lib.checking.place.expressions import additions, expression_changes, other_conditions
from course_lib.checking.place.program import Program, local_names
from course_lib.checking.place.proposals import Context, Known, Proposal, context_of
from course_lib.checking.place.statements import block_proposals, statement_changes
from course_lib.checking.place.tokens import text_changes


def proposals(
    program: Program, known: Known, right: Collection[str] = ()
) -> Iterator[tuple[str, Proposal]]:
    """Yield the edits of each function of the program that is not known to be right, by name."""
    functions = [definition.name for definition in program.definitions[1:]]
    for definition in program.definitions:
        if definition.name in right:
            continue
        own = known if definition is program.main else Known(known.texts)
        context = context_of(definition.tree, functions, own)
        fixed = own.objects | _fixed_names(program)
        for proposal in _of_function(definition.tree, fixed, own.collections, context):
            yield definition.name, proposal


def _fixed_names(program: Program) -> set[str]:
    """Return the names of functions and modules, which no edit exchanges."""
    outside = {
        name for name, value in program.names.items() if callable(value) or hasattr(value, "pi")
    }
    return outside | {definition.name for definition in program.definitions}


def _of_function(
    tree: ast.FunctionDef, fixed: Set[str], collections: Set[str], context: Context
) -> Iterator[Proposal]:
    inner = _inner_contexts(tree, context)
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if parent is tree and field != "body":
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield from block_proposals(parent, field, inner.get(id(parent), context))
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, ast.stmt):
                    for change in statement_changes(node, inner.get(id(node), context)):
                        yield Proposal(id(node), node.lineno, change, node)
                elif isinstance(node, ast.expr) and _is_editable(parent, field, node, fixed):
                    is_whole = _is_value(parent, field)
                    if _is_root(parent, node):
                        for change in text_changes(node):
                            yield Proposal(id(node), node.lineno, change, node)
                    if field == "test":
                        for change in other_conditions(node, context):
                            yield Proposal(id(node), node.lineno, change, node)
                    for change in expression_changes(node, context):
                        yield Proposal(id(node), node.lineno, change, node)
                    if isinstance(node, ast.Name) and node.id in collections:
                        continue
                    for change in additions(node, context, is_whole):
                        yield Proposal(id(node), node.lineno, change, node)


def _inner_contexts(tree: ast.FunctionDef, context: Context) -> dict[int, Context]:
    """Return the contexts of what is inside inner functions, which set only their own names."""
    found: dict[int, Context] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function is not tree:
            names = {*local_names(function)} - {function.name}
            own = replace(context, names=[name for name in context.names if name in names])
            found.update((id(node), own) for node in ast.walk(function))
    return found


def _is_root(parent: ast.AST, node: ast.expr) -> bool:
    """Return whether it is a whole expression: a result, the value of a variable, a condition."""
    several = ast.Tuple | ast.List | ast.Dict
    in_one = isinstance(parent, several) or not isinstance(parent, ast.expr)
    return in_one and not isinstance(node, several)


def _is_value(parent: ast.AST, field: str) -> bool:
    """Return whether what stands there is kept or returned as it is."""
    match parent:
        case ast.stmt() | ast.DictComp():
            return field == "value"
        case ast.ListComp() | ast.GeneratorExp():
            return field == "elt"
        case ast.Dict():
            return field == "values"
        case ast.Call(func=ast.Attribute(attr="append")):
            return field == "args"
    return isinstance(parent, ast.Tuple | ast.List)


def _is_editable(parent: ast.AST, field: str, node: ast.expr, fixed: Set[str]) -> bool:
    """Return whether another expression may stand in the place of this one."""
    if isinstance(node, ast.Slice | ast.Starred | ast.Yield | ast.YieldFrom | ast.NamedExpr):
        return False
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Store | ast.Del):
        return False
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.Raise | ast.Assert):
        return False
    if field in ("annotation", "func", "target", "targets", "exc", "msg", "type"):
        return False
    if isinstance(parent, ast.Expr) and isinstance(node, ast.Constant):  # a docstring
        return False
    if isinstance(node, ast.Name):
        return node.id not in fixed
    return True
