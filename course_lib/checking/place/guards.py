"""Limit what edited code can do while it runs: steps, sizes, and the names that it sees.

Everything is counted rather than timed, so that the outcome is the same on a busy computer.
"""

from __future__ import annotations

import builtins
import itertools
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

MAX_STEPS = 200_000
"""Loop rounds and calls that one run of one example may take before anything is edited."""

MAX_SIZE = 200_000
"""Elements that the result of one operation may have."""

MAX_BITS = 4_096
MAX_RANGE, RANGE_PER_STEP = 100_000, 32


class Stopped(BaseException):
    """An edited function went on for too long, or asked for too much memory.

    It is not an `Exception`, so that `except Exception` in a student's code does not catch it.
    """


class Steps:
    """A counter of the steps that edited code takes."""

    def __init__(self) -> None:
        self.taken = 0
        self.limit = MAX_STEPS

    def tick(self) -> bool:
        """Count a step; raise `Stopped` if there were too many."""
        self.taken += 1
        if self.taken > self.limit:
            raise Stopped
        return True


def guarded_names(steps: Steps) -> dict[str, Any]:
    """Return the functions that instrumented code calls, by names that no student can write."""

    def grow(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        name = getattr(function, "__name__", "")
        steps.taken += _COSTS.get(name, STEPS_OF_A_CALL)
        _refuse(name in _FILLING and (len(args) > 1 or bool(kwargs.keys() & {"out", "dtype"})))
        if name in GROWING:
            _check_growth(function, name, args, kwargs)
        elif name in _BROADCASTING:
            _refuse(_broadcast_size(*args) > MAX_SIZE)
        return function(*args, **kwargs)

    names: dict[str, Any] = {TICK: steps.tick, GROW: grow}
    for kind, function in _OPERATORS.items():
        names[f"@{kind}"] = _guarded(kind, function)
        names[f"@i{kind}"] = _guarded(kind, getattr(operator, f"i{kind}"))

    def counted_range(*args: Any) -> range:
        rounds = range(*args)
        _refuse(len(rounds) > MAX_RANGE)
        steps.taken += len(rounds) // RANGE_PER_STEP
        return rounds

    names[LEGACY_RANDOM] = np.random.RandomState(0)
    names["__builtins__"] = {name: getattr(builtins, name) for name in SAFE_BUILTINS}
    names["__builtins__"].update(
        print=_print, range=counted_range, pow=names["@pow"], __import__=_import, sum=_sum
    )
    return names


TICK, GROW, LEGACY_RANDOM = "@tick", "@grow", "@legacy_random"

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "mul": operator.mul,
    "pow": operator.pow,
    "sub": operator.sub,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "matmul": operator.matmul,
    "lshift": operator.lshift,
}

SAFE_BUILTINS = frozenset(
    "abs all any bool complex dict divmod enumerate filter float frozenset int isinstance len list"
    " map max min next iter print range reversed round set slice sorted str sum tuple zip pow"
    " True False None ArithmeticError AssertionError AttributeError Exception FloatingPointError"
    " IndexError KeyError LookupError NotImplementedError OverflowError RuntimeError StopIteration"
    " TypeError ValueError ZeroDivisionError Ellipsis NotImplemented".split()
)
"""Builtins that touch neither files nor the interpreter."""

GROWING = frozenset(
    "append arange array array_split asarray bincount broadcast_to column_stack concatenate"
    " convolve correlate cross diag diagflat dot empty extend eye full geomspace histogram"
    " hstack identity inner insert kron linspace logspace matmul meshgrid ndindex ones outer pad"
    " repeat spawn split stack tensordot tile tri vander vstack zeros choice dirichlet"
    " exponential gamma gumbel integers laplace logistic lognormal normal multivariate_normal"
    " permutation permuted poisson rand randint randn random random_sample standard_gamma"
    " standard_normal triangular uniform beta binomial geometric standard_exponential".split()
)
"""Functions and methods whose results may be much larger than their arguments."""

STEPS_OF_A_CALL = 2
_COSTS = dict.fromkeys("eigh eig eigvals eigvalsh svd cond".split(), 12) | dict.fromkeys(
    "cholesky det inv matrix_rank pinv qr slogdet solve".split(), 8
)
"""How many steps some calls count for, because they take so long."""

_FILLING = frozenset("random standard_exponential standard_gamma standard_normal".split())
"""Methods of generators that crash the interpreter if their third argument is no array."""

_BROADCASTING = frozenset(
    "add arctan2 copysign divide equal float_power floor_divide fmax fmin fmod greater"
    " greater_equal hypot isclose less less_equal logaddexp logical_and logical_or logical_xor"
    " maximum minimum mod multiply not_equal power remainder subtract true_divide where".split()
)
"""Functions of two or more arrays whose result is as large as all their dimensions need."""

WATCHED = GROWING | _BROADCASTING | {*_COSTS}
"""Functions that are called by `GROW`."""


