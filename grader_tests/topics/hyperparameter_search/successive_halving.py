"""`successive_halving`: reference, hidden cases and worked examples.

In all of them one point is best at first, another after a little more training, and a third, which
is last at first, would be best in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.arguments import CourseFunction
from course_lib.cases.case import Call, call
from course_lib.scales import Point
from grader_tests.engine.definition import exercise
from grader_tests.topics.hyperparameter_search.common import NAMES


def successive_halving(
    objective: Callable[[Point, int], float], points: list[Point], epochs: int
) -> Any:
    """Return the point that is left, and how many points each round trained for how long."""
    rounds = []
    while len(points) > 1:
        scores = [objective(point, epochs) for point in points]
        rounds.append((len(points), epochs))
        best_first = np.argsort(scores)
        points = [points[i] for i in best_first[: len(points) // 2]]
        epochs = 2 * epochs
    return points[0], rounds


def a_race(rng: Generator, n: int, epochs: int) -> Call:
    """Return a race of n >= 4 points that are trained for so many epochs in the first round.

    The cost of a point is its floor, plus its head divided by the number of epochs. One point leads
    after the first round, one from the second round on; the last one after the first round has the
    lowest floor. The first and the last place in the list are none of these three.
    """
    floors = 1.0 + rng.uniform(0.2, 0.5, n)
    heads = epochs * rng.uniform(1.0, 1.4, n)
    middle = rng.permutation(np.arange(1, n - 1))
    sprinter, winner = middle[0], middle[1]
    heads[sprinter], floors[sprinter] = 0.2 * epochs, 1.6
    heads[winner], floors[winner] = 1.1 * epochs, 0.75
    if n > 5:
        heads[middle[2]], floors[middle[2]] = 3.0 * epochs, 0.1
    return a_call(rng, floors, heads, epochs)


def a_call(rng: Generator, floors: Any, heads: Any, epochs: int) -> Call:
    """Return the race of points with these floors and heads, under random names."""
    first, second = rng.permutation(NAMES)[:2].tolist()
    points = [
        {first: float(a), second: float(b)} for a, b in rng.uniform(0.1, 0.9, (len(floors), 2))
    ]
    settings = {"points": points, "floors": np.array(floors), "heads": np.array(heads)}
    return call(CourseFunction("cost_after_epochs", settings), points, epochs)


def cases_of_any(rng: Generator) -> Iterator[Call]:
    """Yield races of as many points as can be halved without a rest, and of others."""
    for n, epochs in ((8, 1), (16, 2), (7, 3), (13, 1), (30, 4)):
        yield a_race(rng, n, epochs)


POINTS = [{"learning_rate": rate} for rate in (0.003, 0.1, 0.3, 1.0, 3.0, 10.0)]
FLOORS = np.array([1.3, 1.6, 0.75, 0.1, 1.4, 1.35])
HEADS = np.array([1.2, 0.2, 1.1, 3.0, 1.0, 1.3])


def shown(n: int, epochs: int, step: int = 1) -> Call:
    """Return a race of the first n of six learning rates; with step -1, from the last to the first.

    Then the winner comes before the one that leads at first.
    """
    points, floors, heads = (all_six[:n][::step] for all_six in (POINTS, FLOORS, HEADS))
    settings = {"points": points, "floors": floors, "heads": epochs * heads}
    return call(CourseFunction("cost_after_epochs", settings), points, epochs)


EXERCISE = exercise(
    successive_halving,
    cases={"best": cases_of_any, "rounds": cases_of_any},
    examples={
        "best": [shown(6, 1), shown(4, 3), shown(6, 2, -1)],
        "rounds": [shown(6, 1), shown(4, 3), shown(5, 2), shown(3, 1), shown(6, 2, -1)],
    },
)
