"""The variance that PyTorch's batch norm remembers (`unbiased_running_var`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases import Case, call
from grader_tests.exercise import UNCHANGED, Aspect, Exercise, Function, Mistake


def unbiased_running_var(var: Any, m: int) -> Any:
    """var * m / (m - 1); ValueError for one example."""
    if m < 2:
        raise ValueError("one example has no variance")
    return var * m / (m - 1)


def guarded(wrong: Callable[[Any, int], Any]) -> Function:
    """`wrong` with the right answer to a batch of one."""

    def function(var: Any, m: int) -> Any:
        if m < 2:
            raise ValueError("one example has no variance")
        return wrong(var, m)

    return function


def no_guard(var: Any, m: int) -> Any:
    """NumPy's infinity, without its warning."""
    with np.errstate(all="ignore"):
        return var * m / (m - 1)


def in_place(var: Any, m: int) -> Any:
    """With `*=`, which NumPy refuses for whole numbers."""
    var *= m / (m - 1)
    return var


def written_over(var: Any, m: int) -> Any:
    """The result in the array that came in."""
    var[...] = unbiased_running_var(var, m)
    return var


def factor_cases(rng: Generator) -> Iterator[Case]:
    """The smallest batch, where the factor is 2, an ordinary one and a big one."""
    for units, m in ((3, 2), (7, int(rng.integers(3, 40))), (400, int(rng.integers(50, 300)))):
        yield Case("factor", (call(rng.uniform(0.5, 4.0, (units, 1)), m),))


def one_cases(rng: Generator) -> Iterator[Case]:
    """A batch of one example, whose biased variance is 0."""
    for units in (2, int(rng.integers(3, 9))):
        yield Case("one", (call(np.zeros((units, 1)), 1),))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """m - 1 = 3 or 7 divides none of the products."""
    for units, m in ((3, 4), (5, 8)):
        yield Case("integers", (call(rng.choice([1, 2, 4, 5, 11], (units, 1)), m),))


FACTOR, WHOLE, ONE = ("factor",), ("integers",), ("one",)
VALUES = (*FACTOR, *WHOLE)

