"""Propose edits of expressions: operators, names, numbers, brackets, parts too many or missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from course_lib.checking.place.calls import call_changes
from course_lib.checking.place.proposals import (
    ADDED,
    LIKELY,
    NUMPY,
    POSSIBLE,
    Change,
    Context,
    name,
    number,
    numpy_call,
)

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_COMMUTES = (ast.Add, ast.Mult)


def expression_changes(node: ast.expr, context: Context) -> Iterator[Change]:
    """Yield the changes of one expression, without those that add something."""
    match node:
        case ast.BinOp():
            yield from _operations(node)
        case ast.Call():
            yield from call_changes(node, context)
        case ast.Compare(ops=[op]):
            for other in _COMPARISONS:
                if not isinstance(op, other):
                    compared = ast.Compare(node.left, [other()], node.comparators)
                    yield Change("comparison", LIKELY, compared)
            opposite = ast.UnaryOp(ast.USub(), node.comparators[0])
            yield Change("sign", LIKELY, ast.Compare(node.left, [op], [opposite]))
            if isinstance(node.comparators[0], ast.Constant):
                for value in context.values:
                    compared = ast.Compare(node.left, [op], [number(value)])
                    yield Change("number", LIKELY, compared)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            yield Change("sign", LIKELY, node.operand)
        case ast.UnaryOp():
            yield Change("condition", LIKELY, node.operand)
        case ast.Constant():
            yield from _constants(node, context)
        case ast.Name():
            for other_name in context.names:
                if other_name != node.id:
                    yield Change("name", LIKELY, name(other_name))
        case ast.BoolOp():
            flipped = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield Change("condition", LIKELY, ast.BoolOp(flipped, node.values))
            for i in range(len(node.values)):
                rest = node.values[:i] + node.values[i + 1 :]
                new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
                yield Change("condition", POSSIBLE, new)
        case ast.IfExp():
            yield Change("condition", LIKELY, ast.IfExp(node.test, node.orelse, node.body))
            yield Change("condition", POSSIBLE, node.body)
            yield Change("condition", POSSIBLE, node.orelse)
        case ast.Attribute():
            yield from _attributes(node)
        case ast.Subscript():
            yield from _subscripts(node)
        case ast.Set(elts=items):
            yield Change("conversion", LIKELY, ast.Tuple(items, ast.Load()))
            yield Change("conversion", LIKELY, ast.List(items, ast.Load()))
        case ast.Tuple() | ast.List():
            yield from _sequences(node)
        case ast.ListComp() | ast.GeneratorExp():
            yield from _comprehensions(node)


def _operations(node: ast.BinOp) -> Iterator[Change]:
    left, op, right = node.left, node.op, node.right
    if not isinstance(op, _COMMUTES):
        yield Change("order", LIKELY, ast.BinOp(right, op, left))
    if isinstance(op, ast.Pow) and isinstance(left, ast.Constant | ast.Name | ast.Attribute):
        yield Change("function", LIKELY, numpy_call("exp", right))
    if isinstance(op, ast.Mod):
        yield Change("operator", LIKELY, numpy_call("minimum", left, right))
    if isinstance(right, ast.UnaryOp):
        yield Change("sign", LIKELY, ast.BinOp(left, op, right.operand))
    yield Change("extra part", POSSIBLE, left)
    yield Change("extra part", POSSIBLE, right)


INFINITY: ast.expr = ast.Attribute(name(NUMPY), "inf", ast.Load())


def _constants(node: ast.Constant, context: Context) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield Change("number", LIKELY, ast.Constant(not value))
    elif isinstance(value, int | float):
        others = (value + 1, value - 1, 0, 1, 2, -value, -1, 0.5, 10, value * 10, value / 10)
        for other in dict.fromkeys(others):
            if other != value:
                yield Change("number", LIKELY, number(other))
        for identifier in context.names:
            yield Change("number", LIKELY, name(identifier))
            complement = ast.BinOp(number(1), ast.Sub(), name(identifier))
            yield Change("number", LIKELY, complement)
        yield Change("number", LIKELY, INFINITY)
        yield Change("number", LIKELY, ast.UnaryOp(ast.USub(), INFINITY))
    elif isinstance(value, str):
        for text in context.texts:
            if text != value:
                yield Change("text", LIKELY, ast.Constant(text))
    elif value is None:
        yield Change("number", LIKELY, INFINITY)
        for other in (0, 0.0, 1):
            yield Change("number", POSSIBLE, number(other))
        for identifier in context.names:
            yield Change("name", POSSIBLE, name(identifier))


def _attributes(node: ast.Attribute) -> Iterator[Change]:
    if node.attr in ("T", "real"):
        yield Change("extra call", POSSIBLE, node.value)
    elif node.attr == "size" or node.attr == "shape":
        for axis in (0, 1):
            yield Change("index", LIKELY, _shape(node.value, axis))
    if node.attr in _CONSTANTS:
        for other in _CONSTANTS - {node.attr}:
            yield Change("number", LIKELY, ast.Attribute(node.value, other, ast.Load()))
        yield Change("sign", LIKELY, ast.UnaryOp(ast.USub(), node))


_CONSTANTS = frozenset({"inf", "pi", "e"})


def _shape(value: ast.expr, axis: int) -> ast.expr:
    shape = ast.Attribute(value, "shape", ast.Load())
    return ast.Subscript(shape, number(axis), ast.Load())


def _subscripts(node: ast.Subscript) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load):
        yield Change("extra index", POSSIBLE, node.value)
        yield Change("index", POSSIBLE, ast.Attribute(node.value, "T", ast.Load()))
        for index in _indices(node.slice):
            yield Change("index", LIKELY, ast.Subscript(node.value, index, ast.Load()))


def _indices(index: ast.expr) -> Iterator[ast.expr]:
    """Yield what may stand in the square brackets instead."""
    match index:
        case ast.Slice(lower=lower, upper=upper, step=step):
            minus_one = ast.UnaryOp(ast.USub(), number(1))
            yield ast.Slice(None, upper, step)
            yield ast.Slice(lower, None, step)
            yield ast.Slice(number(1), upper, step)
            yield ast.Slice(lower, minus_one, step)
            yield ast.Slice(lower, upper, minus_one)
            yield ast.Slice(lower, upper, None)
            yield ast.Tuple([ast.Slice(), index], ast.Load())
            if upper is not None:
                for op in (ast.Add(), ast.Sub()):
                    yield ast.Slice(lower, ast.BinOp(upper, op, number(1)), step)
        case ast.Tuple(elts=[first, second]):
            yield ast.Tuple([second, first], ast.Load())
            if isinstance(first, ast.Slice):
                yield second
            if isinstance(second, ast.Slice):
                yield first
        case _:
            yield ast.BinOp(index, ast.Sub(), number(1))
            yield ast.BinOp(index, ast.Add(), number(1))
            yield ast.Tuple([ast.Slice(), index], ast.Load())
            yield ast.Slice(index, None, None)
            yield ast.Slice(None, index, None)


def _sequences(node: ast.Tuple | ast.List) -> Iterator[Change]:
    items = node.elts
    if isinstance(node.ctx, ast.Load) and 2 <= len(items) <= 5:
        for i in range(len(items) - 1):
            for j in range(i + 1, len(items)):
                swapped = [*items]
                swapped[i], swapped[j] = swapped[j], swapped[i]
                yield Change("results", LIKELY, type(node)(swapped, ast.Load()))
        if len(items) == 3:
            for turned in (items[1:] + items[:1], items[2:] + items[:2]):
                yield Change("results", LIKELY, type(node)(turned, ast.Load()))
        for i in range(len(items)):
            yield Change("results", POSSIBLE, type(node)(items[:i] + items[i + 1 :], ast.Load()))
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Load):
        yield Change("conversion", POSSIBLE, ast.Tuple(items, ast.Load()))
    elif isinstance(node.ctx, ast.Load) and len(items) == 1:
        yield Change("conversion", LIKELY, items[0])


def _comprehensions(node: ast.ListComp | ast.GeneratorExp) -> Iterator[Change]:
    first = node.generators[0]
    if len(node.generators) == 2:
        yield Change("order", POSSIBLE, type(node)(node.elt, node.generators[::-1]))
    if len(node.generators) == 1 and not first.ifs:
        yield Change("extra part", POSSIBLE, first.iter)
    for i in range(len(first.ifs)):
        rest = first.ifs[:i] + first.ifs[i + 1 :]
        new = ast.comprehension(first.target, first.iter, rest, 0)
        change = type(node)(node.elt, [new, *node.generators[1:]])
        yield Change("condition", POSSIBLE, change)


def other_conditions(node: ast.expr, context: Context) -> Iterator[Change]:
    """Yield conditions of the function in the place of one, and beside it."""
    for other in context.conditions:
        yield Change("condition", ADDED, other)
        for op in (ast.And(), ast.Or()):
            yield Change("condition", ADDED, ast.BoolOp(op, [node, other]))


def additions(node: ast.expr, context: Context, is_whole: bool) -> Iterator[Change]:
    """Yield the changes that add something to an expression.

    `is_whole` says that it is a whole result or the whole value of a variable.
    """
    if not isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Constant
                      | ast.Attribute | ast.UnaryOp):  # fmt: skip
        if is_whole and isinstance(node, ast.List | ast.ListComp | ast.Tuple | ast.GeneratorExp):
            yield Change("conversion", ADDED, numpy_call("array", node))
            for builtin in ("dict", "tuple", "list", "sorted", "max", "min", "sum"):
                yield Change("conversion", ADDED, ast.Call(name(builtin), [node], []))
            yield Change("index", ADDED, ast.Subscript(node, number(0), ast.Load()))
        return
    yield from _signs(node)
    yield from _wrapped(node, is_whole)
    for op in (ast.Mult, ast.Div, ast.Add, ast.Sub, ast.Pow):
        for identifier in context.numbers:
            yield Change("missing part", ADDED, ast.BinOp(node, op(), name(identifier)))
    for identifier in context.numbers:
        for op in (ast.Div, ast.Sub, ast.Pow):
            yield Change("missing part", ADDED, ast.BinOp(name(identifier), op(), node))
        if isinstance(node, ast.Constant):
            square = ast.BinOp(name(identifier), ast.Pow(), number(2))
            yield Change("missing part", ADDED, square)
        complement = ast.BinOp(number(1), ast.Sub(), name(identifier))
        yield Change("missing part", ADDED, ast.BinOp(node, ast.Mult(), complement))
        for axis in (1, 0):
            size = _shape(name(identifier), axis)
            yield Change("missing part", ADDED, ast.BinOp(node, ast.Div(), size))
    for identifier in context.numbers if is_whole else ():
        plus, minus = (ast.BinOp(name(identifier), op(), number(1)) for op in (ast.Add, ast.Sub))
        for divisor in (plus, minus, numpy_call("sqrt", name(identifier))):
            yield Change("missing part", ADDED, ast.BinOp(node, ast.Div(), divisor))
    for value in (2, 0.5):
        yield Change("missing part", ADDED, ast.BinOp(node, ast.Mult(), number(value)))
    for call in context.calls:
        wrapped = ast.Call(call.func, [node, *call.args[1:]], call.keywords)
        yield Change("missing call", ADDED, wrapped)
    for part in context.parts:
        for op in (ast.Mult, ast.Div, ast.Add, ast.Sub):
            yield Change("missing part", ADDED, ast.BinOp(node, op(), part))
        if isinstance(node, ast.Name):
            yield Change("missing part", ADDED, ast.BinOp(part, ast.Sub(), node))
        yield Change("missing part", ADDED, part)


def _signs(node: ast.expr) -> Iterator[Change]:
    one = number(1)
    yield Change("sign", ADDED, ast.UnaryOp(ast.USub(), node))
    yield Change("missing part", ADDED, ast.BinOp(one, ast.Sub(), node))
    yield Change("missing part", ADDED, ast.BinOp(one, ast.Add(), node))
    yield Change("missing part", ADDED, ast.BinOp(node, ast.Sub(), one))
    yield Change("missing part", ADDED, ast.BinOp(one, ast.Div(), node))
    yield Change("missing power", ADDED, ast.BinOp(node, ast.Pow(), number(2)))
    if not isinstance(node, ast.Constant):
        not_last = ast.Slice(None, ast.UnaryOp(ast.USub(), one), None)
        backwards = ast.Slice(None, None, ast.UnaryOp(ast.USub(), one))
        for index in (number(0), ast.Slice(one, None, None), not_last, backwards):
            yield Change("index", ADDED, ast.Subscript(node, index, ast.Load()))


def _wrapped(node: ast.expr, is_whole: bool) -> Iterator[Change]:
    """Yield calls around an expression."""
    if isinstance(node, ast.Constant):
        return
    for function in (
        "sqrt",
        "exp",
        "log",
        "cos",
        "abs",
        "floor",
        "log10",
        "sum",
        "mean",
        "max",
        "ceil",
    ):
        yield Change("missing call", ADDED, numpy_call(function, node))
    for axis in (0, 1):
        for function in ("sum", "mean", "max", "norm"):
            module: ast.expr = name("@np")
            if function == "norm":
                module = ast.Attribute(module, "linalg", ast.Load())
            keywords = [ast.keyword("axis", number(axis))]
            for kept in ([], [ast.keyword("keepdims", ast.Constant(True))]):
                call = ast.Call(
                    ast.Attribute(module, function, ast.Load()), [node], keywords + kept
                )
                yield Change("missing call", ADDED, call)
    yield Change("missing call", ADDED, ast.Attribute(node, "T", ast.Load()))
    yield Change("missing call", ADDED, ast.Call(name("len"), [node], []))
    yield Change("missing call", ADDED, ast.Call(name("range"), [node], []))
    yield Change("missing call", ADDED, numpy_call("arange", node))
    after = ast.BinOp(node, ast.Add(), number(1))
    yield Change("missing call", ADDED, numpy_call("arange", number(1), after))
    if is_whole:
        yield Change("missing call", ADDED, numpy_call("zeros", node))
        yield Change("copy", ADDED, ast.Call(ast.Attribute(node, "copy", ast.Load()), [], []))
        for builtin in ("float", "int", "list", "tuple", "dict", "str", "bool"):
            yield Change("conversion", ADDED, ast.Call(name(builtin), [node], []))
        yield Change("conversion", ADDED, numpy_call("array", node))
        as_float = ast.Call(ast.Attribute(node, "astype", ast.Load()), [name("float")], [])
        yield Change("conversion", ADDED, as_float)
        for shape in ((-1, 1), (1, -1), (-1,)):
            sizes: list[ast.expr] = [number(size) for size in shape]
            reshaped = ast.Call(ast.Attribute(node, "reshape", ast.Load()), sizes, [])
            yield Change("shape", ADDED, reshaped)
