"""`rank_frameworks`: reference, hidden cases and worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.definition import exercise

Scores = Mapping[str, Mapping[str, float]]
Weights = Mapping[str, float]

CRITERIA = ("programming", "speed", "openness")
NAMES = ("DL4J", "JAX", "Keras", "PaddlePaddle", "PyTorch", "TensorFlow", "Torch")
WEIGHTS = (0.5, 2.0, 5.0)
EQUAL = dict.fromkeys(CRITERIA, 1.0)


def rank_frameworks(scores: Scores, weights: Weights) -> list[str]:
    """Return the names by descending weighted sum; names with equal sums in alphabetical order."""

    def key(name: str) -> tuple[float, str]:
        total = sum(weight * scores[name][criterion] for criterion, weight in weights.items())
        return -total, name

    return sorted(scores, key=key)


def some_names(rng: Generator, n: int) -> list[str]:
    """Draw names in an order that is neither alphabetical nor its reverse."""
    names = [str(name) for name in rng.choice(NAMES, n, replace=False)]
    while names in (sorted(names), sorted(names, reverse=True)):
        rng.shuffle(names)
    return names


RANKINGS = ("worst_first", "names_only", "only_the_heaviest", "in_turn")
"""Known mistakes that rank by something else, whatever the weights are."""


def telling(rng: Generator, weights: Weights, *mistakes: str) -> Call:
    """Draw scores of five names without a tie, which each of these mistakes ranks differently."""
    known = {mistake.name: mistake.function for mistake in EXERCISE.mistakes}
    while True:
        names = some_names(rng, 5)
        scores = {
            name: {criterion: float(rng.integers(1, 6)) for criterion in CRITERIA} for name in names
        }
        totals = {sum(weights[c] * scores[name][c] for c in CRITERIA) for name in names}
        rankings = [names, rank_frameworks(scores, weights)]
        rankings += [known[mistake](scores, weights) for mistake in (*RANKINGS, *mistakes)]
        if len(totals) == 5 and len(set(map(tuple, rankings))) == len(rankings):
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
    """Yield calls with the weights in another order than the scores."""
    for _ in range(2):
        values = map(float, rng.permutation(WEIGHTS))
        weights = dict(zip((CRITERIA[2], CRITERIA[0], CRITERIA[1]), values))
        yield telling(rng, weights, "unweighted", "divided", "by_position")


def tie_cases(rng: Generator) -> Iterator[Call]:
    """Yield calls in which all scores are the same, so that only the names decide."""
    for n in (3, 5):
        same = {criterion: float(rng.integers(1, 6)) for criterion in CRITERIA}
        yield call({name: dict(same) for name in some_names(rng, n)}, EQUAL)


def table(**of_names: tuple[float, float, float]) -> dict[str, dict[str, float]]:
    """Return scores by name and criterion."""
    return {name: dict(zip(CRITERIA, map(float, scores))) for name, scores in of_names.items()}


SCORES = table(Keras=(1, 4, 1), DL4J=(1, 2, 2), Torch=(1, 4, 5), JAX=(4, 2, 1))
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
        "pairing": [call(SCORES, {"openness": 2.0, "programming": 1.0, "speed": 3.0})],
        "ties": [call(TIED, EQUAL)],
    },
)
