"""What a student does next pays off: a hint that is followed, and a check that passes."""

from __future__ import annotations

import numpy as np
import pytest
from explained import ENOUGH, SECONDS
from judging import judged
from wrong_functions import SEEDS, wrong_functions

from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.engine.registry import find, topic_of, topics
from grader_tests.engine.solutions import function_from, solutions, with_mistake
from grader_tests.engine.variants import code_of, edited
from grader_tests.errors import DefinitionError
from grader_tests.strength.first_failure import passes_check
from grader_tests.strength.score import within

NAMES = [exercise.name for topic in topics() for exercise in topic.exercises]
NEXT = 20
"""The seed of the next hand-in."""


def exercise_of(name: str) -> Exercise:
    exercise = find(name)
    assert isinstance(exercise, Exercise)
    return exercise


def undone(exercise: Exercise, mistake: Mistake, right: str) -> str:
    """The solution after a mistake in it is undone: each edit the other way round, the last first.

    Where the mistake is a whole body, or its text is not the only one of its kind, a student finds
    the place by the hint, and writes what stood there.
    """
    edits = (mistake.solution_edit or mistake.edit).strip().splitlines()
    if mistake.solution_body or not edits or "$" in "".join(edits):
        return right
    above, _, _ = right.partition(f"def {exercise.name}(")
    code = code_of(with_mistake(right, exercise, mistake), exercise.name)
    try:
        for old, _, new in (edit.partition("=>") for edit in reversed(edits)):
            code = edited(code, f"{new.strip()} => {old.strip()}")
    except DefinitionError:
        return right
    return above + code


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_that_is_undone_ends_in_full_marks(name: str) -> None:
    exercise, sources = exercise_of(name), solutions(topic_of(name))
    points: dict[str, float | None] = {}
    for mistake in exercise.mistakes:
        mended = undone(exercise, mistake, sources[name])
        if mended not in points:
            function = function_from(sources, name, mended)
            points[mended] = judged(exercise, function, NEXT).points
        assert points[mended] == exercise.points, f"{mistake.name}: {mended}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_passes_the_check_keeps_three_quarters_of_the_points(name: str) -> None:
    exercise = exercise_of(name)
    poor = []
    with np.errstate(all="ignore"):
        for wrong in wrong_functions(exercise):
            if wrong.kind not in ("mutant", "attempt"):
                continue  # a known mistake fails the check, and nobody writes a trivial function
            if not within(SECONDS, passes_check, name, wrong.function):
                continue
            graded = [within(SECONDS, judged, exercise, wrong.function, seed) for seed in SEEDS]
            if any(one is None or (one.points or 0) < ENOUGH * exercise.points for one in graded):
                poor.append(wrong.text)
    assert not poor, f"Add a worked example that shows what is wrong with these: {poor}"
