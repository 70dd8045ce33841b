"""Put similar answers next to each other, so that they are marked alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from autograder import messages
from autograder.by_hand import messages as of_marking
from autograder.by_hand.answers import Answer
from autograder.translation.stubs import TEXT_STUB
from course_lib.language import SOURCE, languages, whole_message

NEARLY_THE_SAME = 0.7
"""Share of common word pairs from which two texts are nearly the same."""
FEWEST_PAIRS = 5
"""Shorter texts are alike by chance."""
_MAX_WORDS = 2_000

Pairs = frozenset[tuple[str, ...]]


def pairs_of(text: str) -> Pairs:
    """Return the pairs of neighbouring words of a text.

    >>> sorted(pairs_of("The cost, the Cost!"))
    [('cost', 'the'), ('the', 'cost')]
    """
    words = re.findall(r"\w+", text.casefold())[:_MAX_WORDS]
    return frozenset(pairwise(words))


def likeness(one: Pairs, other: Pairs) -> float:
    """Return the share of the pairs that two texts have in common, from 0 to 1."""
    common = len(one & other)
    both = len(one) + len(other) - common
    return common / both if both else 1.0


def by_likeness(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers so that each is followed by the one most like it that is left.

    The longest comes first, because most of what is said in the others is in it.
    """
    pairs = {answer.student: pairs_of(answer.text) for answer in answers}
    left = sorted(answers, key=lambda answer: (-len(pairs[answer.student]), answer.student))
    ordered: list[Answer] = []
    while left:
        if ordered:
            last = pairs[ordered[-1].student]
            nearest = max(left, key=lambda answer: likeness(last, pairs[answer.student]))
        else:
            nearest = left[0]
        left.remove(nearest)
        ordered.append(nearest)
    return ordered


def nearly_the_same(
    answers: Sequence[Answer], asked: Iterable[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Return for each student the others whose text is nearly the same.

    Only what they wrote themselves counts: not the line that waits for an answer, nor what was
    `asked`, nor what grading says of an answer.
    """
    given = frozenset().union(*map(pairs_of, (*asked, *_not_written())))
    pairs = {answer.student: pairs_of(answer.text) - given for answer in answers}
    long = [student for student, found in pairs.items() if len(found) >= FEWEST_PAIRS]
    return {
        student: tuple(
            other
            for other in long
            if other != student and likeness(pairs[student], pairs[other]) >= NEARLY_THE_SAME
        )
        for student in long
    }


def _not_written() -> list[str]:
    """Return, in every language, what stands in an answer's place without a student's doing."""
    texts = (
        TEXT_STUB, of_marking.UNREADABLE, messages.ANSWER_NEAR, messages.ANSWER_ELSEWHERE,
        messages.ANSWER_AMONG, messages.ANSWER_IN_ANOTHER, messages.ANSWER_MORE,
        messages.ANSWER_MORE_ELSEWHERE, messages.CUT_TEXT, messages.PICTURE_MISSING,
        messages.PICTURE_LEFT_OUT,
    )  # fmt: skip
    return [whole_message(text, to) for text in texts for to in (SOURCE, *languages())]
