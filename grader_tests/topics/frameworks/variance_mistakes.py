"""The right unbiased variance, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake


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


def asserts(var: Any, m: int) -> Any:
    """The wrong kind of error."""
    if m < 2:
        raise AssertionError
    return var * m / (m - 1)


FACTOR, WHOLE, ONE = ("factor",), ("integers",), ("one",)
VALUES = (*FACTOR, *WHOLE)

MISTAKES = (
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
    Mistake(
        "variance_of_variances",
        "`np.var` is taken of `var`, which is the variance between the units' variances. `var` "
        "is finished already; only its divisor has to change.",
        guarded(lambda var, m: float(np.var(var, ddof=1))),
        VALUES,
    ),
    Mistake(
        "returns_error",
        "For a batch of one the error is *returned*, as if it were a result. Write `raise` in "
        "place of `return`: that stops the function.",
        lambda var, m: ValueError if m < 2 else var * m / (m - 1),
        ONE,
    ),
    Mistake(
        "says_nothing",
        "For a batch of one nothing comes back. Whoever called the function would not notice: "
        "raise ValueError, which nobody can overlook.",
        lambda var, m: None if m < 2 else var * m / (m - 1),
        ONE,
    ),
    Mistake(
        "asserts",
        "`assert` raises AssertionError, and is meant for testing a program. For a wrong "
        "argument raise ValueError.",
        asserts,
        ONE,
    ),
)