def _guarded(kind: str, function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def guarded(left: Any, right: Any) -> Any:
        if type(left) is np.ndarray:
            size = left.size
        elif type(left) in _SMALL:
            size = 1
        else:
            _check_operands(kind, left, right)
            return function(left, right)
        if type(right) is np.ndarray:
            size *= right.size
        elif type(right) not in _SMALL and not (type(right) is int and size):
            size = MAX_SIZE + 1
        if size > MAX_SIZE:
            _check_operands(kind, left, right)
        return function(left, right)

    return guarded


_SMALL = frozenset({float, np.float64, np.float32, bool, np.bool_})


def _check_operands(kind: str, left: Any, right: Any) -> None:
    """Raise `Stopped` if the result of an operation would be too large."""
    if type(left) is int and type(right) is int:
        if kind in ("pow", "lshift"):
            bits = max(left.bit_length(), 1) * max(right, 0)
            _refuse(bits > MAX_BITS and left not in (0, 1, -1))
        _refuse(kind == "mul" and left.bit_length() + right.bit_length() > MAX_BITS)
    elif isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        if kind == "matmul":
            _refuse(np.size(left) * max(np.shape(right)[-1:], default=1) > MAX_SIZE)
        elif np.shape(left) != np.shape(right):
            _refuse(_broadcast_size(left, right) > MAX_SIZE)
    elif isinstance(left, str) and kind == "mod":
        raise Stopped
    elif kind in ("mul", "add"):
        pair = [_length(left), _length(right)]
        if any(isinstance(value, str | list | tuple) for value in (left, right)):
            _refuse((math.prod if kind == "mul" else sum)(pair) > MAX_SIZE)


def _length(value: Any) -> int:
    if isinstance(value, str | list | tuple):
        return len(value)
    return max(int(value), 1) if isinstance(value, int | np.integer) else 1


def _broadcast_size(*operands: Any) -> int:
    """Return the number of elements after broadcasting, or a bound for it."""
    backwards = [np.shape(one)[::-1] for one in operands]
    return math.prod(max(sizes) for sizes in itertools.zip_longest(*backwards, fillvalue=1))


def _check_growth(
    function: Callable[..., Any], name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> None:
    """Raise `Stopped` if the arguments of a function of `GROWING` ask for a huge result."""
    if name == "arange":
        _refuse(_steps_of_arange(args) > MAX_SIZE)
        return
    if name == "bincount":  # it counts up to the largest number
        _refuse(max((np.max(one) for one in args if np.size(one)), default=0) > MAX_SIZE)
        return
    sizes = (*args[_FIRST.get(name, 0) : _LAST.get(name)], *kwargs.values())
    size = math.prod(_size(value) for value in sizes if not _is_value(name, value))
    if name in ("diag", "diagflat"):
        size *= size
    owner = getattr(function, "__self__", None)
    if isinstance(owner, list | np.ndarray):
        size *= max(len(owner) if isinstance(owner, list) else owner.size, 1)
    _refuse(size > MAX_SIZE)


_FIRST = {"integers": 2, "randint": 2}
_LAST = {"full": 1}
"""Which positional arguments say how large the result will be; all of them, as a rule."""


def _is_value(name: str, argument: Any) -> bool:
    """Return whether an integer argument is an element of the result and not a size."""
    return name in ("array", "asarray", "append", "insert", "extend") and isinstance(argument, int)


def _size(value: Any) -> int:
    """Return how many elements an argument may add to a result, or multiply it by."""
    if isinstance(value, int | np.integer):
        return max(int(value), 1)
    if isinstance(value, np.ndarray):
        return max(value.size, 1)
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, int | np.integer) for item in value[:8]):
            return math.prod(_size(item) for item in value[:8]) if len(value) <= 4 else len(value)
        return max(sum(_size(item) if not _is_number(item) else 1 for item in value), 1)
    return 1


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number)


def _steps_of_arange(args: tuple[Any, ...]) -> float:
    start, stop, step = (0, args[0], 1) if len(args) == 1 else (*args, 1)[:3]
    return abs(float(stop) - float(start)) / max(abs(float(step)), 1e-300)


def _refuse(too_much: bool) -> None:
    if too_much:
        raise Stopped


def bounded_product(*values: Any, repeat: int = 1) -> Any:
    """Return `itertools.product` unless it would be too long."""
    pools = [tuple(items) for items in values]
    _refuse(repeat > 8 or math.prod(map(len, pools)) ** repeat > MAX_RANGE)
    return itertools.product(*pools, repeat=repeat)


def _print(*_: Any, **__: Any) -> None:
    """Print nothing: the student has seen what the function prints."""


def _sum(values: Any, /, start: Any = 0) -> Any:
    """Add up, with a guard for lists of lists."""
    _refuse(isinstance(start, list) and isinstance(values, list) and len(values) > MAX_STEPS)
    return sum(values, start)


def _import(name: str, *_: Any) -> Any:
    """Import what edited code may have: NumPy and `math`."""
    if name in ("numpy", "math"):
        return np if name == "numpy" else math
    raise Stopped
