"""What the two samplers have in common: criteria, cases, and wrong ways to use chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Function, Mistake
from grader_tests.topics.hyperparameter_search.shared import (
    NO_RETURN,
    axis,
    returns_none,
    without_warnings,
)

FORM, INSIDE, SPREAD, CHANCE = "form", "inside", "spread", "chance"
EVERYTHING = (FORM, INSIDE, SPREAD, CHANCE)
MANY = 2000
"""So many numbers show their scale."""


def seed(rng: Generator) -> SeededRng:
    """A generator for a student's function."""
    return SeededRng(int(rng.integers(2**31)))


def two_seeds(rng: Generator) -> tuple[SeededRng, SeededRng, SeededRng]:
    """Two generators of one seed, and one with another."""
    one = seed(rng)
    return one, one, SeededRng(one.seed + 1)


def criteria(scale: str, how: str, try_this: str) -> tuple[Criterion, ...]:
    """The criteria of a sampler; `how` says how its numbers are spread."""

    def cases(criterion: str, rng: Generator) -> Iterator[Case]:
        match criterion:
            case "form":
                for n in (1, 7, 300):
                    yield Case(FORM, (call(*axis(rng, scale)[:2], n, seed(rng)),), None, FORM_VIEW)
            case "inside":
                for _ in range(3):
                    ends = axis(rng, scale)[:2]
                    yield Case(INSIDE, (call(*ends, MANY, seed(rng)),), None, "sample_bounds")
            case "spread":
                for _ in range(3):
                    ends = axis(rng, scale)[:2]
                    yield Case(SPREAD, (call(*ends, MANY, seed(rng)),), None, f"{scale}_spread")
            case _:
                ends = axis(rng, scale)[:2]
                calls = tuple(call(*ends, 20, one) for one in two_seeds(rng))
                yield Case(CHANCE, calls, None, "chance")

    return (
        Criterion(
            FORM,
            "The result is an array of `n` numbers.",
            "`rng.uniform(a, b, n)` gives an array of `n` numbers between `a` and `b`. What you "
            "do with it then works on all of them at once.",
            1,
            partial(cases, FORM),
        ),
        Criterion(
            INSIDE,
            "The numbers are not all the same, and all lie between `low` and `high`.",
            "Look at the smallest and the largest of many numbers. If they leave the bounds, work "
            "out by hand what your formula gives for each end.",
            1,
            partial(cases, INSIDE),
        ),
        Criterion(SPREAD, how, try_this, 2, partial(cases, SPREAD)),
        Criterion(
            CHANCE,
            "All chance comes from `rng`: the same seed gives the same numbers, another seed "
            "others.",
            "Draw with `rng.uniform(...)`, where `rng` is the argument. `np.random.uniform` and a "
            "generator made inside the function do not listen to it.",
            1,
            partial(cases, CHANCE),
        ),
    )


FORM_VIEW = "sample_form"


def examples(scale: str, low: float, high: float) -> tuple[Case, ...]:
    """Cases that students see."""
    chance = tuple(call(low, high, 5, one) for one in (SeededRng(1), SeededRng(1), SeededRng(2)))
    return (
        Case(FORM, (call(low, high, 5, SeededRng(1)),), None, FORM_VIEW),
        Case(INSIDE, (call(low, high, MANY, SeededRng(2)),), None, "sample_bounds"),
        Case(SPREAD, (call(low, high, MANY, SeededRng(2)),), None, f"{scale}_spread"),
        Case(CHANCE, chance, None, "chance"),
    )


def drawn(formula: Callable[..., Any]) -> Function:
    """A sampler that draws with `formula(low, high, n, uniform)`."""
    return without_warnings(lambda low, high, n, rng: formula(low, high, n, rng.uniform))


def ways_to_use_chance(sample: Function, values_between: Function) -> tuple[Mistake, ...]:
    """Wrong ways to draw that do not depend on the scale.

    `values_between(low, high, n)` gives equal steps on the right scale.
    """
    return (
        Mistake(
            "own_chance",
            "Your numbers do not come from `rng`: two calls with the same seed give different "
            "ones, so no search could be repeated. Draw with `rng.uniform(...)`, not with "
            "`np.random`.",
            lambda low, high, n, rng: sample(low, high, n, np.random.default_rng()),
            (CHANCE,),
        ),
        Mistake(
            "always_the_same",
            "Your numbers are the same whatever `rng` is: a generator with a fixed seed is made "
            "inside the function. Use the `rng` that comes in.",
            lambda low, high, n, rng: sample(low, high, n, np.random.default_rng(0)),
            (CHANCE,),
        ),
        Mistake(
            "equal_steps",
            "Your numbers have equal steps, from one end to the other. That is a grid; here each "
            "number is drawn by chance.",
            lambda low, high, n, rng: values_between(low, high, n),
            (SPREAD, CHANCE),
        ),
        Mistake(
            "sorted",
            "Your numbers are right, but sorted. Leave them in the order in which they were drawn: "
            "when they meet numbers of another axis, large ones must not always meet large ones.",
            lambda low, high, n, rng: np.sort(sample(low, high, n, rng)),
            (SPREAD,),
        ),
        Mistake(
            "one_number_repeated",
            "All your numbers are the same: one was drawn, and repeated. Draw `n` of them.",
            lambda low, high, n, rng: np.full(n, sample(low, high, 1, rng)[0]),
            (INSIDE, SPREAD),
        ),
        Mistake(
            "single_number",
            "One number comes back, and `n` is never used. The third argument of "
            "`rng.uniform(a, b, n)` says how many to draw.",
            lambda low, high, n, rng: float(sample(low, high, 1, rng)[0]),
            (FORM, INSIDE, SPREAD),
        ),
        Mistake(
            "list_of_numbers",
            "What comes back is a list. The result is an array: let `rng.uniform` draw all `n` at "
            "once, or put `np.array(...)` around the list.",
            lambda low, high, n, rng: sample(low, high, n, rng).tolist(),
            (FORM,),
        ),
        Mistake(
            "column",
            "The result has a second dimension. Ask for `n` numbers, which makes an array of the "
            "shape `(n,)`.",
            lambda low, high, n, rng: sample(low, high, n, rng)[:, None],
            (FORM,),
        ),
        Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
    )