UNBIASED_RUNNING_VAR = Exercise(
    "unbiased_running_var",
    unbiased_running_var,
    aspects=(
        Aspect(
            "factor",
            "The sum of squares is divided by `m - 1` in place of `m`.",
            "`var` has been divided by `m`. First undo that, then divide by `m - 1`. For a batch "
            "of two the result is twice as large.",
            2,
            factor_cases,
        ),
        Aspect(
            "integers",
            "Whole numbers go in, and the result still has decimals.",
            "Divide with one slash, `/`, and let the formula make the new array.",
            1,
            integer_cases,
        ),
        Aspect(
            "one",
            "A batch of one example raises ValueError, as it does in PyTorch.",
            "Before you divide, test whether `m` is less than 2, and if so write "
            "`raise ValueError(...)` with a sentence of yours in the brackets.",
            1,
            one_cases,
        ),
        Aspect(
            UNCHANGED,
            "The array that is given stays as it was.",
            "Make a new array for the result: `var * ...`. `var *= ...` and `var[:] = ...` write "
            "into the array that belongs to the caller.",
            1,
        ),
    ),
    mistakes=(
        Mistake(
            "as_it_is",
            "The variance comes back as it is. PyTorch keeps a slightly larger one, with `m - 1` "
            "in place of `m`.",
            guarded(lambda var, m: var * 1.0),
            VALUES,
        ),
        Mistake(
            "upside_down",
            "The factor is upside down and makes the variance smaller. The unbiased one is the "
            "larger of the two.",
            guarded(lambda var, m: var * (m - 1) / m),
            VALUES,
        ),
        Mistake(
            "divided_only",
            "You divide by `m - 1`, but `var` has been divided by `m` before. Undo that first.",
            guarded(lambda var, m: var / (m - 1)),
            VALUES,
        ),
        Mistake(
            "multiplied_only",
            "You multiply by `m`, which gives the sum of the squares. To be a variance it has to "
            "be divided again.",
            guarded(lambda var, m: var * m * 1.0),
            VALUES,
        ),
        Mistake(
            "no_brackets",
            "Brackets are missing: `var * m / m - 1` divides by `m` first, and takes 1 away "
            "afterwards.",
            guarded(lambda var, m: var * m / m - 1),
            VALUES,
        ),
        Mistake(
            "plus_one",
            "The factor has `m + 1` on top. It is `m` on top, and one less below.",
            guarded(lambda var, m: var * (m + 1) / m),
            VALUES,
        ),
        Mistake(
            "squared",
            "The factor comes in twice. It stands before the variance once, and only before the "
            "*root* of it would it change.",
            guarded(lambda var, m: var * (m / (m - 1)) ** 2),
            VALUES,
        ),
        Mistake(
            "root",
            "The factor stands under a root. That is the one for a standard deviation; the "
            "variance has no root.",
            guarded(lambda var, m: var * np.sqrt(m / (m - 1))),
            VALUES,
        ),
        Mistake(
            "units_for_m",
            "The factor uses the number of rows of `var`. Those are units; `m` is the number of "
            "examples in the batch.",
            guarded(lambda var, m: var * len(var) / (len(var) - 1)),
            VALUES,
        ),
        Mistake(
            "whole_division",
            "Two slashes, `//`, cut off the decimals. Divide with one: `/`.",
            guarded(lambda var, m: var * m // (m - 1) * 1.0),
            VALUES,
        ),
        Mistake(
            "whole_factor",
            "The factor is rounded down to a whole number, which is 1 for every batch of more "
            "than two. Divide with one slash: `/`.",
            guarded(lambda var, m: var * (m // (m - 1)) * 1.0),
            VALUES,
        ),
        Mistake(
            "mean_of_units",
            "One number comes back for all units together. Each unit has a variance of its own.",
            guarded(lambda var, m: float(np.mean(var)) * m / (m - 1)),
            VALUES,
        ),
        Mistake(
            "truncated",
            "The result has the type of the input, so whole numbers lose their decimals. Let the "
            "formula make the new array.",
            guarded(lambda var, m: unbiased_running_var(var, m).astype(var.dtype)),
            WHOLE,
        ),
        Mistake(
            "no_guard",
            "A batch of one gives infinity or nan. Its variance cannot be known: test `m` before "
            "you divide, and raise ValueError.",
            no_guard,
            ONE,
        ),
        Mistake(
            "divides_by_zero",
            "A batch of one stops with ZeroDivisionError, by accident. Test `m` before you divide, "
            "and raise ValueError.",
            lambda var, m: var * (m / (m - 1)),
            ONE,
        ),
        Mistake(
            "one_as_it_is",
            "A batch of one gets an answer. Its variance cannot be known, so raise ValueError.",
            lambda var, m: var * m / max(m - 1, 1),
            ONE,
        ),
        Mistake(
            "two_refused",
            "A batch of two is refused as well. Two examples are enough: only below that there is "
            "nothing to divide by.",
            lambda var, m: unbiased_running_var(var, m if m > 2 else 1),
            FACTOR,
        ),
        Mistake(
            "in_place",
            "`var *= ...` changes the array that you were given, and whole numbers cannot even be "
            "changed that way. Write `var * ...`, which makes a new array.",
            guarded(in_place),
            (*WHOLE, UNCHANGED),
        ),
        Mistake(
            "written_over",
            "The result is written into the array that you were given, as `var[:] = ...` does. "
            "Make a new array.",
            guarded(written_over),
            (*WHOLE, UNCHANGED),
        ),
    ),
    examples=(
        Case("factor", (call(np.array([[2.0], [3.0], [0.5]]), 5),)),
        Case("factor", (call(np.array([[1.0], [4.0]]), 2),)),
        Case("integers", (call(np.array([[2], [5]]), 4),)),
        Case("one", (call(np.array([[0.0], [0.0]]), 1),)),
    ),
)
