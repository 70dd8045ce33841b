"""Trivial functions that solve no exercise: they must earn nothing, and be judged alike always."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call_here, run_case
from course_lib.cases.same import same
from grader_tests.engine.exercise import Exercise

Function = Callable[..., Any]

CONSTANTS: Mapping[str, Any] = {
    "None": None,
    "True": True,
    "False": False,
    "zero": 0,
    "one": 1,
    "a half": 0.5,
    "nan": np.nan,
    "infinity": np.inf,
    "a text": "text",
    "an empty list": [],
    "an empty tuple": (),
    "an empty dict": {},
    "an empty array": np.zeros(0),
}
"""What a function may return whatever its arguments are."""

ERRORS = (ValueError, TypeError, KeyError, IndexError, ZeroDivisionError)
"""What it may always raise."""


def always(value: Any) -> Function:
    """Return a function that always returns this value."""
    return lambda *args, **kwargs: value


def raising(error: type[Exception]) -> Function:
    """Return a function that always raises this error."""

    def raises(*args: Any, **kwargs: Any) -> None:
        raise error

    return raises


def of_values(pick: Callable[[list[Any]], Any]) -> Function:
    """Return a function of the list of all its arguments, by position first."""
    return lambda *args, **kwargs: pick([*args, *kwargs.values()])


def argument(number: int) -> Function:
    """Return a function that returns its argument of this number, or the last one."""
    return of_values(lambda values: values[min(number, len(values) - 1)])


def arrays(values: list[Any]) -> list[Any]:
    """Return the values that are arrays, or all of them if none is."""
    return [value for value in values if isinstance(value, np.ndarray)] or values


def drawn(values: list[Any]) -> Any:
    """Return three draws of the generator among the values, or of one with a fixed seed."""
    generators = (value for value in values if isinstance(value, Generator))
    return next(generators, np.random.default_rng(1)).random(3)


GENERIC: Mapping[str, Function] = {
    **{f"always {name}": always(value) for name, value in CONSTANTS.items()},
    **{f"always raises {error.__name__}": raising(error) for error in ERRORS},
    **{f"argument {number + 1}": argument(number) for number in range(4)},
    "the last argument": argument(99),
    "all arguments": of_values(tuple),
    "all arguments in a list": of_values(list),
    "all arrays": of_values(lambda values: tuple(arrays(values))),
    "a copy of the first argument": of_values(lambda values: np.array(values[0])),
    "minus the first argument": of_values(lambda values: -np.asarray(values[0])),
    "zeros like the first argument": of_values(lambda values: np.zeros(np.shape(values[0]))),
    "ones like the first argument": of_values(lambda values: np.ones(np.shape(values[0]))),
    "zeros like each argument": of_values(lambda values: tuple(map(np.zeros_like, arrays(values)))),
    "ones like each argument": of_values(lambda values: tuple(map(np.ones_like, arrays(values)))),
    "zeros like the last argument": of_values(lambda values: np.zeros_like(values[-1])),
    "ones like the last argument": of_values(lambda values: np.ones_like(values[-1])),
    "the first two arguments": of_values(lambda values: values[:2]),
    "draws of its own": of_values(drawn),
}
"""Name -> a function that can be tried at every exercise."""


BY_HEART = "the worked examples"


def trivial_functions(exercise: Exercise) -> dict[str, Function]:
    """Return name -> function: what a student may write who solves nothing."""
    return {**GENERIC, BY_HEART: memorized(exercise)}


def hollow_functions(exercise: Exercise) -> dict[str, Function]:
    """Return name -> function whose result has the right form, and one number everywhere."""
    return {
        f"{name} of the right form": _of_the_right_form(exercise.reference, fill)
        for name, fill in {"zeros": 0.0, "ones": 1.0, "nan": np.nan}.items()
        if (exercise.name, name) != ("zero_state", "zeros")  # which is the solution
    }


def memorized(exercise: Exercise) -> Function:
    """Return a function that knows the worked examples by heart, and nothing else."""
    known = list(_known(exercise))

    def remembers(*args: Any, **kwargs: Any) -> Any:
        for (right_args, right_kwargs), value in known:
            if _alike((args, kwargs), (right_args, right_kwargs)):
                return value
        return known[0][1]

    return remembers


def _known(exercise: Exercise) -> Iterator[tuple[Any, Any]]:
    for case in exercise.examples:
        yield from _results(case, exercise.reference)


def _results(case: Case, reference: Function) -> Iterator[tuple[Any, Any]]:
    previous: Any = None
    trace = run_case(case, call_here(reference))
    for planned, outcome in zip(case.calls, trace, strict=False):
        filled = planned.filled(previous)
        previous = outcome.value
        if outcome.error is None:
            yield (filled.args, filled.kwargs), outcome.value


def _alike(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    (args, kwargs), (right_args, right_kwargs) = one, other
    mine, right = [*args, *kwargs.values()], [*right_args, *right_kwargs.values()]
    return len(mine) == len(right) and all(map(same, mine, right))


def _of_the_right_form(reference: Function, fill: float) -> Function:
    """Return a function whose result has the right form, with this number everywhere."""

    def filled(*args: Any, **kwargs: Any) -> Any:
        try:
            return _filled(reference(*args, **kwargs), fill)
        except ValueError:
            return fill

    return filled


def _filled(value: Any, fill: float) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(item, fill) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_filled(item, fill) for item in value)
    if isinstance(value, np.ndarray):
        return np.full(value.shape, fill)
    return fill if isinstance(value, int | float | np.generic) else type(value)()
