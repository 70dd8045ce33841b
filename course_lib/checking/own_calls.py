"""Find out more about a wrong function by its parameters, and by calling it with other arguments.

Both need no solution: the worked examples say which parameters there are, and on which of a call's
numbers the right result depends.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from course_lib.cases.case import Call, Caller, Case, call_here
from course_lib.cases.same import same

Function = Callable[..., Any]

IGNORES = "ignores_"
"""With a parameter behind it, the name of a mistake: no result depends on that parameter."""


def parameters_of(function: Function) -> list[str]:
    """Return a function's parameters as in its definition, without types; none if unknown.

    >>> parameters_of(lambda epoch, base=0.95: base**epoch)
    ['epoch', 'base=0.95']
    """
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [str(one.replace(annotation=inspect.Parameter.empty)) for one in parameters]


def names_in(parameters: Sequence[str]) -> list[str]:
    """Return the names of parameters, without their defaults.

    >>> names_in(["epoch", "base=0.95"])
    ['epoch', 'base']
    """
    return [text.partition("=")[0] for text in parameters]


def has_other_parameters(function: Function, wanted: Sequence[str], cases: Sequence[Case]) -> bool:
    """Return whether calls fail, or mix up arguments, because of the function's parameters."""
    names, right = names_in(parameters_of(function)), names_in(wanted)
    if not names or names == right:
        return False
    if sorted(names) == sorted(right):
        return True
    return any(not _fits(function, planned) for case in cases for planned in case.calls)


def _fits(function: Function, planned: Call) -> bool:
    try:
        inspect.signature(function).bind(*planned.args, **planned.kwargs)
    except TypeError:
        return False
    return True


def ignored_numbers(
    caller: Caller,
    cases: Sequence[Case],
    matters: Sequence[Sequence[str]],
    parameters: Sequence[str],
) -> list[str]:
    """Return the parameter on which the results never depend, or two of at least three.

    `matters` contains the parameters on which each case's right result depends. A function that
    ignores more is not explained by that.
    """
    tried = [*dict.fromkeys(name for names in matters for name in names)]
    ignored = [
        parameter
        for parameter in tried
        if not any(
            depends_on(caller, case, parameter, parameters)
            for case, names in zip(cases, matters, strict=True)
            if parameter in names
        )
    ]
    return ignored if len(ignored) == 1 or (len(ignored) == 2 < len(tried)) else []


def depends_on(caller: Caller, case: Case, parameter: str, parameters: Sequence[str]) -> bool:
    """Return whether the first call of a case has another result with another number there.

    Exceptions, and results of which one holds no decimal number, such as nan, may stay the same:
    they count as dependence.
    """
    first = case.calls[0]
    result = caller(first)
    others = [*_with_other_numbers(first, parameter, parameters)]
    if not others or result.error is not None or not _is_decimal(result.value):
        return True
    return any(not same(result.value, caller(other).value) for other in others)


def numbers_that_matter(function: Function, case: Case) -> list[str]:
    """Return the parameters whose number in a case's first call changes the function's result."""
    names = names_in(parameters_of(function))
    first, caller = case.calls[0], call_here(function)
    if caller(first).error is not None:
        return []
    return [
        name
        for name in names
        if [*_with_other_numbers(first, name, names)] and depends_on(caller, case, name, names)
    ]


def _is_decimal(value: Any) -> bool:
    items = value if isinstance(value, tuple | list) else [value]
    arrays = [np.asarray(item) for item in items if isinstance(item, float | np.ndarray)]
    finite = [np.isfinite(array).any() for array in arrays if array.dtype.kind == "f"]
    return bool(finite) and all(finite)


def _with_other_numbers(planned: Call, parameter: str, parameters: Sequence[str]) -> Iterator[Call]:
    """Yield the call with other numbers for a parameter; nothing if it has no number there."""
    names = names_in(parameters)
    arguments = {**dict(zip(names, planned.args, strict=False)), **planned.kwargs}
    number: Any = arguments.get(parameter)
    if not isinstance(number, float):  # another integer may round to the same result
        return
    for other in (number * 0.75, number * 0.1):
        if parameter in planned.kwargs:
            yield Call(planned.args, {**planned.kwargs, parameter: other})
        else:
            place = names.index(parameter)
            yield Call((*planned.args[:place], other, *planned.args[place + 1 :]), planned.kwargs)
