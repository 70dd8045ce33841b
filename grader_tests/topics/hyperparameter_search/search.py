"""`random_search`: hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import Criterion, Exercise
from grader_tests.topics.hyperparameter_search.reference import random_points, random_search
from grader_tests.topics.hyperparameter_search.samples import seed, two_seeds
from grader_tests.topics.hyperparameter_search.search_mistakes import MISTAKES
from grader_tests.topics.hyperparameter_search.shared import SCALES, UNTOUCHED, space

LEVELS = (-40.0, 0.3, 2e9)
"""Lowest scores of an objective: below zero, ordinary, and larger than any first guess."""


def a_search(
    rng: Generator, n: int, *generators: SeededRng, lowest: float = 0.3, wear: float = 0.0
) -> tuple[Call, ...]:
    """Searches of one space, whose lowest score is somewhere inside."""
    axes = space(rng, *rng.permutation(SCALES).tolist())
    best = random_points(axes, 1, rng)[0]
    objective = CourseFunction(
        "cost_of_points", {"space": axes, "best": best} | levels(lowest, wear)
    )
    return tuple(call(objective, axes, n, one) for one in generators or (seed(rng),))


def levels(lowest: float, wear: float) -> dict[str, float]:
    """The settings of an objective that have nothing to do with its space."""
    return {"lowest": lowest, "wear": wear}


def tries_cases(rng: Generator) -> Iterator[Case]:
    """Each call of the objective costs a little more than the one before."""
    for n in (1, 6, 40):
        yield Case("tries", a_search(rng, n, wear=0.01), None, "search_tries")


def best_cases(rng: Generator) -> Iterator[Case]:
    """Scores of every size; so many that the lowest is neither first nor last, but by accident."""
    for lowest in LEVELS:
        yield Case("best", a_search(rng, 150, lowest=lowest), None, "search_best")


def spread_cases(rng: Generator) -> Iterator[Case]:
    """Many points."""
    yield Case("spread", a_search(rng, 800), None, "search_spread")


def chance_cases(rng: Generator) -> Iterator[Case]:
    """One seed twice, then another."""
    yield Case("chance", a_search(rng, 9, *two_seeds(rng)), None, "chance")


SPACE: Any = {"learning_rate": (0.0001, 0.5, "log"), "beta": (0.1, 0.999, "one_minus_log")}
SETTINGS = {"space": SPACE, "best": {"learning_rate": 0.02, "beta": 0.9}}


def example(criterion: str, properties: str, n: int, *seeds: int, **settings: float) -> Case:
    """A case that students see."""
    objective = CourseFunction("cost_of_points", {**SETTINGS, **settings})
    calls = tuple(call(objective, SPACE, n, SeededRng(number)) for number in seeds)
    return Case(criterion, calls, None, properties)


RANDOM_SEARCH = Exercise(
    "random_search",
    random_search,
    (
        Criterion(
            "tries",
            "The history has `n` pairs `(point, score)` in the order of the tries, and each point "
            "is tried once.",
            "Call `objective(point)` once for each point, keep what it returns in a variable, and "
            "append `(point, score)` to the history.",
            2,
            tries_cases,
        ),
        Criterion(
            "best",
            "`best` and `score` are those of the try with the lowest score.",
            "A score is a cost: look for the smallest in the history. Scores may be negative, or "
            "very large.",
            2,
            best_cases,
        ),
        Criterion(
            "spread",
            "The points are drawn evenly on each axis's own scale.",
            "Let your `random_points` draw them, and let its check pass first.",
            1,
            spread_cases,
        ),
        Criterion(
            "chance",
            "All chance comes from `rng`: the same seed gives the same search, another seed "
            "another.",
            "Give the `rng` that comes in to `random_points`, and make no generator of your own.",
            1,
            chance_cases,
        ),
        UNTOUCHED,
    ),
    MISTAKES,
    examples=(
        example("tries", "search_tries", 4, 1, wear=0.01),
        example("best", "search_best", 60, 2),
        example("best", "search_best", 60, 3, lowest=-40.0),
        example("best", "search_best", 60, 4, lowest=2e9),
        example("spread", "search_spread", 400, 5),
        example("chance", "chance", 4, 1, 1, 2),
    ),
)
