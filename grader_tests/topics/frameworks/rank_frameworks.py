"""`rank_frameworks`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

Scores = Mapping[str, Mapping[str, float]]
Weights = Mapping[str, float]

CRITERIA = ("programming", "speed", "openness")
OTHER_CRITERIA = ("docs", "community", "hardware", "licence")
"""Criteria of other scores than the lesson's: pairing alone loses its marks if they are missed."""

LOWER_CASE = "fastai"
"""A name that comes after all others, as Python compares texts, but not in a dictionary."""

NAMES = ("DL4J", "JAX", "Keras", "PaddlePaddle", "PyTorch", "TensorFlow", "Torch")
WEIGHTS = (0.5, 2.0, 5.0)
EQUAL = dict.fromkeys(CRITERIA, 1.0)


def rank_frameworks(scores: Scores, weights: Weights) -> list[str]:
    """Return the names by descending weighted sum; names with equal sums in alphabetical order."""

    def key(name: str) -> tuple[float, str]:
        total = sum(weight * scores[name][criterion] for criterion, weight in weights.items())
        return -total, name

    return sorted(scores, key=key)


def some_names(rng: Generator, n: int, *more: str) -> list[str]:
    """Draw names in an order that is neither alphabetical nor its reverse; some are given."""
    names = [*more, *(str(name) for name in rng.choice(NAMES, n - len(more), replace=False))]
    rng.shuffle(names)
    while names in (sorted(names), sorted(names, reverse=True)):
        rng.shuffle(names)
    return names


RANKINGS = (
    "worst_first",
    "names_only",
    "only_the_heaviest",
    "in_turn",
    "largest_product",
    "multiplied",
)
"""Known mistakes that rank by something else, whatever the weights are."""
ONE_ALONE = ("first_criterion", "last_criterion")
"""Known mistakes that rank by one criterion, which may also be the heaviest."""


def telling(
    rng: Generator, weights: Weights, *mistakes: str, order: tuple[str, ...] = CRITERIA
) -> Call:
    """Draw scores of five names without a tie, which each of these mistakes ranks differently.

    Their criteria are in this order, whatever that of the weights is.
    """
    known = {mistake.name: mistake.function for mistake in EXERCISE.mistakes}
    while True:
        names = some_names(rng, 5)
        scores = {
            name: {criterion: float(rng.integers(1, 6)) for criterion in order} for name in names
        }
        totals = {sum(weights[c] * scores[name][c] for c in order) for name in names}
        right = rank_frameworks(scores, weights)
        rankings = [names, right]
        rankings += [known[mistake](scores, weights) for mistake in (*RANKINGS, *mistakes)]
        is_told = all(known[mistake](scores, weights) != right for mistake in ONE_ALONE)
        if is_told and len(totals) == 5 and len(set(map(tuple, rankings))) == len(rankings):
            return call(scores, weights)


def order_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in which all weights are 1."""
    for _ in range(2):
        yield telling(rng, EQUAL)


def weight_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with weights that change the ranking."""
    for _ in range(3):
        weights = dict(zip(CRITERIA, map(float, rng.permutation(WEIGHTS))))
        yield telling(rng, weights, "unweighted", "divided")


def pairing_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls with the weights in another order than the scores, then with other criteria.

    The first weight is not the heaviest.
    """
    for order in (CRITERIA, OTHER_CRITERIA[:3]):
        first, other = rng.permutation(WEIGHTS[:2]).tolist()
        values = (first, *rng.permutation((other, WEIGHTS[2])).tolist())
        weights = dict(zip((order[2], order[0], order[1]), values))
        mistakes = ("unweighted", "divided", "by_position", "first_criterion")
        yield telling(rng, weights, *mistakes, order=order)


def tie_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in which all scores are the same, so that only the names decide."""
    for more in ((), (LOWER_CASE, "Keras")):
        same = {criterion: float(rng.integers(1, 6)) for criterion in CRITERIA}
        names = list(dict.fromkeys(some_names(rng, 5 + len(more), *more)))
        yield call({name: dict(same) for name in names}, EQUAL)


def table(**of_names: tuple[float, float, float]) -> dict[str, dict[str, float]]:
    """Return scores by name and criterion."""
    return {name: dict(zip(CRITERIA, map(float, scores))) for name, scores in of_names.items()}


SCORES = table(Keras=(1, 4, 1), DL4J=(1, 2, 2), Torch=(1, 4, 5), JAX=(4, 2, 1))
OTHERS = {
    "Keras": {"community": 2.0, "docs": 4.0},
    "Torch": {"community": 1.0, "docs": 5.0},
    "JAX": {"community": 4.0, "docs": 1.0},
}
SAME = dict.fromkeys(CRITERIA, 3.0)
TIED = table(Keras=(3, 3, 3), JAX=(3, 3, 3), PyTorch=(3, 3, 3))

EXERCISE = exercise(
    rank_frameworks,
    cases={
        "order": order_cases,
        "weights": weight_cases,
        "pairing": pairing_cases,
        "ties": tie_cases,
    },
    examples={
        "order": [call(SCORES, EQUAL)],
        "weights": [call(SCORES, {"programming": 2.0, "speed": 1.0, "openness": 3.0})],
        "pairing": [
            call(SCORES, {"openness": 2.0, "programming": 1.0, "speed": 3.0}),
            call(OTHERS, {"docs": 1.0, "community": 3.0}),
        ],
        "ties": [call(TIED, EQUAL), call({"Keras": SAME, "fastai": SAME, "JAX": SAME}, EQUAL)],
    },
)
