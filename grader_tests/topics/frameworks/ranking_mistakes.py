"""The right ranking of frameworks, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader_tests.engine.exercise import UNCHANGED, Function, Mistake

Scores = Mapping[str, Mapping[str, float]]
Weights = Mapping[str, float]


def total(scores: Mapping[str, float], weights: Weights) -> float:
    """The weighted sum."""
    return sum(weights[criterion] * scores[criterion] for criterion in weights)


def rank_frameworks(scores: Scores, weights: Weights) -> list[str]:
    """The highest weighted sum first; of equals the first in the alphabet."""
    return sorted(scores, key=lambda name: (-total(scores[name], weights), name))


def ranked_by(value: Callable[[Mapping[str, float], Weights], Any]) -> Function:
    """A ranking by something else, the highest first."""

    def wrong(scores: Scores, weights: Weights) -> list[str]:
        in_order = sorted(scores)
        return sorted(in_order, key=lambda name: value(scores[name], weights), reverse=True)

    return wrong


def by_position(scores: Mapping[str, float], weights: Weights) -> float:
    """The first score meets the first weight, whatever they are called."""
    return sum(weight * score for weight, score in zip(weights.values(), scores.values()))


def names_reversed(scores: Scores, weights: Weights) -> list[str]:
    """`reverse=True` turns the names round too."""
    return sorted(scores, key=lambda name: (total(scores[name], weights), name), reverse=True)


def in_given_order(scores: Scores, weights: Weights) -> list[str]:
    """Of equals the first in the dict."""
    return sorted(scores, key=lambda name: -total(scores[name], weights))


def multiplied_in_place(scores: Any, weights: Weights) -> list[str]:
    """The caller's scores, multiplied by the weights."""
    for of_name in scores.values():
        for criterion in weights:
            of_name[criterion] *= weights[criterion]
    return sorted(scores, key=lambda name: (-sum(scores[name].values()), name))


def emptied(scores: Any, weights: Weights) -> list[str]:
    """The best one is taken out of the caller's dict, again and again."""
    ranking = []
    while scores:
        ranking.append(rank_frameworks(scores, weights)[0])
        del scores[ranking[-1]]
    return ranking


BY_POSITION = ranked_by(by_position)
UNWEIGHTED = ranked_by(lambda scores, weights: sum(scores.values()))
DIVIDED = ranked_by(lambda scores, weights: sum(scores[c] / weights[c] for c in weights))
HEAVIEST = ranked_by(lambda scores, weights: scores[max(weights, key=lambda c: weights[c])])
IN_TURN = ranked_by(lambda scores, weights: [scores[c] for c in weights])

WEIGHTS, ORDER = ("weights", "pairing"), ("order", "weights", "pairing")
ALL = (*ORDER, "ties", UNCHANGED)

MISTAKES = (
    Mistake(
        "worst_first",
        "The worst comes first. Sort the other way round, so that the largest sum leads.",
        lambda scores, weights: sorted(
            scores, key=lambda name: (total(scores[name], weights), name)
        ),
        ORDER,
    ),
    Mistake(
        "unweighted",
        "The weights have no effect on the order. Multiply each score by the weight of its "
        "criterion before you add.",
        UNWEIGHTED,
        WEIGHTS,
    ),
    Mistake(
        "divided",
        "The scores are divided by the weights, so what matters most counts least. Multiply.",
        DIVIDED,
        WEIGHTS,
    ),
    Mistake(
        "only_the_heaviest",
        "Only the criterion with the largest weight decides. The others count too: add up all of "
        "them.",
        HEAVIEST,
        ORDER,
    ),
    Mistake(
        "in_turn",
        "The criteria are compared one after the other, as the letters of words in a dictionary. "
        "Here all count together, in one sum.",
        IN_TURN,
        ORDER,
    ),
    Mistake(
        "by_position",
        "The first score meets the first weight, the second the second, whatever they are called. "
        "A dict may have any order: look both up by the name of the criterion.",
        BY_POSITION,
        ("pairing",),
    ),
    Mistake(
        "names_reversed",
        "Of equals the last in the alphabet comes first: `reverse=True` turns the names round as "
        "well. Sort by the *negative* sum instead, without `reverse`.",
        names_reversed,
        ("ties",),
    ),
    Mistake(
        "in_given_order",
        "Equals stand in the order of the dict. Sort by two things: first the sum, then the name.",
        in_given_order,
        ("ties",),
    ),
    Mistake(
        "names_only",
        "The names stand in alphabetical order, whatever their scores. The name decides only "
        "between equals.",
        lambda scores, weights: sorted(scores),
        ORDER,
    ),
    Mistake(
        "as_given",
        "The names come back in the order in which they came in.",
        lambda scores, weights: list(scores),
        ALL,
    ),
    Mistake(
        "with_sums",
        "Each name comes with its sum. Return the names alone.",
        lambda scores, weights: [
            (name, total(scores[name], weights)) for name in rank_frameworks(scores, weights)
        ],
        ALL,
    ),
    Mistake(
        "with_scores",
        "Each name comes with its scores, because `scores.items()` is sorted. Sort `scores` "
        "itself: a dict hands out its names.",
        lambda scores, weights: [
            (name, dict(scores[name])) for name in rank_frameworks(scores, weights)
        ],
        ALL,
    ),
    Mistake(
        "as_dict",
        "A dict comes back. Return the list of the names.",
        lambda scores, weights: {
            name: total(scores[name], weights) for name in rank_frameworks(scores, weights)
        },
        ALL,
    ),
    Mistake(
        "only_sums",
        "The sums come back, but the names are asked for: sort the names, by their sums.",
        lambda scores, weights: sorted((total(s, weights) for s in scores.values()), reverse=True),
        ALL,
    ),
    Mistake(
        "only_the_best",
        "Only the best one comes back. Return all names, in their order.",
        lambda scores, weights: rank_frameworks(scores, weights)[0],
        ALL,
    ),
    Mistake(
        "multiplied_in_place",
        "The scores that came in are multiplied in their own dict, so the caller's are gone. Put "
        "the products into a sum of your own.",
        multiplied_in_place,
        (UNCHANGED,),
    ),
    Mistake(
        "emptied",
        "You take names out of the dict that came in, and afterwards the caller has none left. "
        "`sorted` makes a new list and leaves the dict alone.",
        emptied,
        (UNCHANGED,),
    ),
)
