"""Print how much of its own hidden inputs a hand-in can show: `python tests/attacks/bits.py`."""

from __future__ import annotations

import math

from autograder.sandbox.replies import ERRORS, UNKNOWN
from course_lib.cases.case import argument_names
from course_lib.cases.plain_results import PLAIN_RESULTS
from course_lib.checking.messages import FORM_HIDDEN
from grader_tests.engine.exercise import UNCHANGED, Exercise, Topic
from grader_tests.engine.registry import topics

OUTCOMES = 6
"""Of a criterion: it passes; its result is wrong; it raises the exception named first, or another;
it takes too long; it ends the process."""


def bits_of(exercise: Exercise) -> float:
    """One name of an exception, an outcome for each criterion, changed arguments, and one finding:
    nothing, mistakes or ignored arguments (one, or two at once), a form, or a plain result."""
    calls = [one for case in exercise.examples for one in case.calls]
    names = {UNKNOWN, *(name for one in calls for name in argument_names(one))}
    changed = len(names) if any(one.key == UNCHANGED for one in exercise.criteria) else 0
    pairs = sum(math.comb(len(n), 1) + math.comb(len(n), 2) for n in (exercise.mistakes, names))
    named = 1 + pairs + len(FORM_HIDDEN) + len(PLAIN_RESULTS)
    outcomes = len(exercise.criteria) * math.log2(OUTCOMES)
    return math.log2(len(ERRORS)) + outcomes + changed + math.log2(named)


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
