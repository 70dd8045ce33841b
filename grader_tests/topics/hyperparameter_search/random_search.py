"""`random_search`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction, SeededRng
from course_lib.cases.case import Call, call
from course_lib.scales import Point, Space
from grader_tests.engine.definition import ByProperties, Calls, exercise
from grader_tests.topics.hyperparameter_search.common import (
    SCALES,
    many_seeds,
    seed,
    space,
    two_seeds,
)
from grader_tests.topics.hyperparameter_search.random_points import random_points

SLIGHT = 1e-4
"""What a call of an objective adds to the next score, where the order of scores has to stay."""

LEVELS = (-40.0, 0.3, 5e10)
"""Lowest scores of an objective: below zero, ordinary, and larger than any initial guess."""


def random_search(objective: Callable[[Point], float], space: Space, n: int, rng: Generator) -> Any:
    """Return the point with the lowest score, that score, and all (point, score) as tried."""
    history = []
    best, best_score = None, np.inf
    for point in random_points(space, n, rng):
        score = objective(point)
        history.append((point, score))
        if score < best_score:
            best, best_score = point, score
    return best, best_score, history


def a_search(
    rng: Generator, n: int, *generators: SeededRng, lowest: float = 0.3, **more: float
) -> tuple[Call, ...]:
    """Draw a space, and return a search of it with each generator; the best point is inside."""
    axes = space(rng, *rng.permutation(SCALES).tolist())
    settings = {"space": axes, "best": random_points(axes, 1, rng)[0]}
    objective = CourseFunction("cost_of_points", {**settings, "lowest": lowest, **more})
    return tuple(call(objective, axes, n, one) for one in generators or (seed(rng),))


def tries_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield searches in which each call of the objective returns a slightly higher score."""
    for n in (1, 12, 40):
        yield a_search(rng, n, wear=0.01)


def best_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield scores of every size; neither the first nor the last is the lowest or highest.

    A further call of the objective would give a slightly higher score than that of the try, and
    one for each try would leave the lowest where it is.
    """
    for lowest in LEVELS:
        search = a_search(rng, 150, lowest=lowest, middling_until=150, wear=SLIGHT)
        while not has_a_clear_best(*search):
            search = a_search(rng, 150, lowest=lowest, middling_until=150, wear=SLIGHT)
        yield search


def has_a_clear_best(search: Call) -> bool:
    """Return whether the lowest score is further from the next than all calls together add."""
    objective, axes, n, generator = search.args
    _, _, history = random_search(objective.made(), axes, n, generator.made())
    lowest, next_one = sorted(score for _, score in history)[:2]
    return bool(next_one - lowest > 2 * n * SLIGHT)


def spread_cases(rng: Generator) -> Iterator[tuple[Call, ...]]:
    """Yield a search with many points."""
    yield a_search(rng, 800)


def chance_cases(rng: Generator) -> Iterator[Calls]:
    """Yield one seed twice, then others; and two seeds with many points."""
    yield a_search(rng, 9, *many_seeds(rng))
    yield ByProperties(a_search(rng, 800, *two_seeds(rng)), "search_anew")


SPACE: Any = {"learning_rate": (0.0001, 0.5, "log"), "beta": (0.1, 0.999, "one_minus_log")}
SETTINGS = {"space": SPACE, "best": {"learning_rate": 0.02, "beta": 0.9}}


def shown(n: int, *seeds: int, **settings: float) -> tuple[Call, ...]:
    """Return searches that students see, one for each seed."""
    objective = CourseFunction("cost_of_points", {**SETTINGS, **settings})
    return tuple(call(objective, SPACE, n, SeededRng(number)) for number in seeds)


EXERCISE = exercise(
    random_search,
    cases={
        "tries": tries_cases,
        "best": best_cases,
        "spread": spread_cases,
        "chance": chance_cases,
    },
    examples={
        "tries": [shown(4, 1, wear=0.01), shown(1, 6, wear=0.01)],
        "best": [
            shown(60, number, lowest=lowest, middling_until=60, wear=SLIGHT)
            for number, lowest in ((2, 0.0), (3, -40.0), (4, 5e10))
        ],
        "spread": [shown(800, 5)],
        "chance": [shown(4, 1, *range(1, 9)), ByProperties(shown(800, 5, 6), "search_anew")],
    },
)
