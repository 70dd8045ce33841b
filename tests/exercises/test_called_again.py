"""A search that asks for the best point's score once more is told so, and nothing else."""

from __future__ import annotations

import pytest
from attempts import function_in_notebook
from judging import judged

from course_lib.checking.checker import run_check
from grader_tests.engine.exercise import Exercise
from grader_tests.engine.registry import find

HEAD = """
def random_search(objective, space, n, rng):
    points = random_points(space, n, rng)
"""
BEST_OF = {
    "the history": (
        """
    history = [(point, objective(point)) for point in points]
    best = min(history, key=lambda entry: entry[1])[0]
    return best, objective(best), history
""",
        ("asked_again",),
    ),
    "the points, after all tries": (
        """
    history = [(point, objective(point)) for point in points]
    best = min(points, key=objective)
    return best, objective(best), history
""",
        ("asked_again",),
    ),
    "the points, before the tries of the history": (
        """
    best = min(points, key=objective)
    return best, objective(best), [(point, objective(point)) for point in points]
""",
        ("called_twice", "asked_again"),
    ),
    "the history, with the mean of all scores": (
        """
    history = [(point, objective(point)) for point in points]
    best = min(history, key=lambda entry: entry[1])[0]
    return best, np.mean([score for _, score in history]), history
""",
        ("mean_score",),
    ),
    "the history, with another number": (
        """
    history = [(point, objective(point)) for point in points]
    best = min(history, key=lambda entry: entry[1])[0]
    return best, np.median([score for _, score in history]), history
""",
        (),
    ),
}


@pytest.mark.parametrize(("body", "names"), BEST_OF.values(), ids=BEST_OF)
def test_the_score_is_named_by_where_it_comes_from(body: str, names: tuple[str, ...]) -> None:
    exercise = find("random_search")
    assert isinstance(exercise, Exercise)
    function = function_in_notebook("random_search", HEAD + body)
    assert run_check("random_search", {"random_search": function}).mistakes == names
    assert {judged(exercise, function, seed).mistakes for seed in range(3)} == {names}
