"""`random_points`: known mistakes, hidden cases, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.random import Generator

from course_lib.cases.arguments import SeededRng
from course_lib.cases.case import Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.hyperparameter_search.points_mistakes import MISTAKES
from grader_tests.topics.hyperparameter_search.reference import random_points
from grader_tests.topics.hyperparameter_search.samples import seed, two_seeds
from grader_tests.topics.hyperparameter_search.shared import SCALES, UNTOUCHED, space

MANY = 800
"""So many points show how they are spread."""


def form_cases(rng: Generator) -> Iterator[Case]:
    """Few points and more, one axis and more."""
    for axes, n in ((1, 1), (2, 5), (3, 60)):
        yield Case("form", (call(space(rng, *SCALES[:axes]), n, seed(rng)),), None, "points_form")


def inside_cases(rng: Generator) -> Iterator[Case]:
    """Many points, so that some come close to each end."""
    for _ in range(2):
        yield Case("inside", (call(space(rng, *SCALES), MANY, seed(rng)),), None, "points_inside")


def spread_cases(rng: Generator) -> Iterator[Case]:
    """Each scale, in any order."""
    for _ in range(2):
        scales = rng.permutation(SCALES).tolist()
        yield Case("spread", (call(space(rng, *scales), MANY, seed(rng)),), None, "points_spread")


def apart_cases(rng: Generator) -> Iterator[Case]:
    """Linear axes, so that no scale can go wrong."""
    axes = space(rng, "linear", "linear")
    yield Case("apart", (call(axes, MANY, seed(rng)),), None, "points_apart")


def chance_cases(rng: Generator) -> Iterator[Case]:
    """One seed twice, then another."""
    axes = space(rng, *SCALES)
    yield Case("chance", tuple(call(axes, 9, one) for one in two_seeds(rng)), None, "chance")


def example(criterion: str, properties: str, n: int, *generators: SeededRng, **axes: Any) -> Case:
    """A case that students see."""
    return Case(criterion, tuple(call(axes, n, one) for one in generators), None, properties)


BOTH: Any = {"learning_rate": (0.0001, 0.5, "log"), "beta": (0.1, 0.999, "one_minus_log")}
LINEAR: Any = {"x": (0.0, 10.0, "linear"), "y": (-1.0, 1.0, "linear")}

RANDOM_POINTS = Exercise(
    "random_points",
    random_points,
    (
        Criterion(
            "form",
            "The result is a list of `n` dicts, each with a value for every name of the space.",
            "Start with an empty list. For each of the `n` points make a new dict, put in one "
            "value for each name, and append it.",
            1,
            form_cases,
        ),
        Criterion(
            "inside",
            "No value lies outside its axis.",
            "Draw many points and look at the smallest and the largest value of each axis.",
            1,
            inside_cases,
        ),
        Criterion(
            "spread",
            "Each value is drawn evenly on its axis's own scale.",
            "For one axis: draw a place between the place of `low` and the place of `high`, then "
            "turn it back into a value.",
            2,
            spread_cases,
        ),
        Criterion(
            "apart",
            "Each point and each axis has a draw of its own.",
            "Draw anew inside both loops. If two axes share one draw, all points lie on a line.",
            1,
            apart_cases,
        ),
        Criterion(
            "chance",
            "All chance comes from `rng`: the same seed gives the same points, another seed "
            "others.",
            "Draw with `rng.uniform(...)`, where `rng` is the argument, and make no generator of "
            "your own.",
            1,
            chance_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        example("form", "points_form", 5, SeededRng(1), **BOTH),
        example("inside", "points_inside", MANY, SeededRng(1), **BOTH),
        example("spread", "points_spread", MANY, SeededRng(1), **BOTH),
        example("spread", "points_spread", MANY, SeededRng(2), **LINEAR),
        example("apart", "points_apart", MANY, SeededRng(3), **LINEAR),
        example("chance", "chance", 3, SeededRng(1), SeededRng(1), SeededRng(2), **LINEAR),
    ),
)
