"""Decide whether a function may be searched: whether it only computes.

Edited copies of the function run many times in the student's own kernel. So everything in it must
be on a list: kinds of syntax, builtins, and names of attributes. Nothing on the lists reads or
writes files, asks for input, or changes anything outside the function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from course_lib.checking.place.guards import GROWING, SAFE_BUILTINS

MAX_NODES = 1_500
"""Functions larger than this are not searched."""

MODULES = frozenset({"numpy", "math"})


class NotSearched(Exception):
    """The function contains something that is not on the lists."""


_SYNTAX = (
    ast.FunctionDef, ast.Lambda, ast.arguments, ast.arg, ast.Return, ast.Delete, ast.Assign,
    ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If, ast.With, ast.withitem, ast.Raise,
    ast.Try, ast.ExceptHandler, ast.Assert, ast.Import, ast.ImportFrom, ast.alias, ast.Expr,
    ast.Pass, ast.Break, ast.Continue, ast.BoolOp, ast.NamedExpr, ast.BinOp, ast.UnaryOp,
    ast.IfExp, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.Yield, ast.YieldFrom, ast.comprehension, ast.Compare, ast.Call, ast.keyword,
    ast.FormattedValue, ast.JoinedStr, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred,
    ast.Name, ast.List, ast.Tuple, ast.Slice, ast.expr_context, ast.operator, ast.unaryop,
    ast.cmpop, ast.boolop,
)  # fmt: skip

ATTRIBUTES = GROWING | frozenset(
    # arrays and NumPy
    "T abs absolute add all allclose amax amin any append apply_along_axis apply_over_axes argmax"
    " argmin argpartition argsort argwhere around array array_equal array_split astype atleast_1d"
    " atleast_2d average axis bincount bool bool_ ceil clip compress copy copysign corrcoef cos"
    " cosh count_nonzero cov cumprod cumsum delete diff digitize divide divmod dtype e einsum"
    " empty_like equal errstate exp exp2 expand_dims expm1 fabs fix flatnonzero flatten flip"
    " fliplr flipud float16 float32 float64 float_power floor floor_divide fmax fmin fmod full_like"
    " greater greater_equal histogram hypot inf int16 int32 int64 int8 integer interp intp invert"
    " isclose isfinite isin isinf isnan item less less_equal linalg log log10 log1p log2 logaddexp"
    " logical_and logical_not logical_or logical_xor logspace mask matmul max maximum mean median"
    " min minimum mod moveaxis multiply nan nan_to_num nanmax nanmean nanmin nansum ndarray ndim"
    " ndindex negative newaxis nonzero norm not_equal number ones_like percentile pi place"
    " partition positive power prod ptp put_along_axis quantile random ravel real reciprocal"
    " remainder reshape rint roll rollaxis rot90 round round_ searchsorted select setdiff1d shape"
    " shuffle sign sin sinh size sort split sqrt square squeeze std subtract sum swapaxes take"
    " take_along_axis tan tanh tolist trace transpose tril triu true_divide trunc uint8 union1d"
    " unique var vdot vectorize where zeros_like"
    # ufuncs, linear algebra, random numbers
    " accumulate at reduce cholesky det eig eigh eigvals eigvalsh inv matrix_rank pinv qr slogdet"
    " solve svd cond default_rng Generator RandomState spawn eigenvalues eigenvectors"
    # the math module
    " dist fsum gcd isqrt log2 prod radians tau pow"
    # lists, dicts, sets and texts
    " clear count difference endswith get index intersection isdigit items join keys lower pop"
    " popitem remove reverse setdefault split startswith strip symmetric_difference union update"
    " upper values issubset issuperset discard lstrip rstrip capitalize copyto real imag".split()
)

_EXCEPTIONS = frozenset(name for name in SAFE_BUILTINS if name[0].isupper()) - {
    "True", "False", "None", "Ellipsis", "NotImplemented",
}  # fmt: skip


def check_allowed(function: ast.FunctionDef) -> None:
    """Raise `NotSearched` unless everything in the function is on the lists."""
    nodes = list(ast.walk(function))
    if len(nodes) > MAX_NODES:
        raise NotSearched
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    modules = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        if not isinstance(node, _SYNTAX) or any(_problems(node)):
            raise NotSearched
        if isinstance(node, ast.Attribute) and node.attr in GROWING and id(node) not in called:
            is_module = node.attr == "random" and id(node) in modules  # as in `np.random.rand`
            if not is_module:
                raise NotSearched


def _problems(node: ast.AST) -> Iterator[bool]:
    """Yield whether each rule for this node is broken."""
    match node:
        case ast.FunctionDef():
            yield bool(node.decorator_list) or node.name.startswith("__")
        case ast.Attribute():
            yield node.attr not in ATTRIBUTES or not isinstance(node.ctx, ast.Load)
        case ast.Name():
            yield node.id.startswith("__")
        case ast.Import():
            yield any(alias.name not in MODULES for alias in node.names)
        case ast.ImportFrom():
            names = {alias.name for alias in node.names}
            yield node.module not in MODULES or node.level != 0
            yield not names <= ATTRIBUTES - GROWING - {"random", "linalg"}
        case ast.With():
            yield any(not _is_errstate(item.context_expr) for item in node.items)
        case ast.Try():
            yield bool(node.finalbody) or not all(map(_is_plain_handler, node.handlers))
        case ast.FormattedValue():
            yield node.format_spec is not None and not _is_short(node.format_spec)
        case ast.Constant():
            yield isinstance(node.value, bytes)
            yield isinstance(node.value, int) and node.value.bit_length() > 256
        case ast.AugAssign(target=ast.Subscript() | ast.Attribute()):
            yield any(isinstance(inner, ast.Call) for inner in ast.walk(node.target))


def _is_errstate(expression: ast.expr) -> bool:
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Attribute)
        and expression.func.attr == "errstate"
    )


def _is_plain_handler(handler: ast.ExceptHandler) -> bool:
    """Return whether it catches only exceptions that are listed, and so never `Stopped`."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(isinstance(kind, ast.Name) and kind.id in _EXCEPTIONS for kind in kinds)


def _is_short(spec: ast.expr) -> bool:
    """Return whether a format contains no variable width and no wide field."""
    parts = spec.values if isinstance(spec, ast.JoinedStr) else [spec]
    return all(isinstance(part, ast.Constant) and len(str(part.value)) <= 4 for part in parts)
