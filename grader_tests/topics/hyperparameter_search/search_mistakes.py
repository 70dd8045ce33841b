"""Known mistakes in `random_search`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake
from grader_tests.topics.hyperparameter_search.reference import random_points, random_search
from grader_tests.topics.hyperparameter_search.shared import (
    ALL_LINEAR,
    NO_RETURN,
    returns_none,
    with_scales,
)

TRIES, BEST, SPREAD, CHANCE = ("tries",), ("best",), ("spread",), ("chance",)
SEEN = ("tries", "best", "spread", "chance")
EVERYTHING = (*SEEN, UNCHANGED)

History = list[tuple[Any, float]]


def returning(result: Callable[[History], Any]) -> Function:
    """A search that returns `result(history)`."""

    def wrong(objective: Any, space: Any, n: int, rng: Generator) -> Any:
        return result(random_search(objective, space, n, rng)[2])

    return wrong


def with_history(change: Callable[[History], Any]) -> Function:
    """The right best point, with the history changed."""

    def wrong(objective: Any, space: Any, n: int, rng: Generator) -> Any:
        best, score, history = random_search(objective, space, n, rng)
        return best, score, change(history)

    return wrong


def lowest(history: History) -> Any:
    """The try with the lowest score."""
    return min(history, key=lambda entry: entry[1])


def highest(history: History) -> Any:
    """The try with the highest score."""
    return max(history, key=lambda entry: entry[1])


def below(start: float) -> Function:
    """A search whose best score so far starts from a number."""

    def result(history: History) -> Any:
        best, best_score = None, start
        for point, score in history:
            if score < best_score:
                best, best_score = point, score
        return best or {}, best_score, history

    return returning(result)


def called_twice(objective: Any, space: Any, n: int, rng: Generator) -> Any:
    """Once for the comparison, once for the history."""
    history: History = []
    best, best_score = None, np.inf
    for point in random_points(space, n, rng):
        if objective(point) < best_score:
            best, best_score = point, objective(point)
        history.append((point, objective(point)))
    return best, best_score, history


def improvements(history: History) -> History:
    """Only tries that were better than all before them."""
    kept: History = []
    for entry in history:
        if not kept or entry[1] < kept[-1][1]:
            kept.append(entry)
    return kept


def one_point(objective: Any, space: Any, n: int, rng: Generator) -> Any:
    """Draws before the loop."""
    (point,) = random_points(space, 1, rng)
    history = [(point, objective(point)) for _ in range(n)]
    return (*lowest(history), history)


def linear_everywhere(objective: Any, space: Any, n: int, rng: Generator) -> Any:
    """Points that were drawn evenly between low and high."""
    return random_search(objective, with_scales(space, ALL_LINEAR), n, rng)


def space_changed(objective: Any, space: Any, n: int, rng: Generator) -> Any:
    """Puts the best point into the caller's space."""
    found = random_search(objective, space, n, rng)
    space.update(found[0])
    return found


MISTAKES = (
    Mistake(
        "highest",
        "The point with the highest score comes back. A score is a cost here: the lower, the "
        "better.",
        returning(lambda history: (*highest(history), history)),
        BEST,
    ),
    Mistake(
        "last",
        "The last point comes back as the best. Keep the best one so far, and replace it only "
        "when a score is lower.",
        returning(lambda history: (*history[-1], history)),
        BEST,
    ),
    Mistake(
        "last_score",
        "The best point is right, but the score beside it is that of the last point. Keep the "
        "two together.",
        returning(lambda history: (lowest(history)[0], history[-1][1], history)),
        BEST,
    ),
    Mistake(
        "last_point",
        "The best score is right, but the point beside it is the last one. Keep the two together.",
        returning(lambda history: (history[-1][0], lowest(history)[1], history)),
        BEST,
    ),
    Mistake(
        "first",
        "The first point comes back as the best: nothing ever replaces it. Compare every score "
        "with the best one so far.",
        returning(lambda history: (*history[0], history)),
        BEST,
    ),
    Mistake(
        "starts_from_zero",
        "Your best score starts from 0, and no positive score is ever below it. Start from the "
        "first point's score, or from `np.inf`.",
        below(0.0),
        BEST,
    ),
    Mistake(
        "starts_from_a_number",
        "Your best score starts from a fixed number, and where all scores are larger nothing is "
        "ever found. Start from the first point's score, or from `np.inf`.",
        below(1e6),
        BEST,
    ),
    Mistake(
        "turned",
        "The score comes back before the point. The order is: best point, its score, history.",
        returning(lambda history: (*lowest(history)[::-1], history)),
        BEST,
    ),
    Mistake(
        "called_twice",
        "`objective` is called more than once for a point, or in another order than that of the "
        "history. Each call trains a network: call it once, and keep the score in a variable.",
        called_twice,
        TRIES,
    ),
    Mistake(
        "one_too_many",
        "There is one try too many: `n` counts them all.",
        lambda objective, space, n, rng: random_search(objective, space, n + 1, rng),
        TRIES,
    ),
    Mistake(
        "sorted",
        "The history is sorted by score. Leave it in the order of the tries.",
        with_history(lambda history: sorted(history, key=lambda entry: entry[1])),
        TRIES,
    ),
    Mistake(
        "improvements",
        "The history has only the tries that were better than all before. Every try belongs in "
        "it, good or bad.",
        with_history(improvements),
        (*TRIES, *SPREAD),
    ),
    Mistake(
        "only_scores",
        "The history has scores without their points. Append pairs: `(point, score)`.",
        with_history(lambda history: [score for _, score in history]),
        (*TRIES, *BEST, *SPREAD),
    ),
    Mistake(
        "only_points",
        "The history has points without their scores. Append pairs: `(point, score)`.",
        with_history(lambda history: [point for point, _ in history]),
        (*TRIES, *BEST, *SPREAD),
    ),
    Mistake(
        "pairs_turned",
        "In the history the score stands before the point. Append `(point, score)`.",
        with_history(lambda history: [(score, point) for point, score in history]),
        (*TRIES, *BEST, *SPREAD),
    ),
    Mistake(
        "without_history",
        "The history is missing. Three things come back: best point, its score, history.",
        returning(lambda history: tuple(lowest(history))),
        (*TRIES, *BEST, *SPREAD),
    ),
    Mistake(
        "linear_everywhere",
        "The points are drawn evenly between `low` and `high`, whatever the scale is. Let "
        "`random_points` draw them.",
        linear_everywhere,
        SPREAD,
    ),
    Mistake(
        "one_point",
        "One point is drawn, and tried again and again. Draw `n` points.",
        one_point,
        SPREAD,
    ),
    Mistake(
        "own_chance",
        "The points do not come from `rng`: two calls with the same seed give different ones, so "
        "the search cannot be repeated. Hand `rng` on.",
        lambda objective, space, n, rng: random_search(
            objective, space, n, np.random.default_rng()
        ),
        CHANCE,
    ),
    Mistake(
        "always_the_same",
        "The search is the same whatever `rng` is: a generator with a fixed seed is made inside "
        "the function. Hand on the `rng` that comes in.",
        lambda objective, space, n, rng: random_search(
            objective, space, n, np.random.default_rng(0)
        ),
        CHANCE,
    ),
    Mistake(
        "space_changed",
        "`space` is changed, so the caller's bounds and scales are gone. Only read from it.",
        space_changed,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
