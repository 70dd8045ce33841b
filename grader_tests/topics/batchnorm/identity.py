"""`identity_parameters`: hidden cases, criteria, known mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Case, call
from grader_tests.engine.common_mistakes import (
    cast_to_input_dtype,
    returns_none,
    reversed_results,
    without_warnings,
)
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function, Mistake
from grader_tests.topics.batchnorm.common import (
    IN_PLACE,
    INTEGERS_HINT,
    INTEGERS_TITLE,
    NEGLIGIBLE,
    NO_RETURN,
    SHAPES,
    TRUNCATED,
    UNTOUCHED,
    WIDE,
    any_epsilon,
    batch,
    flat,
    mean,
    nearly_constant,
    variance,
    whole_numbers,
    works_on_its_first_argument,
)
from grader_tests.topics.batchnorm.reference import identity_parameters

EVERYTHING = ("gamma", "beta", "epsilon", "integers", UNCHANGED)


def of_gamma(gamma: Function) -> Function:
    """The right beta with another gamma, made from the variance and epsilon."""
    return without_warnings(lambda Z, epsilon: (gamma(variance(Z), epsilon), mean(Z)))


def over(axis: int | None, **settings: Any) -> Function:
    """Both over another axis."""
    return lambda Z, epsilon: (
        np.sqrt(Z.var(axis=axis, **settings) + epsilon),
        Z.mean(axis=axis, **settings),
    )


MISTAKES = (
    Mistake(
        "turned",
        "The two results come back in the wrong order: first `gamma`, then `beta`.",
        reversed_results(identity_parameters),
        EVERYTHING,
    ),
    Mistake(
        "epsilon_forgotten",
        "Your `gamma` is the root of the variance alone. The normalization divided by the root of "
        "the variance plus `epsilon`, so that is what undoes it.",
        of_gamma(lambda var, epsilon: np.sqrt(var)),
        ("epsilon",),
    ),
    Mistake(
        "epsilon_outside",
        "In your `gamma`, `epsilon` is added after the root. It has to be just what the "
        "normalization divided by, with `epsilon` inside the root.",
        of_gamma(lambda var, epsilon: np.sqrt(var) + epsilon),
        ("epsilon",),
    ),
    Mistake(
        "no_root",
        "Your `gamma` is the variance plus `epsilon`. The normalization divided by its root.",
        of_gamma(lambda var, epsilon: var + epsilon),
        ("gamma", "epsilon", "integers"),
    ),
    Mistake(
        "divides",
        "Your `gamma` divides once more by what the normalization divided by. To undo a division, "
        "multiply by the same number.",
        of_gamma(lambda var, epsilon: 1 / np.sqrt(var + epsilon)),
        ("gamma", "epsilon", "integers"),
    ),
    Mistake(
        "unbiased_variance",
        "The variance in your `gamma` is divided by m - 1 (`ddof=1`). It has to be the variance "
        "that the normalization used, divided by m.",
        lambda Z, epsilon: (np.sqrt(Z.var(axis=1, ddof=1, keepdims=True) + epsilon), mean(Z)),
        ("gamma", "integers"),
    ),
    Mistake(
        "beta_negative",
        "Your `beta` is minus the mean. The normalization took the mean away; to undo that, it has "
        "to be added.",
        lambda Z, epsilon: (identity_parameters(Z, epsilon)[0], -mean(Z)),
        ("beta",),
    ),
    Mistake(
        "beta_normalized",
        "Your `beta` is the mean divided by the root. `beta` is added after `gamma` has "
        "multiplied, so it is the mean itself.",
        lambda Z, epsilon: (
            identity_parameters(Z, epsilon)[0],
            mean(Z) / identity_parameters(Z, epsilon)[0],
        ),
        ("beta",),
    ),
    Mistake(
        "ones_and_zeros",
        "`gamma = 1` and `beta = 0` leave the rows normalized. Here the normalization has to be "
        "undone, so that `Z` itself comes out.",
        lambda Z, epsilon: (np.ones((len(Z), 1)), np.zeros((len(Z), 1))),
        EVERYTHING,
    ),
    Mistake(
        "wrong_axis",
        "Mean and variance are taken down the columns. Each unit, which is a row, has its own.",
        over(0, keepdims=True),
        EVERYTHING,
    ),
    Mistake(
        "whole_array",
        "There is one `gamma` and one `beta` for the whole array. Each row needs its own.",
        over(None),
        EVERYTHING,
    ),
    Mistake(
        "flat",
        "`gamma` and `beta` come back with the shape (n,). They are columns, of the shape (n, 1).",
        flat(identity_parameters, 0, 1),
        EVERYTHING,
    ),
    Mistake(
        "in_place",
        IN_PLACE,
        works_on_its_first_argument(identity_parameters),
        ("integers", UNCHANGED),
    ),
    Mistake("truncated", TRUNCATED, cast_to_input_dtype(identity_parameters), ("integers",)),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)


def ordinary_cases(criterion: str, item: int, rng: Generator) -> Iterator[Case]:
    """Epsilon does not count."""
    for shape in SHAPES:
        yield Case(criterion, (call(batch(rng, shape), epsilon=NEGLIGIBLE),), compare=(item,))


def epsilon_cases(rng: Generator) -> Iterator[Case]:
    """Rows that hardly vary."""
    for shape in WIDE:
        epsilon = any_epsilon(rng)
        Z = nearly_constant(rng, shape, epsilon)
        yield Case("epsilon", (call(Z, epsilon=epsilon),), compare=(0,))


def integer_cases(rng: Generator) -> Iterator[Case]:
    """The root of the variance is not whole."""
    for shape in SHAPES[:2]:
        one = call(whole_numbers(rng, shape), epsilon=NEGLIGIBLE)
        yield Case("integers", (one,), compare=(0,))


SMALL = np.array([[1.0, 3.0, 1.0, 7.0], [0.0, 2.0, 4.0, 14.0]])

IDENTITY_PARAMETERS = Exercise(
    "identity_parameters",
    identity_parameters,
    (
        Criterion(
            "gamma",
            "`gamma` gives each row its own spread back.",
            "What did the normalization divide the row by? Multiply by the same number.",
            2,
            partial(ordinary_cases, "gamma", 0),
        ),
        Criterion(
            "beta",
            "`beta` gives each row its own mean back.",
            "What did the normalization take away from the row? Add the same number.",
            1,
            partial(ordinary_cases, "beta", 1),
        ),
        Criterion(
            "epsilon",
            "`gamma` undoes `epsilon` too, exactly.",
            "Try a row that hardly varies: the normalization divided it by about the root of "
            "`epsilon`.",
            1,
            epsilon_cases,
        ),
        Criterion("integers", INTEGERS_TITLE, INTEGERS_HINT, 1, integer_cases),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        Case("gamma", (call(SMALL, epsilon=NEGLIGIBLE),), compare=(0,)),
        Case("beta", (call(SMALL, epsilon=NEGLIGIBLE),), compare=(1,)),
        Case("epsilon", (call(1e-4 * SMALL, epsilon=3e-8),), compare=(0,)),
        Case(
            "integers",
            (call(np.array([[2, 5, 8, 11], [5, 2, 11, 8]]), epsilon=NEGLIGIBLE),),
            compare=(0,),
        ),
    ),
)
