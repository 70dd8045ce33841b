"""Propose edits of calls: another function, an axis, arguments in another order, no call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from course_lib.checking.place.proposals import (
    LIKELY,
    NUMPY,
    POSSIBLE,
    Change,
    Context,
    name,
    number,
)

_ALIKE = (
    "floor ceil round rint trunc int",
    "log log10 log2 log1p exp expm1 exp2 sqrt square abs",
    "sum mean median prod max min std var any all argmax argmin cumsum cumprod",
    "maximum minimum",
    "sort argsort",
    "zeros ones empty zeros_like ones_like",
    "linspace logspace geomspace arange",
    "eigvalsh eigvals eigh det",
    "vstack hstack concatenate column_stack",
    "uniform normal standard_normal random integers permutation choice exponential",
    "dot multiply outer matmul",
    "any all max min sum len sorted abs",
    "append extend",
    "keys values items",
    "ravel flatten",
)
"""Functions that are easily taken for each other."""

_REDUCING = frozenset(
    "sum mean median prod max min std var any all argmax argmin cumsum cumprod norm sort"
    " argsort amax amin".split()
)


def function_name(call: ast.Call) -> str:
    """Return the name of the called function, without its module or object."""
    match call.func:
        case ast.Attribute(attr=found) | ast.Name(id=found):
            return found
    return ""


def call_changes(node: ast.Call, context: Context) -> Iterator[Change]:
    """Yield the changes of one call."""
    called = function_name(node)
    yield from _other_functions(node, called, context)
    yield from _orders(node)
    if called in _REDUCING:
        yield from _axes(node, called)
    if called == "range" or called == "arange":
        yield from _ranges(node)
        for identifier in context.names if len(node.args) == 2 else ():
            stepped = [*node.args, name(identifier)]
            yield Change("range", POSSIBLE, ast.Call(node.func, stepped, node.keywords))
    if called == "len" and len(node.args) == 1:
        shape = ast.Attribute(node.args[0], "shape", ast.Load())
        yield Change("index", LIKELY, ast.Subscript(shape, number(1), ast.Load()))
        yield Change("index", LIKELY, ast.Attribute(node.args[0], "size", ast.Load()))
    yield from _nested(node)
    yield from _without_call(node)


def _nested(node: ast.Call) -> Iterator[Change]:
    """Yield the call with the one inside it applied last: `log(sum(x))` for `sum(log(x))`."""
    match node.args:
        case [ast.Call(args=[first, *others]) as inner, *rest]:
            applied = ast.Call(node.func, [first, *rest], node.keywords)
            new = ast.Call(inner.func, [applied, *others], inner.keywords)
            yield Change("order", LIKELY, new)


def _other_functions(node: ast.Call, called: str, context: Context) -> Iterator[Change]:
    others = dict.fromkeys(
        other for group in _ALIKE if called in group.split() for other in group.split()
    )
    for other in others:
        if other == called:
            continue
        match node.func:
            case ast.Attribute(value=value):
                function: ast.expr = ast.Attribute(value, other, ast.Load())
            case _ if other in _OF_PYTHON:
                function = name(other)
            case _:
                continue
        yield Change("function", LIKELY, ast.Call(function, node.args, node.keywords))
    match node.func:
        case ast.Name(id=builtin) if builtin in _IN_NUMPY:
            function = ast.Attribute(name(NUMPY), _IN_NUMPY[builtin], ast.Load())
            yield Change("function", LIKELY, ast.Call(function, node.args, node.keywords))
        case ast.Attribute(value=ast.Name(id="math"), attr=attr) if attr in _IN_BOTH:
            function = ast.Attribute(name(NUMPY), attr, ast.Load())
            yield Change("function", LIKELY, ast.Call(function, node.args, node.keywords))
    if called == "norm":
        for other in ("sum", "mean", "max"):
            function = ast.Attribute(name(NUMPY), other, ast.Load())
            yield Change("function", LIKELY, ast.Call(function, node.args, node.keywords))
    if called in context.functions:
        for other in context.functions:
            if other != called:
                yield Change("function", LIKELY, ast.Call(name(other), node.args, node.keywords))
    match node.func:
        case ast.Attribute(value=ast.Attribute(attr="random"), attr=drawn):
            for identifier in context.names:  # np.random.uniform for rng.uniform
                function = ast.Attribute(name(identifier), drawn, ast.Load())
                yield Change("generator", LIKELY, ast.Call(function, node.args, node.keywords))


_IN_NUMPY = {
    "any": "any",
    "all": "all",
    "min": "min",
    "max": "max",
    "sum": "sum",
    "abs": "abs",
    "round": "round",
    "int": "floor",
    "pow": "power",
    "range": "arange",
}
_IN_BOTH = frozenset("sqrt exp log log10 log2 floor ceil pow sin cos tanh fabs".split())
_OF_PYTHON = frozenset("int round abs sum max min any all len sorted".split())


def _orders(node: ast.Call) -> Iterator[Change]:
    args = node.args
    for i in range(len(args) - 1):
        for j in range(i + 1, min(len(args), i + 4)):
            swapped = [*args]
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield Change("arguments", LIKELY, ast.Call(node.func, swapped, node.keywords))
    for i in range(len(args) - 2):
        first, second, third = args[i : i + 3]
        for turned in ([second, third, first], [third, first, second]):
            order = [*args[:i], *turned, *args[i + 3 :]]
            yield Change("arguments", LIKELY, ast.Call(node.func, order, node.keywords))
    for i in range(len(args)):
        if len(args) > 1:
            rest = args[:i] + args[i + 1 :]
            yield Change("arguments", POSSIBLE, ast.Call(node.func, rest, node.keywords))
    for i in range(len(node.keywords)):
        rest_keywords = node.keywords[:i] + node.keywords[i + 1 :]
        yield Change("arguments", POSSIBLE, ast.Call(node.func, args, rest_keywords))
    if isinstance(node.func, ast.Attribute) and len(args) == 1 and not node.keywords:
        by_other = ast.Attribute(args[0], node.func.attr, ast.Load())
        yield Change("arguments", POSSIBLE, ast.Call(by_other, [node.func.value], []))


def _axes(node: ast.Call, called: str) -> Iterator[Change]:
    options: list[dict[str, int | bool]] = [
        {"axis": 0},
        {"axis": 1},
        {"axis": 0, "keepdims": True},
        {"axis": 1, "keepdims": True},
        {"keepdims": True},
        {"axis": -1},
        {},
    ]
    if called in ("std", "var"):
        options += [{"ddof": 1}, {"ddof": 0}, {"axis": 1, "keepdims": True, "ddof": 0}]
    given = {
        keyword.arg: getattr(keyword.value, "value", "")
        for keyword in node.keywords
        if keyword.arg in ("axis", "keepdims", "ddof")
    }
    others = [keyword for keyword in node.keywords if keyword.arg not in given]
    positional = node.args
    if len(positional) == 2 and isinstance(positional[1], ast.Constant | ast.UnaryOp):
        positional = positional[:1]
    for option in options:
        if option != given or positional is not node.args:
            keywords = [ast.keyword(key, ast.Constant(value)) for key, value in option.items()]
            yield Change("axis", LIKELY, ast.Call(node.func, positional, others + keywords))


def _ranges(node: ast.Call) -> Iterator[Change]:
    one = number(1)

    def plus(value: ast.expr) -> ast.expr:
        return ast.BinOp(value, ast.Add(), one)

    def minus(value: ast.expr) -> ast.expr:
        return ast.BinOp(value, ast.Sub(), one)

    match node.args:
        case [end]:
            choices = [[one, end], [one, plus(end)], [plus(end)], [minus(end)], [number(0), end]]
        case [start, end, *rest]:
            choices = [[end], [start, plus(end), *rest], [start, minus(end), *rest]]
            choices += [[plus(start), end, *rest], [minus(start), end, *rest]]
            choices += [[plus(start), plus(end), *rest], [minus(start), minus(end), *rest]]
        case _:
            return
    for args in choices:
        yield Change("range", LIKELY, ast.Call(node.func, args, node.keywords))


def _without_call(node: ast.Call) -> Iterator[Change]:
    for argument in node.args[:3]:
        if not isinstance(argument, ast.Starred):
            yield Change("extra call", POSSIBLE, argument)
    match node.func:
        case ast.Attribute(value=value) if not _is_module(value):
            yield Change("extra call", POSSIBLE, value)


def _is_module(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("np", "numpy", "math")
