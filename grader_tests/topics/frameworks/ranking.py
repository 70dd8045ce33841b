"""Which framework suits (`rank_frameworks`): hidden cases and criteria."""

from __future__ import annotations

from collections.abc import Iterator

from numpy.random import Generator

from course_lib.cases.case import Call, Case, call
from grader_tests.engine.exercise import UNCHANGED, Criterion, Exercise, Function
from grader_tests.topics.frameworks.ranking_mistakes import (
    BY_POSITION,
    DIVIDED,
    HEAVIEST,
    IN_TURN,
    MISTAKES,
    UNWEIGHTED,
    Weights,
    rank_frameworks,
    total,
)

CRITERIA = ("programming", "speed", "openness")
NAMES = ("DL4J", "JAX", "Keras", "PaddlePaddle", "PyTorch", "TensorFlow", "Torch")


def _some_names(rng: Generator, n: int) -> list[str]:
    """In an order that is neither the alphabet's nor its reverse."""
    names = [str(name) for name in rng.choice(NAMES, n, replace=False)]
    while names in (sorted(names), sorted(names, reverse=True)):
        rng.shuffle(names)
    return names


def _telling(rng: Generator, weights: Weights, *wrong: Function) -> Call:
    """Five without a tie, whose ranking none of the wrong functions gets right by accident."""
    while True:
        names = _some_names(rng, 5)
        scores = {
            name: {criterion: float(rng.integers(1, 6)) for criterion in CRITERIA} for name in names
        }
        totals = {total(scores[name], weights) for name in names}
        rankings = [
            names,
            sorted(names),
            *(rank(scores, weights) for rank in (*wrong, rank_frameworks)),
        ]
        if len(totals) == 5 and len({tuple(ranking) for ranking in rankings}) == len(rankings):
            return call(scores, weights)


def order_cases(rng: Generator) -> Iterator[Case]:
    """All weights are 1."""
    for _ in range(2):
        yield Case("order", (_telling(rng, dict.fromkeys(CRITERIA, 1.0), IN_TURN, HEAVIEST),))


def weight_cases(rng: Generator) -> Iterator[Case]:
    """Weights that change the ranking."""
    for _ in range(3):
        weights = dict(zip(CRITERIA, map(float, rng.permutation([0.5, 2.0, 5.0]))))
        yield Case("weights", (_telling(rng, weights, UNWEIGHTED, DIVIDED, HEAVIEST, IN_TURN),))


def pairing_cases(rng: Generator) -> Iterator[Case]:
    """The weights come in another order than the scores."""
    for _ in range(2):
        values = map(float, rng.permutation([0.5, 2.0, 5.0]))
        weights = dict(zip((CRITERIA[2], CRITERIA[0], CRITERIA[1]), values))
        wrong = (UNWEIGHTED, DIVIDED, HEAVIEST, IN_TURN, BY_POSITION)
        yield Case("pairing", (_telling(rng, weights, *wrong),))


def tie_cases(rng: Generator) -> Iterator[Case]:
    """Everybody has the same scores, so that only the names are left to decide."""
    for n in (3, 5):
        same = {criterion: float(rng.integers(1, 6)) for criterion in CRITERIA}
        scores = {name: dict(same) for name in _some_names(rng, n)}
        yield Case("ties", (call(scores, dict.fromkeys(CRITERIA, 1.0)),))


def _scores(**of_names: tuple[float, float, float]) -> dict[str, dict[str, float]]:
    return {name: dict(zip(CRITERIA, map(float, scores))) for name, scores in of_names.items()}


EQUAL = {"programming": 1.0, "speed": 1.0, "openness": 1.0}
SCORES = _scores(Keras=(1, 4, 1), DL4J=(1, 2, 2), Torch=(1, 4, 5), JAX=(4, 2, 1))

RANK_FRAMEWORKS = Exercise(
    "rank_frameworks",
    rank_frameworks,
    criteria=(
        Criterion(
            "order",
            "The name with the largest sum comes first, the one with the smallest last.",
            "Add up the scores of each name by hand, and compare the order of the sums with yours.",
            2,
            order_cases,
        ),
        Criterion(
            "weights",
            "Each score counts as much as the weight of its criterion says.",
            "The weighted sum is weight times score, added up over the criteria. Work out one "
            "name by hand.",
            2,
            weight_cases,
        ),
        Criterion(
            "pairing",
            "A score meets the weight of its own criterion, in whatever order both are written.",
            "Look up `weights[criterion]` and the score by the same name.",
            1,
            pairing_cases,
        ),
        Criterion(
            "ties",
            "Of names with equal sums, the first in the alphabet comes first.",
            "`sorted` can take a pair as its key: it compares the second part only where the "
            "first parts are equal.",
            1,
            tie_cases,
        ),
        Criterion(
            UNCHANGED,
            "The dicts that are given stay as they were.",
            "Read from `scores` and `weights`, but do not write into them or delete from them.",
            1,
        ),
    ),
    mistakes=MISTAKES,
    examples=(
        Case("order", (call(SCORES, EQUAL),)),
        Case("weights", (call(SCORES, {"programming": 2.0, "speed": 1.0, "openness": 3.0}),)),
        Case("pairing", (call(SCORES, {"openness": 2.0, "programming": 1.0, "speed": 3.0}),)),
        Case(
            "ties",
            (call(_scores(Keras=(3, 3, 3), JAX=(3, 3, 3), PyTorch=(3, 3, 3)), EQUAL),),
        ),
    ),
)
