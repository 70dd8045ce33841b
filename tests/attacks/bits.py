"""Print how much of its own hidden inputs a hand-in can show: `python tests/attacks/bits.py`."""

from __future__ import annotations

import math

from autograder.sandbox.replies import ERRORS
from grader_tests.engine.exercise import Exercise, Topic
from grader_tests.engine.registry import topics

OUTCOMES = 6
"""Of a criterion: it passes; its result is wrong; it raises the exception named first, or another;
it takes too long; it ends the process."""


def bits_of(exercise: Exercise) -> float:
    """One name of an exception, and an outcome for each criterion."""
    return math.log2(len(ERRORS)) + len(exercise.criteria) * math.log2(OUTCOMES)


def bits_of_lesson(topic: Topic) -> float:
    return sum(map(bits_of, topic.exercises))


def summary() -> tuple[int, int, int]:
    """The names, and the bits of the lessons with the fewest and the most."""
    lessons = [bits_of_lesson(topic) for topic in topics()]
    return len(ERRORS), round(min(lessons)), round(max(lessons))


if __name__ == "__main__":
    for topic in topics():
        print(f"{topic.name:22} {bits_of_lesson(topic):6.0f} bits")
    print(*summary())
