"""Functions with several mistakes at once, for the tests of exercises."""

from __future__ import annotations

from grader_tests.engine.exercise import Exercise, Function
from grader_tests.engine.variants import compiled_when_called, edited, reference_code


def with_edits(exercise: Exercise, *edits: str) -> Function:
    """Return the exercise's reference after all these edits."""
    text = "\n".join(edits)
    return compiled_when_called(
        exercise.reference, lambda: edited(reference_code(exercise.reference), text), text
    )


def with_mistakes(exercise: Exercise, *names: str) -> Function:
    """Return the exercise's reference with all these known mistakes, each of them an edit."""
    edit_of = {mistake.name: mistake.edit for mistake in exercise.mistakes}
    return with_edits(exercise, *(edit_of[name] for name in names))
